package dev.interline.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sandbox.Caller;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.WebhookSink;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubSpotWebhooksTest {
    private static final String SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";

    private final WebhookSink sink = new WebhookSink();
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(Account.of(
                    "hubspot",
                    "62515001",
                    "pat-na1-one",
                    new SandboxConfig.Webhook(sink.url(), SECRET, null, 4711L, List.of("*"))))
            .withRetryScale(0.02));
    private final Caller http = Caller.bearer(sandbox.baseUrl(), "pat-na1-one");

    @AfterEach
    void stop() {
        http.close();
        sandbox.close();
        sink.close();
    }

    private List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        sink.bodies().forEach(batch -> batch.forEach(events::add));
        return events;
    }

    private String company(String properties) {
        return http.post("/hubspot/crm/v3/objects/companies", "{'properties':{" + properties + "}}")
                .json()
                .path("id")
                .asText();
    }

    @Test
    void a_new_company_is_told_in_one_signed_array() throws GeneralSecurityException {
        // Given
        String id = company("'name':'Acme','city':'Bern'");

        // When
        await().untilAsserted(() -> assertThat(sink.received()).hasSize(1));
        WebhookSink.Received told = sink.received().get(0);

        // Then
        assertThat(told.json())
                .extracting(event -> event.path("subscriptionType").asText() + " "
                        + event.path("propertyName").asText())
                .containsExactly("company.creation ", "company.propertyChange name", "company.propertyChange city");
        JsonNode change = told.json().get(1);
        assertThat(change.path("objectId").asLong()).isEqualTo(Long.parseLong(id));
        assertThat(change.path("portalId").asLong()).isEqualTo(62515001);
        assertThat(change.path("appId").asLong()).isEqualTo(4711);
        assertThat(change.path("attemptNumber").asInt()).isZero();
        assertThat(change.path("changeSource").asText()).isEqualTo("INTEGRATION");
        assertThat(change.path("propertyValue").asText()).isEqualTo("Acme");
        String timestamp = told.header("X-HubSpot-Request-Timestamp");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal(("POST" + sink.url() + told.body() + timestamp).getBytes(StandardCharsets.UTF_8));
        assertThat(told.header("X-HubSpot-Signature-v3"))
                .isEqualTo(Base64.getEncoder().encodeToString(expected));
    }

    @Test
    void a_person_in_the_ui_shows_as_the_source_and_may_move_a_stage_back() {
        // Given
        String id = company("'name':'Acme','lifecyclestage':'customer'");

        // When
        http.post("/_sandbox/hubspot/62515001/companies/" + id, "{'properties':{'lifecyclestage':'lead'}}");

        // Then
        await().untilAsserted(() -> {
            JsonNode last = events().get(events().size() - 1);
            assertThat(last.path("changeSource").asText()).isEqualTo("CRM_UI");
            assertThat(last.path("propertyValue").asText()).isEqualTo("lead");
        });
    }

    @Test
    void values_that_stay_the_same_tell_nobody_and_a_deletion_does() {
        // Given
        String id = company("'name':'Acme'");

        // When
        http.patch("/hubspot/crm/v3/objects/companies/" + id, "{'properties':{'name':'Acme','city':''}}");
        http.delete("/hubspot/crm/v3/objects/companies/" + id);

        // Then
        await().untilAsserted(() -> assertThat(events())
                .extracting(event -> event.path("subscriptionType").asText())
                .containsExactly("company.creation", "company.propertyChange", "company.deletion"));
    }

    @Test
    void a_refused_batch_comes_again_whole_with_the_next_attempt_number() {
        // Given
        sink.answerNext(400).answerNext(503);

        // When
        company("'name':'Acme'");

        // Then
        await().untilAsserted(() -> assertThat(sink.bodies())
                .extracting(batch -> batch.size() + " events, attempt "
                        + batch.get(0).path("attemptNumber").asInt())
                .containsExactly("2 events, attempt 0", "2 events, attempt 1", "2 events, attempt 2"));
        assertThat(sink.received().get(2).header("X-HubSpot-Signature-v3"))
                .isNotEqualTo(sink.received().get(0).header("X-HubSpot-Signature-v3"));
    }

    @Test
    void a_batch_holds_at_most_a_hundred_events_and_none_is_lost() {
        // Given
        String inputs = IntStream.range(0, 100)
                .mapToObj(i -> "{'properties':{'name':'C" + i + "','city':'x'}}")
                .collect(Collectors.joining(","));

        // When
        http.post("/hubspot/crm/v3/objects/companies/batch/create", "{'inputs':[" + inputs + "]}");

        // Then
        await().untilAsserted(() -> assertThat(events()).hasSize(300));
        assertThat(sink.bodies()).allSatisfy(batch -> assertThat(batch.size()).isBetween(1, 100));
        assertThat(events()).extracting(event -> event.path("eventId").asLong()).doesNotHaveDuplicates();
    }

    @Test
    void the_signature_is_the_known_one() {
        // Given
        String payload = "{'example_field':'example_value'}";

        // When
        String signature =
                HubSpotWebhooks.signature(SECRET, "POST", "https://www.example.com/webhook_uri", payload, "15000000");

        // Then
        assertThat(signature).isEqualTo("HPW73RUtKmcYoEDADG0s6MmGFWUzWJKAW07r8RDgcQw=");
    }
}
