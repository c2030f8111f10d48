package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.util.Optional;
import java.util.Set;

/** The money of paid invoices: one charge and one payment intent each, and the refunds of them. */
final class StripePayments {
    private static final Set<String> REFUND =
            Set.of("charge", "payment_intent", "amount", "reason", "metadata", "refund_application_fee");
    private static final Set<String> REASONS = Set.of("duplicate", "fraudulent", "requested_by_customer");

    /** The charge of an invoice; its id follows from the invoice's. */
    static String chargeOf(ObjectNode invoice) {
        return "ch_" + invoice.path("id").asText().substring(3);
    }

    private static String intentOf(ObjectNode invoice) {
        return "pi_" + invoice.path("id").asText().substring(3);
    }

    /** The customer's bank has paid an invoice. */
    void collected(StripeCall call, ObjectNode invoice) {
        String id = chargeOf(invoice);
        long amount = invoice.path("amount_paid").asLong();
        ObjectNode intent = Json.object()
                .put("id", intentOf(invoice))
                .put("object", "payment_intent")
                .put("amount", amount)
                .put("amount_capturable", 0)
                .put("amount_received", amount)
                .put("created", call.now())
                .put("currency", invoice.path("currency").asText())
                .put("customer", invoice.path("customer").asText())
                .put("latest_charge", id)
                .putNull("last_payment_error")
                .put("livemode", false)
                .put("status", "succeeded");
        intent.set("metadata", Json.object());
        ObjectNode charge = Json.object()
                .put("id", id)
                .put("object", "charge")
                .put("amount", amount)
                .put("amount_captured", amount)
                .put("amount_refunded", 0)
                .put("captured", true)
                .put("created", call.now())
                .put("currency", invoice.path("currency").asText())
                .put("customer", invoice.path("customer").asText())
                .put("disputed", false)
                .putNull("failure_code")
                .putNull("failure_message")
                .put("livemode", false)
                .put("paid", true)
                .put("payment_intent", intentOf(invoice))
                .put("refunded", false)
                .put("status", "succeeded");
        charge.set("metadata", Json.object());
        call.books().charges().put(id, charge);
        call.books().paymentIntents().put(intentOf(invoice), intent);
        call.events().emit("charge.succeeded", charge);
        call.events().emit("payment_intent.succeeded", intent);
        call.events().emit("invoice_payment.paid", applied(call, invoice));
    }

    private static ObjectNode applied(StripeCall call, ObjectNode invoice) {
        ObjectNode applied = Json.object()
                .put("id", "inpay_" + invoice.path("id").asText().substring(3))
                .put("object", "invoice_payment")
                .put("amount_paid", invoice.path("amount_paid").asLong())
                .put("amount_requested", invoice.path("amount_due").asLong())
                .put("created", call.now())
                .put("currency", invoice.path("currency").asText())
                .put("invoice", invoice.path("id").asText())
                .put("is_default", true)
                .put("livemode", false)
                .put("status", "paid");
        applied.putObject("payment").put("payment_intent", intentOf(invoice)).put("type", "payment_intent");
        return applied;
    }

    Answer retrieveCharge(StripeCall call) {
        return call.shown(
                call.books().charges().find(call.id()).orElseThrow(() -> StripeErrors.noSuch("charge", call.id())));
    }

    Answer listCharges(StripeCall call) {
        call.params().allow(StripeCustomers.union(StripeLists.PAGING, "customer", "payment_intent"));
        return StripeLists.page(
                call, call.books().charges(), "customer", StripeLists.having(call.params(), "payment_intent"));
    }

    Answer retrieveIntent(StripeCall call) {
        return call.shown(call.books()
                .paymentIntents()
                .find(call.id())
                .orElseThrow(() -> StripeErrors.noSuch("payment_intent", call.id())));
    }

    Answer listIntents(StripeCall call) {
        call.params().allow(StripeCustomers.union(StripeLists.PAGING, "customer"));
        return StripeLists.page(call, call.books().paymentIntents(), "customer", row -> true);
    }

    Answer refund(StripeCall call) {
        StripeParams params = call.params().allow(REFUND);
        ObjectNode charge = charge(call, params);
        long left =
                charge.path("amount").asLong() - charge.path("amount_refunded").asLong();
        String chargeId = charge.path("id").asText();
        StripeDisputes.refuseRefund(call.books(), chargeId);
        if (left <= 0) {
            throw StripeErrors.invalid(
                    "charge_already_refunded", "Charge " + chargeId + " has already been refunded.", null);
        }
        long amount = params.integer("amount").orElse(left);
        if (amount <= 0) {
            throw StripeErrors.invalid("parameter_invalid_integer", "Invalid positive integer", "amount");
        }
        if (amount > left) {
            throw StripeErrors.invalid(
                    null,
                    "Refund amount (" + amount + ") is greater than unrefunded amount on charge (" + left + ")",
                    "amount");
        }
        ObjectNode refund = Json.object()
                .put("id", call.books().ids().longId("re_"))
                .put("object", "refund")
                .put("amount", amount)
                .put("charge", chargeId)
                .put("created", call.now())
                .put("currency", charge.path("currency").asText())
                .put("payment_intent", charge.path("payment_intent").asText())
                .put("reason", params.oneOf("reason", REASONS).orElse(null))
                .put("status", "succeeded");
        refund.set("metadata", Json.object());
        params.copyMetadata(refund);
        ObjectNode before = charge.deepCopy();
        charge.put("amount_refunded", charge.path("amount_refunded").asLong() + amount)
                .put("refunded", amount == left);
        call.books().charges().put(chargeId, charge);
        call.books().refunds().put(refund.path("id").asText(), refund);
        call.events().emit("refund.created", refund);
        call.events().updated("charge.refunded", before, charge);
        return call.applied(refund);
    }

    private static ObjectNode charge(StripeCall call, StripeParams params) {
        Optional<String> intent = params.text("payment_intent");
        if (intent.isEmpty()) {
            String id = params.required("charge");
            return call.books()
                    .charges()
                    .find(id)
                    .orElseThrow(() -> StripeErrors.noSuchReference("charge", id, "charge"));
        }
        return call.books()
                .paymentIntents()
                .find(intent.get())
                .flatMap(found ->
                        call.books().charges().find(found.path("latest_charge").asText()))
                .orElseThrow(() -> StripeErrors.noSuchReference("payment_intent", intent.get(), "payment_intent"));
    }

    Answer retrieveRefund(StripeCall call) {
        return call.shown(
                call.books().refunds().find(call.id()).orElseThrow(() -> StripeErrors.noSuch("refund", call.id())));
    }

    Answer listRefunds(StripeCall call) {
        call.params().allow(StripeCustomers.union(StripeLists.PAGING, "charge", "payment_intent"));
        boolean byIntent = call.params().text("payment_intent").isPresent();
        return StripeLists.page(
                call,
                call.books().refunds(),
                byIntent ? "payment_intent" : "charge",
                StripeLists.having(call.params(), "charge"));
    }
}
