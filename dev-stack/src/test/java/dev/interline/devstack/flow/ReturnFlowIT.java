package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.customer;
import static dev.interline.devstack.flow.StripeEvents.event;
import static dev.interline.devstack.flow.StripeEvents.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From HubSpot to Zendesk, and from Zendesk to HubSpot. */
class ReturnFlowIT {

    private final Providers providers = new Providers(InterlineStack.running());
    private final String name = fresh("Company");
    private String accountId = "";
    private String companyId = "";
    private long organizationId;

    @BeforeEach
    void aCompanyThatAllThreeKnow() {
        providers.stripeWebhook("acme-stripe", event("customer.created", customer(fresh("cus"), name, "a@x.example")));
        eventually().untilAsserted(() -> {
            assertThat(providers.companies("acme", name)).hasSize(1);
            JsonNode company = providers.companies("acme", name).getFirst();
            companyId = company.path("id").asText();
            accountId = company.path("properties").path("interline_account_id").asText();
            organizationId = providers
                    .organization("acme", accountId)
                    .orElseThrow(() -> new AssertionError("no organization yet"))
                    .path("id")
                    .asLong();
        });
    }

    @Test
    void aLifecycleChangeInTheCrmReachesSupport() {
        // When
        providers.editCompany("acme", companyId, "{\"lifecyclestage\":\"evangelist\",\"industry\":\"BANKING\"}");

        // Then
        eventually().untilAsserted(() -> {
            JsonNode fields =
                    providers.organization("acme", accountId).orElseThrow().path("organization_fields");
            assertThat(fields.path("lifecycle_stage").asText()).isEqualTo("evangelist");
            assertThat(fields.path("industry").asText()).isEqualTo("BANKING");
        });
    }

    @Test
    void ofABatchWithOneBadEventTheGoodOnesHaveTheirEffect() {
        // Given
        providers.editCompany("acme", companyId, "{\"lifecyclestage\":\"salesqualifiedlead\"}");
        String portal = InterlineStack.running()
                .connection("acme-hubspot")
                .path("account")
                .asText();
        String batch = """
                [{"eventId":1,"subscriptionId":7,"portalId":%s,"occurredAt":"yesterday","subscriptionType":"company.propertyChange"},
                 {"eventId":2,"subscriptionId":7,"portalId":99,"occurredAt":1,"subscriptionType":"company.creation","objectId":1},
                 {"eventId":3,"subscriptionId":7,"portalId":%s,"occurredAt":%d,"attemptNumber":0,"objectId":%s,
                  "subscriptionType":"company.propertyChange","propertyName":"lifecyclestage","propertyValue":"x"}]""".formatted(portal, portal, System.currentTimeMillis(), companyId);

        // When
        Providers.Answer answer = providers.hubspotWebhook("acme-hubspot", batch);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("events").asInt()).isEqualTo(3);
        eventually().untilAsserted(() -> assertThat(providers
                        .organization("acme", accountId)
                        .orElseThrow()
                        .path("organization_fields")
                        .path("lifecycle_stage")
                        .asText())
                .isEqualTo("salesqualifiedlead"));
    }

    @Test
    void ticketsAreCountedInTheCrmAndEscalationsDated() {
        // When
        long ticket = openTicket("low");
        openTicket("normal");

        // Then
        eventually().untilAsserted(() -> assertThat(companyHas("interline_open_ticket_count"))
                .isEqualTo("2"));
        assertThat(companyHas("interline_last_escalation")).isIn("", "null");

        // When
        providers.zendeskPut("acme", "/api/v2/tickets/" + ticket + ".json", "{\"ticket\":{\"priority\":\"urgent\"}}");

        // Then
        eventually().untilAsserted(() -> assertThat(companyHas("interline_last_escalation"))
                .startsWith("20"));

        // When
        providers.zendeskPut("acme", "/api/v2/tickets/" + ticket + ".json", "{\"ticket\":{\"status\":\"solved\"}}");

        // Then
        eventually().untilAsserted(() -> assertThat(companyHas("interline_open_ticket_count"))
                .isEqualTo("1"));
    }

    @Test
    void aWebhookThatTellsOnlyTheIdOfATicketIsReadAgain() {
        // Given
        long ticket = openTicket("low");
        eventually().untilAsserted(() -> assertThat(companyHas("interline_open_ticket_count"))
                .isEqualTo("1"));
        String skinny = """
                {"account_id":1,"id":"%s","type":"zen:event-type:ticket.status_changed","subject":"zen:ticket:%d",
                 "time":"2030-01-01T00:00:00.123456789Z","zendesk_event_version":"2022-11-06","detail":{"id":"%d"},
                 "event":{"current":"OPEN","previous":"NEW","meta":{"sequence":{"id":12345678901234567890123456}}}}""".formatted(fresh("zen"), ticket, ticket);

        // When
        Providers.Answer answer = providers.zendeskWebhook("acme-zendesk", skinny);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("new").asInt()).isEqualTo(1);
    }

    private long openTicket(String priority) {
        Providers.Answer answer = providers.zendeskPost(
                "acme",
                "/api/v2/tickets.json",
                "{\"ticket\":{\"subject\":\"Help\",\"comment\":{\"body\":\"It is broken\"},\"priority\":\"%s\",\"organization_id\":%d}}"
                        .formatted(priority, organizationId));
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().path("ticket").path("id").asLong();
    }

    private String companyHas(String property) {
        return providers.company("acme", name, property).orElse("no company yet");
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }
}
