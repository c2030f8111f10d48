package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.billing.BillingCommand;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invoices are voided, written off and paid, each once. */
class InvoiceCommandsRouteTest {

    private final BillingRoutesUnderTest routes = new BillingRoutesUnderTest();

    @AfterEach
    void stopRoutes() {
        routes.close();
    }

    @Test
    void anInvoiceIsVoidedWrittenOffAndPaidEachOnce() {
        // Given
        ExternalRef voided = routes.newOpenInvoice();
        ExternalRef writtenOff = routes.newOpenInvoice();
        ExternalRef paid = routes.newOpenInvoice();
        stripe().byHand(
                        "invoices/" + paid.id(),
                        "default_payment_method=pm_card_visa"); // until then the card is declined

        // When
        for (BillingCommand command : List.of(
                new BillingCommand.VoidInvoice(voided),
                new BillingCommand.WriteOffInvoice(writtenOff),
                new BillingCommand.PayInvoice(paid))) {
            routes.repeatAsAnotherCommand(command);
            routes.repeatAsAnotherCommand(command);
        }

        // Then
        assertThat(Stream.of(voided, writtenOff, paid)
                        .map(invoice -> routes.invoice(invoice).path("status").asText()))
                .containsExactly("void", "uncollectible", "paid");
        assertThat(Stream.of("invoices.void", "invoices.mark_uncollectible", "invoices.pay")
                        .map(stripe()::effectsOf))
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void whatAnInvoicesStateDoesNotAllowIsRefusedWithStripesWord() {
        // Given
        ExternalRef paid = routes.newPaidInvoice();

        // Then
        assertThatThrownBy(() -> routes.carryOut(new BillingCommand.VoidInvoice(paid)))
                .hasRootCauseMessage("BILLING-2400 REJECTED: void-invoice was answered 400: invoice_not_editable");
        ExternalRef declined = routes.newOpenInvoice();
        assertThatThrownBy(() -> routes.carryOut(new BillingCommand.PayInvoice(declined)))
                .hasRootCauseMessage("BILLING-2402 REJECTED: pay-invoice was answered 402: card_declined");
    }

    private SandboxedStripe stripe() {
        return routes.stripe();
    }
}
