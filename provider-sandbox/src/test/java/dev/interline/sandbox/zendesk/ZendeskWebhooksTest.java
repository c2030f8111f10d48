package dev.interline.sandbox.zendesk;

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
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZendeskWebhooksTest {
    private static final String SECRET = "c2FuZGJveC1zZWNyZXQtdGhhdC1sb29rcy1saWtlLWJhc2U2NA==";

    private final WebhookSink sink = new WebhookSink();
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(
                    Account.of("zendesk", "acme", "token", SandboxConfig.Webhook.all(sink.url(), SECRET)))
            .withRetryScale(0.02));
    private final Caller http = Caller.basic(sandbox.baseUrl(), "x/token:token");

    @AfterEach
    void stop() {
        http.close();
        sandbox.close();
        sink.close();
    }

    private String ticket() {
        return http.post(
                        "/zendesk/acme/api/v2/tickets",
                        "{'ticket':{'subject':'Help','comment':{'body':'It broke'},'priority':'normal'}}")
                .json()
                .path("ticket")
                .path("id")
                .asText();
    }

    @Test
    void a_new_ticket_is_told_with_texts_for_ids_and_upper_case_enums() throws GeneralSecurityException {
        // Given
        String id = ticket();

        // When
        await().untilAsserted(() -> assertThat(sink.received()).hasSize(1));
        WebhookSink.Received told = sink.received().get(0);
        JsonNode event = told.json();

        // Then
        assertThat(event.path("type").asText()).isEqualTo("zen:event-type:ticket.created");
        assertThat(event.path("subject").asText()).isEqualTo("zen:ticket:" + id);
        assertThat(event.path("account_id").isNumber()).isTrue();
        assertThat(event.path("time").asText()).matches(".*T\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z");
        assertThat(event.path("detail").path("id").isTextual()).isTrue();
        assertThat(event.path("detail").path("status").asText()).isEqualTo("NEW");
        assertThat(event.path("detail").path("priority").asText()).isEqualTo("NORMAL");
        assertThat(event.path("detail").get("organization_id").isNull()).isTrue();
        assertThat(event.path("event")
                        .path("meta")
                        .path("sequence")
                        .path("id")
                        .bigIntegerValue()
                        .toString())
                .hasSize(26);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal(
                (told.header("X-Zendesk-Webhook-Signature-Timestamp") + told.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(told.header("X-Zendesk-Webhook-Signature"))
                .isEqualTo(Base64.getEncoder().encodeToString(expected));
        assertThat(told.header("X-Zendesk-Webhook-Invocation-Id")).isNotEmpty();
    }

    @Test
    void every_change_of_an_update_is_an_event_of_its_own_by_the_one_who_did_it() {
        // Given
        String id = ticket();

        // When
        http.post(
                "/_sandbox/zendesk/acme/tickets/" + id,
                "{'ticket':{'priority':'urgent','status':'open','tags':['vip'],'comment':{'body':'On it'}}}");

        // Then
        await().untilAsserted(() -> assertThat(sink.bodies())
                .extracting(event -> event.path("type").asText().replace("zen:event-type:ticket.", ""))
                .containsExactly("created", "status_changed", "priority_changed", "tags_changed", "comment_added"));
        JsonNode created = sink.bodies().get(0);
        JsonNode priority = sink.bodies().get(2);
        assertThat(priority.path("event").path("current").asText()).isEqualTo("URGENT");
        assertThat(priority.path("event").path("previous").asText()).isEqualTo("NORMAL");
        assertThat(priority.path("event")
                        .path("meta")
                        .path("sequence")
                        .path("position")
                        .asInt())
                .isEqualTo(2);
        assertThat(priority.path("detail").path("actor_id").asText())
                .isNotEqualTo(created.path("detail").path("actor_id").asText());
        assertThat(sink.bodies()
                        .get(4)
                        .path("event")
                        .path("comment")
                        .path("author")
                        .path("is_staff")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void organization_changes_are_told_by_field() {
        // Given
        http.post(
                "/zendesk/acme/api/v2/organization_fields",
                "{'organization_field':{'key':'plan','type':'text','title':'Plan'}}");
        String path = "/zendesk/acme/api/v2/organizations/create_or_update";
        http.post(path, "{'organization':{'name':'Acme','external_id':'a','organization_fields':{'plan':'free'}}}");

        // When
        http.post(path, "{'organization':{'name':'Acme Ltd','external_id':'a','organization_fields':{'plan':'pro'}}}");

        // Then
        await().untilAsserted(() -> assertThat(sink.bodies())
                .extracting(event -> event.path("type").asText().replace("zen:event-type:organization.", "") + " "
                        + event.path("event").path("previous").asText() + ">"
                        + event.path("event").path("current").asText())
                .containsExactly("created >", "name_changed Acme>Acme Ltd", "custom_field_changed free>pro"));
        assertThat(sink.bodies()
                        .get(2)
                        .path("event")
                        .path("custom_field")
                        .path("title")
                        .asText())
                .isEqualTo("Plan");
    }

    @Test
    void only_some_refusals_are_tried_again() {
        // Given
        sink.answerNext(503, "1").answerNext(409).answerNext(429, "30").answerNext(200);
        ticket();
        await().untilAsserted(() -> assertThat(sink.received()).hasSize(4));

        // When
        sink.answerNext(500);
        String lost = ticket();
        String heard = ticket();

        // Then
        await().untilAsserted(() -> assertThat(deliveries())
                .extracting(row -> row.path("state").asText() + " after "
                        + row.path("attempts").asInt())
                .containsExactly("delivered after 4", "given-up after 1", "delivered after 1"));
        assertThat(sink.bodies().subList(4, 6))
                .extracting(event -> event.path("subject").asText())
                .containsExactly("zen:ticket:" + lost, "zen:ticket:" + heard);
    }

    private Iterable<JsonNode> deliveries() {
        return http.get("/_sandbox/webhooks?provider=zendesk").json();
    }

    @Test
    void the_signing_secret_can_be_asked_for() {
        // Given
        JsonNode webhook = http.get("/zendesk/acme/api/v2/webhooks")
                .json()
                .path("webhooks")
                .get(0);

        // When
        JsonNode secret = http.get(
                        "/zendesk/acme/api/v2/webhooks/" + webhook.path("id").asText() + "/signing_secret")
                .json();

        // Then
        assertThat(secret.path("signing_secret").path("secret").asText()).isEqualTo(SECRET);
    }

    @Test
    void the_signature_is_the_known_one() {
        // Given
        String body = "{\"event\":\"ticket.updated\",\"id\":123}";

        // When
        String signature =
                ZendeskWebhooks.signature("dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==", "2021-03-25T05:09:27Z", body);

        // Then
        assertThat(signature).isEqualTo("S/RDdU2ERmj7LHDDoWJ2onPYH+t7/f2+LTM4dL7UiLM=");
    }
}
