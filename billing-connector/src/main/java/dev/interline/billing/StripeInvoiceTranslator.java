package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.Invoice;
import dev.interline.canonical.billing.InvoiceForecast;
import dev.interline.canonical.billing.InvoicePayment;
import dev.interline.canonical.billing.InvoiceStatus;
import dev.interline.sdk.CanonicalText;
import org.jspecify.annotations.Nullable;

/**
 * A Stripe invoice of any API version. Since 2025-03-31 (basil) its subscription stands under
 * {@code parent.subscription_details}; a manual invoice has none.
 */
final class StripeInvoiceTranslator {

    private StripeInvoiceTranslator() {}

    /** @throws UnreadableStripeObject if id, customer or currency are missing */
    static Invoice translate(JsonNode invoice, SourceVersion version) {
        return new Invoice(
                StripeFields.requireRef(invoice, "invoice.id"),
                account(invoice),
                subscription(invoice),
                StripeFields.text(invoice.path("number"))
                        .map(number -> CanonicalText.clean(number, 100))
                        .orElse(null),
                amount(invoice, "amount_due"),
                amount(invoice, "amount_paid"),
                amount(invoice, "amount_remaining"),
                Math.max(0, invoice.path("attempt_count").asInt(0)),
                StripeFields.time(invoice.path("next_payment_attempt")),
                version,
                status(invoice),
                StripeFields.time(invoice.path("due_date")));
    }

    /**
     * What {@code invoice.upcoming} shows: it has no id, or since 2025 one that names nothing.
     *
     * @throws UnreadableStripeObject if customer or currency are missing
     */
    static InvoiceForecast forecast(JsonNode invoice, SourceVersion version) {
        return new InvoiceForecast(
                account(invoice),
                subscription(invoice),
                amount(invoice, "amount_due"),
                StripeFields.time(invoice.path("next_payment_attempt")),
                version);
    }

    /**
     * Since 2025-03-31 (basil) only this ties a payment to its invoice
     * (<a href="https://docs.stripe.com/api/invoice-payment/object">invoice payment</a>).
     *
     * @throws UnreadableStripeObject if id, invoice or currency are missing
     */
    static InvoicePayment payment(JsonNode applied, SourceVersion version) {
        JsonNode by = applied.path("payment");
        return new InvoicePayment(
                StripeFields.requireRef(applied, "invoice_payment.id"),
                StripeFields.requireRef(applied.path("invoice"), "invoice_payment.invoice"),
                StripeFields.ref(by.path("payment_intent")),
                StripeFields.ref(by.path("charge")),
                StripeMoney.orZero(
                        applied.path("amount_paid"), applied.path("currency"), "invoice_payment.amount_paid"),
                version);
    }

    private static ExternalRef account(JsonNode invoice) {
        return StripeFields.requireRef(invoice.path("customer"), "invoice.customer");
    }

    private static @Nullable ExternalRef subscription(JsonNode invoice) {
        ExternalRef inParent = StripeFields.ref(
                invoice.path("parent").path("subscription_details").path("subscription"));
        return inParent == null ? StripeFields.ref(invoice.path("subscription")) : inParent;
    }

    /** Before 2018-11-08 an invoice had flags instead of a status. */
    private static InvoiceStatus status(JsonNode invoice) {
        return switch (invoice.path("status").asText("")) {
            case "draft" -> InvoiceStatus.DRAFT;
            case "open" -> InvoiceStatus.OPEN;
            case "paid" -> InvoiceStatus.PAID;
            case "void" -> InvoiceStatus.VOID;
            case "uncollectible" -> InvoiceStatus.UNCOLLECTIBLE;
            default -> invoice.path("paid").asBoolean(false) ? InvoiceStatus.PAID : InvoiceStatus.UNKNOWN;
        };
    }

    private static Money amount(JsonNode invoice, String field) {
        return StripeMoney.orZero(invoice.path(field), invoice.path("currency"), "invoice." + field);
    }
}
