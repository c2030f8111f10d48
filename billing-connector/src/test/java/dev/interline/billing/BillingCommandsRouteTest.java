package dev.interline.billing;

import static dev.interline.billing.BillingRoutesUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.billing.BillingCommand;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for commands of every kind. */
class BillingCommandsRouteTest {

    private final BillingRoutesUnderTest routes = new BillingRoutesUnderTest();

    @AfterEach
    void stopRoutes() {
        routes.close();
    }

    @Test
    void everyWriteIsDoneOnceThoughItsAnswerIsLost() {
        // Given
        ExternalRef customer = routes.newCustomer();
        ExternalRef subscription = routes.newSubscription("pm_card_visa", 1);
        ExternalRef voided = routes.newOpenInvoice();
        ExternalRef writtenOff = routes.newOpenInvoice();
        Map<String, Supplier<BillingCommand>> byPath = Map.of(
                "/customers/" + customer.id(),
                () -> new BillingCommand.LabelAccount(customer, Map.of("a", "b")),
                "/subscriptions/" + subscription.id(),
                () -> new BillingCommand.LabelSubscription(subscription, Map.of("a", "b")),
                "/void",
                () -> new BillingCommand.VoidInvoice(voided),
                "/mark_uncollectible",
                () -> new BillingCommand.WriteOffInvoice(writtenOff),
                "/meter_events",
                () -> usage("use-1"));
        byPath.forEach((path, command) -> {
            stripe().anotherCommand();
            stripe().loseTheNextAnswerOf(path);

            // When
            assertThatThrownBy(() -> routes.carryOut(command.get()))
                    .as(path)
                    .hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
            routes.carryOut(command.get());
        });

        // Then
        assertThat(Stream.of(
                                "customers.update",
                                "subscriptions.update",
                                "invoices.void",
                                "invoices.mark_uncollectible",
                                "billing.meter_events.create")
                        .map(stripe()::effectsOf))
                .containsOnly(1L);
    }

    @Test
    void everyToleratedFailureAndEveryOperationIsOneThatExists() {
        assertThat(stripe().operations())
                .containsExactlyInAnyOrderElementsOf(new StripeGateway()
                        .operations().stream()
                                .map(operation -> operation.name())
                                // Lists and what is sold are read by the sync and the system API, not by routes.
                                .filter(operation -> !operation.startsWith("list-")
                                        && !Set.of(
                                                        "read-payment",
                                                        "read-refund",
                                                        "read-dispute",
                                                        "read-price",
                                                        "read-product")
                                                .contains(operation))
                                // Webhook endpoints are looked after, and hearts beat, outside of routes.
                                .filter(operation -> !operation.contains("webhook") && !operation.contains("heartbeat"))
                                .toList());
        assertThat(stripe().tolerated()).containsExactlyInAnyOrder(StripeFailures.NOT_FOUND, StripeFailures.DONE);
    }

    private static BillingCommand usage(String key) {
        return new BillingCommand.ReportUsage(
                ref("cus_1"), "tokens", new BigDecimal("25"), Instant.now().truncatedTo(ChronoUnit.DAYS), key);
    }

    private SandboxedStripe stripe() {
        return routes.stripe();
    }
}
