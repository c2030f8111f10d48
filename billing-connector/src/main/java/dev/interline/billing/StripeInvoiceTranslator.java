package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.Invoice;
import dev.interline.sdk.CanonicalText;
import java.util.Optional;

/**
 * A Stripe invoice of any API version. Since 2025-03-31 (basil) its subscription stands under
 * {@code parent.subscription_details}; a manual invoice has none.
 */
final class StripeInvoiceTranslator {

    private StripeInvoiceTranslator() {}

    /** @throws UnreadableStripeObject if id, customer or currency are missing */
    static Invoice translate(JsonNode invoice, SourceVersion version) {
        return new Invoice(
                ref(StripeFields.requireId(invoice, "invoice.id")),
                ref(StripeFields.requireId(invoice.path("customer"), "invoice.customer")),
                subscription(invoice).map(StripeInvoiceTranslator::ref).orElse(null),
                StripeFields.text(invoice.path("number"))
                        .map(number -> CanonicalText.clean(number, 100))
                        .orElse(null),
                amount(invoice, "amount_due"),
                amount(invoice, "amount_paid"),
                amount(invoice, "amount_remaining"),
                Math.max(0, invoice.path("attempt_count").asInt(0)),
                StripeFields.time(invoice.path("next_payment_attempt")),
                version);
    }

    private static Optional<String> subscription(JsonNode invoice) {
        return StripeFields.id(
                        invoice.path("parent").path("subscription_details").path("subscription"))
                .or(() -> StripeFields.id(invoice.path("subscription")));
    }

    private static Money amount(JsonNode invoice, String field) {
        JsonNode amount = invoice.path(field);
        return StripeMoney.of(
                amount.isMissingNode() || amount.isNull()
                        ? com.fasterxml.jackson.databind.node.IntNode.valueOf(0)
                        : amount,
                invoice.path("currency"),
                "invoice." + field);
    }

    private static ExternalRef ref(String id) {
        return new ExternalRef(BusinessSystem.BILLING, id);
    }
}
