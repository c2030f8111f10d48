package dev.interline.billing;

import static dev.interline.billing.BillingRoutesUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.RefundReason;
import dev.interline.durable.lane.CommandOutcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Money goes back and usage is counted, once per key. */
class RefundAndUsageCommandsRouteTest {

    private final BillingRoutesUnderTest routes = new BillingRoutesUnderTest();

    @AfterEach
    void stopRoutes() {
        routes.close();
    }

    @Test
    void aRefundIsMadeOncePerKeyAlsoUnderAnotherCommandAndAfterALostAnswer() {
        // Given
        ExternalRef charge = ref("ch_" + routes.newPaidInvoice().id().substring(3));
        var refund = new BillingCommand.RefundPayment(
                charge, new Money(new BigDecimal("12.50"), "EUR"), RefundReason.REQUESTED_BY_CUSTOMER, "goodwill-1");
        stripe().loseTheNextAnswerOf("/refunds");

        // When
        assertThatThrownBy(() -> routes.carryOut(refund)).hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
        CommandOutcome again = routes.carryOut(refund);
        routes.repeatAsAnotherCommand(refund);

        // Then
        assertThat(again.ref()).isNotNull();
        assertThat(stripe().effectsOf("refunds.create")).isEqualTo(1);
        assertThat(stripe().byHand("charges/" + charge.id(), "")
                        .path("amount_refunded")
                        .asLong())
                .isEqualTo(1250);
        assertThat(stripe().calls()).containsExactly("find-refund");
        for (String amount : List.of("12.51", "12.5")) {
            Money money = new Money(new BigDecimal(amount), amount.equals("12.5") ? "USD" : "EUR");
            assertThatThrownBy(() -> routes.repeatAsAnotherCommand(new BillingCommand.RefundPayment(
                            charge, money, RefundReason.REQUESTED_BY_CUSTOMER, "goodwill-1")))
                    .as("another refund under its key")
                    .hasRootCauseMessage(
                            "BILLING-2432 REJECTED: the command's key was used for another request before");
        }
    }

    @Test
    void aRefundInAnotherCurrencyThanTheChargeIsRefusedBeforeItIsSent() {
        // Given
        ExternalRef payment = ref("pi_" + routes.newPaidInvoice().id().substring(3));

        // Then
        for (String amount : List.of("12.50 USD", "0.001 EUR", "-1 EUR")) {
            Money money = new Money(new BigDecimal(amount.split(" ", 2)[0]), amount.split(" ", 2)[1]);
            assertThatThrownBy(() -> routes.carryOut(new BillingCommand.RefundPayment(payment, money, null, "k")))
                    .rootCause()
                    .hasMessageStartingWith("BILLING-2433 REJECTED: ");
        }
        assertThatThrownBy(() -> routes.carryOut(new BillingCommand.RefundPayment(ref("cus_1"), null, null, "k")))
                .hasRootCauseMessage("BILLING-2433 REJECTED: only charges and payments can be refunded");
        assertThat(stripe().effectsOf("refunds.create")).isZero();
    }

    @Test
    void usageIsCountedOncePerKeyAlsoUnderAnotherCommand() {
        // When
        CommandOutcome outcome = routes.carryOut(usage("use-1"));
        routes.repeatAsAnotherCommand(usage("use-1"));

        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ref("cus_1")));
        assertThat(stripe().effectsOf("billing.meter_events.create")).isEqualTo(1);
        assertThatThrownBy(() -> {
                    stripe().anotherCommand();
                    routes.carryOut(new BillingCommand.ReportUsage(
                            ref("cus_1"), "tokens", BigDecimal.ONE, Instant.EPOCH, "use-2"));
                })
                .hasRootCauseMessage("BILLING-2400 REJECTED: report-usage was answered 400: timestamp_too_far_in_past");
    }

    private static BillingCommand usage(String key) {
        return new BillingCommand.ReportUsage(
                ref("cus_1"), "tokens", new BigDecimal("25"), Instant.now().truncatedTo(ChronoUnit.DAYS), key);
    }

    private SandboxedStripe stripe() {
        return routes.stripe();
    }
}
