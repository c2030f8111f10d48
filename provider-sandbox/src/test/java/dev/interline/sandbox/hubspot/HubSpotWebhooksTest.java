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

    private String contact(String properties) {
        return http.post("/hubspot/crm/v3/objects/contacts", "{'properties':{" + properties + "}}")
                .json()
                .path("id")
                .asText();
    }

    @Test
    void an_association_is_told_by_both_sides_without_an_object_id() {
        // Given
        String company = company("'name':'Acme'");
        String contact = contact("'email':'jane@doe.example'");

        // When
        Caller.Reply reply = http.post(
                "/hubspot/crm/v4/associations/contacts/companies/batch/associate/default",
                "{'inputs':[{'from':{'id':'" + contact + "'},'to':{'id':'" + company + "'}}]}");

        // Then
        assertThat(reply.status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(events())
                .filteredOn(event ->
                        event.path("subscriptionType").asText().endsWith("associationChange") && !event.has("objectId"))
                .extracting(event -> event.path("subscriptionType").asText() + " "
                        + event.path("associationType").asText() + " "
                        + event.path("fromObjectId").asText())
                .containsExactly(
                        "contact.associationChange CONTACT_TO_COMPANY " + contact,
                        "company.associationChange COMPANY_TO_CONTACT " + company));
        assertThat(http.get("/hubspot/crm/v3/objects/contacts/" + contact + "?associations=companies")
                        .json()
                        .path("associations")
                        .path("companies")
                        .path("results")
                        .findValuesAsText("type"))
                .containsExactly("contact_to_company", "contact_to_company_unlabeled");
    }

    @Test
    void a_merge_names_the_ids_and_the_merged_id_answers_with_what_is_left() {
        // Given
        String left = company("'name':'Acme'");
        String gone = company("'name':'Acme Inc','city':'Bern'");

        // When
        http.post(
                "/hubspot/crm/v3/objects/companies/merge",
                "{'primaryObjectId':'" + left + "','objectIdToMerge':'" + gone + "'}");

        // Then
        await().untilAsserted(() -> {
            JsonNode last = events().get(events().size() - 1);
            assertThat(last.path("subscriptionType").asText()).isEqualTo("company.merge");
            assertThat(last.path("mergedObjectIds").path(0).asText()).isEqualTo(gone);
            assertThat(last.path("newObjectId").asText()).isEqualTo(left);
        });
        JsonNode answered = http.get("/hubspot/crm/v3/objects/companies/" + gone + "?properties=city")
                .json();
        assertThat(answered.path("id").asText()).isEqualTo(left);
        assertThat(answered.path("properties").path("city").asText()).isEqualTo("Bern");
    }

    @Test
    void a_forgotten_contact_is_gone_and_told_as_a_privacy_deletion() {
        // Given
        String id = contact("'email':'jane@doe.example'");

        // When
        Caller.Reply reply = http.post("/hubspot/crm/v3/objects/contacts/gdpr-delete", "{'objectId':'" + id + "'}");

        // Then
        assertThat(reply.status()).isEqualTo(204);
        assertThat(http.get("/hubspot/crm/v3/objects/contacts/" + id + "?archived=true")
                        .status())
                .isEqualTo(404);
        await().untilAsserted(() -> assertThat(events().get(events().size() - 1)
                        .path("subscriptionType")
                        .asText())
                .isEqualTo("contact.privacyDeletion"));
    }

    @Test
    void an_app_that_subscribed_to_generic_events_gets_them_with_the_object_type() {
        // Given
        Account portal = Account.of(
                "hubspot",
                "62515009",
                "pat-na1-generic",
                new SandboxConfig.Webhook(
                        sink.url(), SECRET, null, 4711L, List.of("object.creation", "object.propertyChange")));
        try (Sandbox generic = Sandbox.start(SandboxConfig.inMemory(portal));
                Caller caller = Caller.bearer(generic.baseUrl(), "pat-na1-generic")) {
            // When
            caller.post("/hubspot/crm/v3/objects/deals", "{'properties':{'dealname':'Renewal'}}");

            // Then
            await().untilAsserted(() -> assertThat(events())
                    .extracting(event -> event.path("subscriptionType").asText() + " "
                            + event.path("objectTypeId").asText())
                    .containsExactly("object.creation 0-3", "object.propertyChange 0-3"));
        }
    }

    @Test
    void a_note_is_made_with_its_association_and_a_stage_of_another_pipeline_tells_nothing_by_its_name() {
        // Given
        String company = company("'name':'Acme'");

        // When
        Caller.Reply note = http.post(
                "/hubspot/crm/v3/objects/notes",
                "{'properties':{'hs_timestamp':'2026-11-01T10:00:00Z','hs_note_body':'paid'},'associations':[{'to':{'id':'"
                        + company
                        + "'},'types':[{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':190}]}]}");

        // Then
        assertThat(note.status()).isEqualTo(201);
        assertThat(http.get("/hubspot/crm/v4/objects/companies/" + company + "/associations/notes")
                        .json()
                        .path("results")
                        .path(0)
                        .path("toObjectId")
                        .asText())
                .isEqualTo(note.json().path("id").asText());
        assertThat(http.get("/hubspot/crm/v3/pipelines/deals/7421")
                        .json()
                        .path("stages")
                        .path(1)
                        .path("metadata")
                        .path("isClosed")
                        .asText())
                .isEqualTo("true");
    }
}
