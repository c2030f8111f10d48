package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.customer;
import static dev.interline.devstack.flow.StripeEvents.event;
import static dev.interline.devstack.flow.StripeEvents.fresh;
import static dev.interline.devstack.flow.StripeEvents.invoice;
import static dev.interline.devstack.flow.StripeEvents.subscription;
import static dev.interline.devstack.flow.StripeEvents.subscriptionOf2020;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** From Stripe to HubSpot and Zendesk. */
class BillingFlowIT {

    private final Providers providers = new Providers(InterlineStack.running());
    private final String cus = fresh("cus");
    private final String sub = fresh("sub");
    private final String name = fresh("Company");

    @Test
    void aNewSubscriptionMakesTheCompanyACustomerEverywhere() {
        // When
        send(event("customer.created", customer(cus, name, "billing@" + domain())));
        send(event("customer.subscription.created", subscription(sub, cus, "active", "pro")));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(companyHas("interline_billing_status")).isEqualTo("active");
            assertThat(companyHas("interline_plan")).isEqualTo("pro");
            assertThat(companyHas("domain")).isEqualTo(domain());
            assertThat(companyHas("lifecyclestage")).isEqualTo("customer");
            JsonNode organization = organization();
            assertThat(organization.path("name").asText()).isEqualTo(name);
            assertThat(organization.path("organization_fields").path("plan").asText())
                    .isEqualTo("pro");
            assertThat(organization
                            .path("organization_fields")
                            .path("billing_status")
                            .asText())
                    .isEqualTo("active");
        });
    }

    @Test
    void eventsInTheShapeOf2020MeanTheSame() {
        // When
        long now = Instant.now().getEpochSecond();
        send(event("customer.created", customer(cus, name, "a@" + domain()), now, "2020-03-02"));
        send(event(
                "customer.subscription.created",
                subscriptionOf2020(sub, cus, "trialing", "starter"),
                now,
                "2020-03-02"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(companyHas("interline_billing_status")).isEqualTo("trialing");
            assertThat(companyHas("interline_plan")).isEqualTo("starter");
            assertThat(companyHas("lifecyclestage")).isEqualTo("opportunity");
        });
    }

    @Test
    void duplicatesHaveOneEffect() {
        // Given
        String created = event("customer.created", customer(cus, name, "a@" + domain()));
        String started = event("customer.subscription.created", subscription(sub, cus, "active", "pro"));
        String failed = event("invoice.payment_failed", invoice(fresh("in"), cus, "open"));
        String key = "interline:invoice:" + failed.replaceAll("(?s).*\"object\":\\{\"id\":\"(in_[^\"]+)\".*", "$1");

        // When
        for (int i = 0; i < 4; i++) {
            send(created);
            send(started);
            send(failed);
        }

        // Then
        eventually()
                .untilAsserted(() -> assertThat(providers.tickets("acme", key)).hasSize(1));
        assertThat(applied("zendesk", "tickets.create", key)).hasSize(1);
        eventually().untilAsserted(() -> assertThat(providers.companies("acme", name))
                .hasSize(1));
    }

    @Test
    void newsInTheWrongOrderEndsInTheRightState() {
        // Given
        long now = Instant.now().getEpochSecond();

        // When
        send(event(
                "customer.subscription.deleted", subscription(sub, cus, "canceled", "pro"), now, "2026-07-29.dahlia"));
        send(event(
                "customer.subscription.updated",
                subscription(sub, cus, "past_due", "pro"),
                now - 10,
                "2026-07-29.dahlia"));
        send(event(
                "customer.subscription.created",
                subscription(sub, cus, "active", "pro"),
                now - 20,
                "2026-07-29.dahlia"));
        send(event("customer.updated", customer(cus, name, "a@" + domain()), now - 25, "2026-07-29.dahlia"));
        send(event("customer.created", customer(cus, "Old name", "a@old.example"), now - 30, "2026-07-29.dahlia"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(companyHas("interline_billing_status")).isEqualTo("cancelled");
            assertThat(companyHas("domain")).isEqualTo(domain());
            assertThat(organization()
                            .path("organization_fields")
                            .path("billing_status")
                            .asText())
                    .isEqualTo("cancelled");
        });
    }

    @Test
    void aFailedPaymentOpensOneTicketAndThePaymentSolvesIt() {
        // Given
        String in = fresh("in");
        String key = "interline:invoice:" + in;
        send(event("customer.created", customer(cus, name, "a@" + domain())));
        send(event("customer.subscription.created", subscription(sub, cus, "active", "pro")));

        // When
        send(event("invoice.payment_failed", invoice(in, cus, "open")));
        send(event("invoice.payment_failed", invoice(in, cus, "open")));
        eventually()
                .untilAsserted(() -> assertThat(providers.tickets("acme", key)).hasSize(1));
        send(event("invoice.paid", invoice(in, cus, "paid")));

        // Then
        eventually().untilAsserted(() -> assertThat(providers.tickets("acme", key))
                .singleElement()
                .satisfies(ticket -> assertThat(ticket.path("status").asText()).isEqualTo("solved")));
        assertThat(applied("zendesk", "tickets.create", key)).hasSize(1);
    }

    @Test
    void aFailureThatIsHeardOfAfterThePaymentOpensNoTicket() {
        // Given
        String in = fresh("in");
        send(event("customer.created", customer(cus, name, "a@" + domain())));
        send(event("invoice.paid", invoice(in, cus, "paid")));

        // When
        send(event("invoice.payment_failed", invoice(in, cus, "open")));
        send(event("customer.subscription.created", subscription(sub, cus, "active", "pro")));

        // Then
        eventually().untilAsserted(() -> assertThat(companyHas("interline_billing_status"))
                .isEqualTo("active"));
        assertThat(providers.tickets("acme", "interline:invoice:" + in)).isEmpty();
    }

    @Test
    void aDeletedCustomerIsCancelledEverywhere() {
        // Given
        send(event("customer.created", customer(cus, name, "a@" + domain())));
        send(event("customer.subscription.created", subscription(sub, cus, "active", "pro")));
        eventually().untilAsserted(() -> assertThat(companyHas("interline_billing_status"))
                .isEqualTo("active"));

        // When
        send(event("customer.deleted", customer(cus, name, "a@" + domain())));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(companyHas("interline_billing_status")).isEqualTo("cancelled");
            assertThat(organization()
                            .path("organization_fields")
                            .path("billing_status")
                            .asText())
                    .isEqualTo("cancelled");
        });
    }

    @Test
    void companiesOfTheSameNameStayTwoOrganizations() {
        // Given
        String other = fresh("cus");

        // When
        send(event("customer.created", customer(cus, name, "a@one.example")));
        send(event("customer.created", customer(other, name, "a@two.example")));

        // Then
        eventually().untilAsserted(() -> {
            List<JsonNode> companies = providers.companies("acme", name);
            assertThat(companies).hasSize(2);
            assertThat(companies).allSatisfy(company -> assertThat(providers.organization(
                            "acme",
                            company.path("properties")
                                    .path("interline_account_id")
                                    .asText()))
                    .isPresent());
        });
    }

    @Test
    void tenantsDoNotSeeEachOther() {
        // When
        providers.stripeWebhook("globex-stripe", event("customer.created", customer(cus, name, "a@" + domain())));

        // Then
        eventually().untilAsserted(() -> assertThat(providers.companies("globex", name))
                .hasSize(1));
        assertThat(providers.companies("acme", name)).isEmpty();
    }

    private void send(String event) {
        assertThat(providers.stripeWebhook("acme-stripe", event).status()).isEqualTo(200);
    }

    private String domain() {
        return name.toLowerCase(Locale.ROOT).replace('_', '-') + ".example";
    }

    private String companyHas(String property) {
        return providers.company("acme", name, property).orElse("no company yet");
    }

    private JsonNode organization() {
        return providers
                .organization("acme", companyHas("interline_account_id"))
                .orElseThrow(() -> new AssertionError("no organization yet"));
    }

    private List<JsonNode> applied(String provider, String operation, String externalId) {
        return providers.ledger(provider).stream()
                .filter(row -> row.path("operation").asText().equals(operation)
                        && row.path("externalId").asText().equals(externalId)
                        && row.path("outcome").asText().equals("applied"))
                .toList();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }
}
