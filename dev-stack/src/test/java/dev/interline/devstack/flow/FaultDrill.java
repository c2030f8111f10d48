package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.customer;
import static dev.interline.devstack.flow.StripeEvents.event;
import static dev.interline.devstack.flow.StripeEvents.fresh;
import static dev.interline.devstack.flow.StripeEvents.invoice;
import static dev.interline.devstack.flow.StripeEvents.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers fail in every way they know; each effect still happens, and once. */
class FaultDrill {

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);

    @AfterEach
    void mend() {
        providers.send(HttpRequest.newBuilder(URI.create(stack.sandboxUrl() + "/_sandbox/faults"))
                .DELETE()
                .build());
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"kind\":\"status\",\"status\":500,\"times\":2,\"method\":\"POST\"}'",
        "'{\"kind\":\"throttle\",\"retryAfterSeconds\":1,\"times\":2,\"method\":\"POST\"}'",
        "'{\"kind\":\"reset-before-effect\",\"times\":2,\"method\":\"POST\"}'",
        "'{\"kind\":\"effect-then-reset\",\"times\":2,\"method\":\"POST\"}'",
        "'{\"kind\":\"garbage-body\",\"times\":2,\"method\":\"POST\"}'",
        "'{\"kind\":\"empty-body\",\"times\":2,\"method\":\"POST\"}'"
    })
    void everyEffectHappensOnceWhateverTheProviderAnswers(String fault) {
        // Given
        String cus = fresh("cus");
        String name = fresh("Faulty");
        String in = fresh("in");
        String key = "interline:invoice:" + in;
        assertThat(providers
                        .post(
                                stack.sandboxUrl() + "/_sandbox/faults",
                                fault.replaceFirst(
                                        "\\{",
                                        "{\"provider\":\"zendesk\",\"account\":\"acme\",\"pathPattern\":\".*/tickets.*\","),
                                "Content-Type",
                                "application/json")
                        .status())
                .isBetween(200, 299);
        assertThat(providers
                        .post(
                                stack.sandboxUrl() + "/_sandbox/faults",
                                fault.replaceFirst(
                                        "\\{",
                                        "{\"provider\":\"hubspot\",\"account\":\"62515001\",\"pathPattern\":\".*/batch/upsert.*\","),
                                "Content-Type",
                                "application/json")
                        .status())
                .isBetween(200, 299);

        // When
        providers.stripeWebhook("acme-stripe", event("customer.created", customer(cus, name, "a@faulty.example")));
        providers.stripeWebhook(
                "acme-stripe",
                event("customer.subscription.created", subscription(fresh("sub"), cus, "active", "pro")));
        providers.stripeWebhook("acme-stripe", event("invoice.payment_failed", invoice(in, cus, "open")));

        // Then
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    assertThat(providers.company("acme", name, "interline_billing_status"))
                            .hasValue("active");
                    assertThat(providers.tickets("acme", key)).hasSize(1);
                });
        assertThat(providers.ledger("zendesk").stream()
                        .filter(row -> row.path("operation").asText().equals("tickets.create")
                                && row.path("externalId").asText().equals(key)
                                && row.path("outcome").asText().equals("applied")))
                .hasSize(1);
        assertThat(providers.companies("acme", name)).hasSize(1);
    }
}
