package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.Checkout;
import dev.interline.canonical.billing.CheckoutMode;
import dev.interline.canonical.billing.CheckoutPayment;
import dev.interline.canonical.billing.PaymentMethod;
import org.jspecify.annotations.Nullable;

/** Checkout sessions and payment methods: what is known of how somebody pays, without numbers and names. */
final class StripeCheckoutTranslator {

    private StripeCheckoutTranslator() {}

    /** @throws UnreadableStripeObject if it has no id */
    static Checkout checkout(JsonNode session, SourceVersion version) {
        return new Checkout(
                StripeFields.requireRef(session, "checkout.session.id"),
                StripeFields.ref(session.path("customer")),
                switch (session.path("mode").asText("")) {
                    case "payment" -> CheckoutMode.PAYMENT;
                    case "subscription" -> CheckoutMode.SUBSCRIPTION;
                    case "setup" -> CheckoutMode.SETUP;
                    default -> CheckoutMode.UNKNOWN;
                },
                switch (session.path("payment_status").asText("")) {
                    case "paid" -> CheckoutPayment.PAID;
                    case "unpaid" -> CheckoutPayment.UNPAID;
                    case "no_payment_required" -> CheckoutPayment.NOT_REQUIRED;
                    default -> CheckoutPayment.UNKNOWN;
                },
                total(session),
                StripeFields.ref(session.path("subscription")),
                StripeFields.ref(session.path("invoice")),
                StripeFields.ref(session.path("payment_intent")),
                version);
    }

    /** A session in mode {@code setup} sells nothing. */
    private static @Nullable Money total(JsonNode session) {
        JsonNode total = session.path("amount_total");
        return total.isMissingNode() || total.isNull()
                ? null
                : StripeMoney.of(total, session.path("currency"), "checkout.session.amount_total");
    }

    /** @throws UnreadableStripeObject if it has no id */
    static PaymentMethod method(JsonNode method, @Nullable ExternalRef account, SourceVersion version) {
        return new PaymentMethod(
                StripeFields.requireRef(method, "payment_method.id"),
                account,
                StripeFields.word(method.path("type")).orElse("unknown"),
                expires(method.path("card")),
                version);
    }

    private static @Nullable String expires(JsonNode card) {
        int year = card.path("exp_year").asInt(0);
        int month = card.path("exp_month").asInt(0);
        return year >= 1000 && year <= 9999 && month >= 1 && month <= 12 ? "%04d-%02d".formatted(year, month) : null;
    }
}
