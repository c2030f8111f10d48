package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interline.testkit.api.ApiClient;
import dev.interline.testkit.api.ApiStand;
import dev.interline.testkit.api.SystemApiContractTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = ApiStand.class,
        restrictToAnnotatedClass = true,
        initArgs = @ResourceArg(name = ApiStand.PROVIDER, value = "zendesk"))
class ZendeskSystemApiTest extends SystemApiContractTest {

    private String organization = "";

    @Override
    protected String resource() {
        return "tickets";
    }

    @Override
    protected String filter() {
        return "organization=" + organization(provider());
    }

    @Override
    protected String make(ApiClient provider, String name) {
        return atProvider(
                        provider,
                        "POST",
                        "/api/v2/tickets.json",
                        "application/json",
                        "{\"ticket\":{\"subject\":\"" + name + "\",\"comment\":{\"body\":\"Help\"},\"organization_id\":"
                                + organization(provider) + "}}")
                .at("/ticket/id")
                .asText();
    }

    private String organization(ApiClient provider) {
        if (organization.isEmpty()) {
            organization = atProvider(
                            provider,
                            "POST",
                            "/api/v2/organizations/create_or_update.json",
                            "application/json",
                            "{\"organization\":{\"external_id\":\"acct_tickets\",\"name\":\"Tickets\"}}")
                    .at("/organization/id")
                    .asText();
        }
        return organization;
    }

    @Override
    protected Wanted command(ApiClient provider, String key) {
        organization(provider);
        return new Wanted(
                "POST",
                "/api/v1/tickets",
                "{\"accountId\":\"acct_tickets\",\"key\":\"" + key
                        + "\",\"subject\":\"Payment failed\",\"body\":\"Please call\",\"priority\":\"high\"}");
    }

    @Override
    protected boolean commandNamesItsRecord() {
        return true;
    }

    @Override
    protected Map<String, String> badBodies() {
        String good = "{\"accountId\":\"a\",\"key\":\"k\",\"subject\":\"s\",\"body\":\"b\"}";
        return Map.of(
                good.replace("\"s\"", "\"\""), "#/subject",
                good.replace("\"k\"", "\"k/1\""), "#/key",
                good.replace("\"subject\":\"s\",", ""), "#/subject",
                good.replace("}", ",\"priority\":\"extreme\"}"), "#/priority",
                good.replace("}", ",\"tags\":[\"ok\",\"NOT OK\"]}"), "#/tags/1",
                good.replace("}", ",\"teapot\":true}"), "#/teapot");
    }

    @Override
    protected Map<String, String> credentials(String token) {
        String user = "interline@stand.example/token:" + token;
        return Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTicketIsOpenedOncePerKeyReadByItAndSolved() {
        // Given
        Wanted open = command(provider(), "invoice-4711");
        String path = "/api/v1/tickets/by-key/invoice-4711";

        // When
        write(open, Map.of());
        write(open, Map.of());
        String id = patiently(path).json().at("/ref/id").asText();
        write(new Wanted("POST", path + "/solve", "{\"accountId\":\"acct_tickets\"}"), Map.of());

        // Then
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        patiently("/api/v1/tickets/" + id).json().path("status").asText())
                .isEqualTo("solved"));
        assertThat(patiently(path).json().at("/ref/id").asText()).isEqualTo(id);
    }
}
