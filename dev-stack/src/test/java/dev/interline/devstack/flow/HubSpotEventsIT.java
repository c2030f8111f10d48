package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What people do to contacts and deals in HubSpot, from its signed webhooks to the topic; no message says who anybody is. */
class HubSpotEventsIT {

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);
    private final Topic topic = new Topic(stack, "customer.events.v1");
    private final String person = fresh("Lovelace");

    @Test
    void aContactsLifeIsToldAndWhoItIsIsNot() {
        // Given
        String email = person.toLowerCase(Locale.ROOT) + "@private.example";
        String contact = create("contacts", """
                {"email":"%s","firstname":"Ada","lastname":"%s","phone":"+4930%s","lifecyclestage":"lead"}""".formatted(email, person, person));
        String other = create("contacts", """
                {"email":"x.%s","lastname":"%s","lifecyclestage":"lead"}""".formatted(email, person));
        String company = create("companies", "{\"name\":\"%s\"}".formatted(fresh("Company")));

        // Then
        told("customer.contact.created.v1", contact, event -> {
            assertThat(event.path("contact").path("lifecycleStage").asText()).isEqualTo("lead");
            assertThat(event.path("contact").path("known").valueStream().map(JsonNode::asText))
                    .isNotEmpty();
        });
        told("customer.contact.created.v1", other, event -> {});

        // When
        act("contacts/" + contact, "{\"properties\":{\"lifecyclestage\":\"customer\"}}");

        // Then
        told("customer.contact.updated.v1", contact, event -> assertThat(
                        event.path("contact").path("lifecycleStage").asText())
                .isEqualTo("customer"));

        // When
        act("contacts/" + contact + "/associate", "{\"id\":\"" + company + "\"}");

        // Then
        told("customer.contact.updated.v1", contact, event -> assertThat(
                        event.path("contact").path("account").toString())
                .contains(company));

        // When
        act("contacts/" + contact + "/merge", "{\"id\":\"" + other + "\"}");

        // Then
        told("customer.contact.merged.v1", contact, event -> {
            assertThat(event.path("merge").path("survivor").toString()).contains(contact);
            assertThat(event.path("merge").path("merged").toString()).contains(other);
        });

        // When
        delete("contacts/" + contact);

        // Then
        told("customer.contact.deleted.v1", contact, event -> {});

        // When
        long updates = count("customer.contact.updated.v1", contact);
        act("contacts/" + contact + "/restore", "{}");

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count("customer.contact.updated.v1", contact))
                        .isGreaterThan(updates));

        // When
        act("contacts/" + contact + "/forget", "{}");

        // Then
        told("customer.contact.forgotten.v1", contact, event -> {});
        assertThat(topic.read())
                .noneMatch(
                        message -> message.text().toLowerCase(Locale.ROOT).contains(person.toLowerCase(Locale.ROOT)));
        assertThat(stack.logs()).allSatisfy((file, text) -> assertThat(text.contains(person) || text.contains(email))
                .as("a person in " + file)
                .isFalse());
    }

    @Test
    void aDealsLifeIsTold() {
        // Given
        String deal = create("deals", """
                {"dealname":"%s","pipeline":"default","dealstage":"appointmentscheduled","amount":"4900.50"}""".formatted(fresh("Deal")));
        String other = create("deals", """
                {"dealname":"%s","pipeline":"default","dealstage":"appointmentscheduled"}""".formatted(fresh("Deal")));

        // Then
        told("customer.opportunity.created.v1", deal, event -> {
            assertThat(event.path("opportunity").path("status").asText()).isEqualTo("open");
            assertThat(event.path("opportunity").path("amount").decimalValue()).isEqualByComparingTo("4900.50");
        });
        told("customer.opportunity.created.v1", other, event -> {});

        // When
        act("deals/" + deal, "{\"properties\":{\"dealstage\":\"closedwon\"}}");

        // Then
        told("customer.opportunity.updated.v1", deal, event -> assertThat(
                        event.path("opportunity").path("status").asText())
                .isEqualTo("won"));

        // When
        act("deals/" + deal + "/merge", "{\"id\":\"" + other + "\"}");

        // Then
        told("customer.opportunity.merged.v1", deal, event -> assertThat(
                        event.path("merge").path("merged").toString())
                .contains(other));

        // When
        delete("deals/" + deal);

        // Then
        told("customer.opportunity.deleted.v1", deal, event -> {});

        // When
        long updates = count("customer.opportunity.updated.v1", deal);
        act("deals/" + deal + "/restore", "{}");

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count("customer.opportunity.updated.v1", deal))
                        .isGreaterThan(updates));
    }

    /** New apps are told of any object in one form, which the sandbox does not send: written and signed here. */
    @Test
    void theGenericFormOfNewAppsMeansTheSame() {
        // Given
        String contact = create("contacts", "{\"lastname\":\"%s\"}".formatted(person));
        told("customer.contact.created.v1", contact, event -> {});
        long updates = count("customer.contact.updated.v1", contact);

        // When
        Providers.Answer answer = generic(contact, "object.propertyChange", """
                ,"propertyName":"lifecyclestage","propertyValue":"lead\"""");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count("customer.contact.updated.v1", contact))
                        .isEqualTo(updates + 1));

        // When
        generic(contact, "object.deletion", "");

        // Then
        told("customer.contact.deleted.v1", contact, event -> {});

        // When
        generic(contact, "object.privacyDeletion", "");

        // Then
        told("customer.contact.forgotten.v1", contact, event -> {});
    }

    private Providers.Answer generic(String contact, String type, String more) {
        String event = """
                [{"eventId":%d,"subscriptionId":25,"portalId":%s,"appId":1160452,"occurredAt":%d,"attemptNumber":0,
                  "subscriptionType":"%s","objectTypeId":"0-1","objectId":%s,"changeSource":"CRM_UI"%s}]""".formatted(
                        ThreadLocalRandom.current().nextLong(1L << 40),
                        stack.connection("acme-hubspot").path("account").asText(),
                        System.currentTimeMillis(),
                        type,
                        contact,
                        more);
        return providers.hubspotWebhook("acme-hubspot", event);
    }

    /** Waits until the newest message of that type about the record is as it should be. */
    private void told(String type, String id, Consumer<JsonNode> asItShouldBe) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    List<Topic.Message> found = about(type, id);
                    assertThat(found).as(type + " of " + id).isNotEmpty();
                    assertThat(found).allMatch(message -> message.tenant().equals("acme"));
                    asItShouldBe.accept(found.getLast().body());
                });
    }

    private long count(String type, String id) {
        return about(type, id).size();
    }

    private List<Topic.Message> about(String type, String id) {
        return topic.read().stream()
                .filter(message -> message.type().equals(type))
                .filter(message -> message.text().contains(id))
                .toList();
    }

    private String create(String type, String properties) {
        Providers.Answer answer = providers.post(person(type), "{\"properties\":" + properties + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asText();
    }

    private void act(String path, String body) {
        assertThat(providers.post(person(path), body).status()).isIn(200, 204);
    }

    private void delete(String path) {
        assertThat(providers
                        .send(HttpRequest.newBuilder(URI.create(person(path)))
                                .DELETE()
                                .build())
                        .status())
                .isEqualTo(204);
    }

    /** What a person does in the portal, not through the API. */
    private String person(String path) {
        return stack.sandboxUrl() + "/_sandbox/hubspot/"
                + stack.connection("acme-hubspot").path("account").asText() + "/" + path;
    }
}
