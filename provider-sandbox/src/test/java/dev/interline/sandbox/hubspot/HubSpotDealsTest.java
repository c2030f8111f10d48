package dev.interline.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sandbox.Caller;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HubSpot works out of a deal's stage by itself. */
class HubSpotDealsTest {
    private static final String DEALS = "/crm/v3/objects/deals";
    private static final String SHOWN = "?properties=hs_is_closed,hs_is_closed_won";

    private final Sandbox sandbox =
            Sandbox.start(SandboxConfig.inMemory(Account.of("hubspot", "62515001", "pat-na1-deals")));
    private final Caller hubspot = Caller.bearer(sandbox.baseUrl() + "/hubspot", "pat-na1-deals");

    @AfterEach
    void stop() {
        hubspot.close();
        sandbox.close();
    }

    private String deal(String properties) {
        Caller.Reply made = hubspot.post(DEALS, "{'properties':{" + properties + "}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("id").asText();
    }

    private JsonNode properties(String deal) {
        return hubspot.get(DEALS + "/" + deal + SHOWN).json().path("properties");
    }

    private List<String> found(String filters) {
        return hubspot.post(DEALS + "/search", "{'filterGroups':[{'filters':[" + filters + "]}]}")
                .json()
                .path("results")
                .findValuesAsText("id");
    }

    private static String equal(String property, String value) {
        return "{'propertyName':'" + property + "','operator':'EQ','value':'" + value + "'}";
    }

    @ParameterizedTest
    @CsvSource({
        "default, contractsent, false, false",
        "default, closedwon, true, true",
        "default, closedlost, true, false",
        "7421, 7421001, false, false",
        "7421, 7421002, true, true",
        "7421, 7421003, true, false",
        "7421, closedwon, null, null",
        "gone, closedwon, null, null"
    })
    void whether_a_deal_is_over_and_won_follows_from_its_pipelines_stage(
            String pipeline, String stage, String closed, String won) {
        // When
        String deal = deal("'pipeline':'" + pipeline + "','dealstage':'" + stage + "'");

        // Then
        assertThat(properties(deal).path("hs_is_closed").asText()).isEqualTo(closed);
        assertThat(properties(deal).path("hs_is_closed_won").asText()).isEqualTo(won);
    }

    @Test
    void a_deal_that_moves_on_is_found_by_what_it_is_now() {
        // Given
        String moved = deal("'dealname':'Renewal','dealstage':'contractsent'");
        String open = deal("'dealname':'Other','dealstage':'contractsent'");

        // When
        hubspot.patch(DEALS + "/" + moved, "{'properties':{'dealstage':'closedwon'}}");

        // Then
        assertThat(properties(moved).path("hs_is_closed").isTextual()).isTrue();
        assertThat(found(equal("hs_is_closed_won", "true"))).containsExactly(moved);
        assertThat(found(equal("hs_is_closed", "false"))).containsExactly(open);
        assertThat(found(equal("hs_is_closed", "true") + "," + equal("hs_is_closed_won", "false")))
                .isEmpty();
    }

    @Test
    void nobody_writes_what_is_worked_out() {
        // Given
        String deal = deal("'dealname':'Renewal','dealstage':'contractsent'");

        // When
        Caller.Reply refused = hubspot.patch(DEALS + "/" + deal, "{'properties':{'hs_is_closed_won':'true'}}");

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").asText()).contains("READ_ONLY_VALUE");
        JsonNode definition =
                hubspot.get("/crm/v3/properties/deals/hs_is_closed_won").json();
        assertThat(definition.path("calculated").asBoolean()).isTrue();
        assertThat(definition.path("type").asText()).isEqualTo("bool");
        assertThat(definition.at("/modificationMetadata/readOnlyValue").asBoolean())
                .isTrue();
    }
}
