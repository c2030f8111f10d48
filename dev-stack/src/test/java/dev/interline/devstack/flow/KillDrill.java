package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.customer;
import static dev.interline.devstack.flow.StripeEvents.event;
import static dev.interline.devstack.flow.StripeEvents.fresh;
import static dev.interline.devstack.flow.StripeEvents.invoice;
import static dev.interline.devstack.flow.StripeEvents.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service dies in the middle of a burst; what was accepted has its effect, once. Judged by the sandbox's ledger. */
class KillDrill {

    private static final int COMPANIES = 50;

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);

    private record Company(String cus, String name, String invoice) {
        String ticketKey() {
            return "interline:invoice:" + invoice;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing-connector", "routing-core", "crm-connector", "support-connector"})
    void everythingAcceptedHasItsEffectExactlyOnce(String victim) {
        // Given
        List<Company> companies = new ArrayList<>();
        for (int i = 0; i < COMPANIES; i++) {
            companies.add(new Company(fresh("cus"), fresh("Burst"), fresh("in")));
        }
        AtomicInteger accepted = new AtomicInteger();

        // When
        try (ExecutorService senders = Executors.newFixedThreadPool(8)) {
            List<CompletableFuture<Void>> sending = companies.stream()
                    .map(company -> CompletableFuture.runAsync(() -> sendAll(company, accepted), senders))
                    .toList();
            await().atMost(Duration.ofSeconds(30)).until(() -> accepted.get() > 60);
            stack.kill(victim);
            stack.restart(victim);
            sending.forEach(CompletableFuture::join);
        }

        // Then
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    for (Company company : companies) {
                        assertThat(providers.company("acme", company.name(), "interline_billing_status"))
                                .hasValue("active");
                        assertThat(providers.tickets("acme", company.ticketKey()))
                                .singleElement()
                                .satisfies(ticket -> assertThat(
                                                ticket.path("status").asText())
                                        .isEqualTo("solved"));
                    }
                });
        assertThat(accepted).hasValue(COMPANIES * 4);
        Map<String, Long> ticketsMade = providers.ledger("zendesk").stream()
                .filter(row -> row.path("operation").asText().equals("tickets.create")
                        && row.path("outcome").asText().equals("applied"))
                .collect(Collectors.groupingBy(row -> row.path("externalId").asText(), Collectors.counting()));
        for (Company company : companies) {
            assertThat(ticketsMade.get(company.ticketKey())).isEqualTo(1);
        }
        assertThat(companiesPerAccount())
                .allSatisfy((account, ids) -> assertThat(ids).hasSize(1));
    }

    /** As Stripe does: what was not answered 2xx is sent again, the same event. */
    private void sendAll(Company company, AtomicInteger accepted) {
        List<String> events = List.of(
                event("customer.created", customer(company.cus(), company.name(), "a@burst.example")),
                event("customer.subscription.created", subscription(fresh("sub"), company.cus(), "active", "pro")),
                event("invoice.payment_failed", invoice(company.invoice(), company.cus(), "open")),
                event("invoice.paid", invoice(company.invoice(), company.cus(), "paid")));
        for (String event : events) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .pollDelay(Duration.ZERO)
                    .until(() -> {
                        try {
                            return providers.stripeWebhook("acme-stripe", event).status() == 200;
                        } catch (UncheckedIOException down) {
                            return false;
                        }
                    });
            accepted.incrementAndGet();
        }
    }

    private Map<String, List<String>> companiesPerAccount() {
        return providers.ledger("hubspot").stream()
                .filter(row -> row.path("operation").asText().equals("companies.upsert")
                        && row.path("outcome").asText().equals("applied"))
                .collect(Collectors.groupingBy(
                        (JsonNode row) -> row.path("externalId").asText(),
                        Collectors.collectingAndThen(
                                Collectors.mapping(row -> row.path("entity").asText(), Collectors.toSet()),
                                ids -> List.copyOf(ids))));
    }
}
