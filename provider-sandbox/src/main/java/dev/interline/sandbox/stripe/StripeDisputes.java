package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.control.ControlPlane;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.time.Duration;
import java.util.Set;

/** What payers' banks ask back: one dispute a charge, made by the bank and never by the API. */
final class StripeDisputes {
    private static final Set<String> REASONS = Set.of(
            "bank_cannot_process",
            "check_returned",
            "credit_not_processed",
            "customer_initiated",
            "debit_not_authorized",
            "duplicate",
            "fraudulent",
            "general",
            "incorrect_account_details",
            "insufficient_funds",
            "noncompliant",
            "product_not_received",
            "product_unacceptable",
            "subscription_canceled",
            "unrecognized");

    /** What a merchant usually has to answer; the card network decides. */
    private static final Duration TIME_TO_RESPOND = Duration.ofDays(9);

    /**
     * The payer's bank takes a charge back, or only asks about it: {@code {"reason": "fraudulent", "inquiry": true}}.
     *
     * @throws Refusal for a charge that was not paid or is disputed already
     */
    ObjectNode opened(StripeCall call, JsonNode body) {
        ObjectNode charge =
                call.books().charges().find(call.id()).orElseThrow(() -> StripeErrors.noSuch("charge", call.id()));
        String reason = body.path("reason").asText("fraudulent");
        if (!REASONS.contains(reason)) {
            throw new IllegalArgumentException("there is no reason '" + reason + "'");
        }
        if (charge.path("disputed").asBoolean() || !charge.path("paid").asBoolean()) {
            throw new Refusal(
                    "state",
                    ControlPlane.problem(409, "Conflict", "only a paid charge is disputed, and only one time"));
        }
        boolean inquiry = body.path("inquiry").asBoolean(false);
        ObjectNode dispute = Json.object()
                .put("id", call.books().ids().longId("du_"))
                .put("object", "dispute")
                .put("amount", charge.path("amount").asLong());
        dispute.putArray("balance_transactions");
        dispute.put("charge", call.id())
                .put("created", call.now())
                .put("currency", charge.path("currency").asText());
        dispute.putArray("enhanced_eligibility_types");
        dispute.putObject("evidence").putNull("customer_communication").putNull("uncategorized_text");
        dispute.putObject("evidence_details")
                .put("due_by", call.now() + TIME_TO_RESPOND.toSeconds())
                .put("has_evidence", false)
                .put("past_due", false)
                .put("submission_count", 0);
        dispute.put("is_charge_refundable", inquiry).put("livemode", false);
        dispute.putObject("metadata");
        dispute.put("payment_intent", charge.path("payment_intent").asText())
                .put("reason", reason)
                .put("status", inquiry ? "warning_needs_response" : "needs_response");
        call.books().disputes().put(dispute.path("id").asText(), dispute);
        call.books().charges().put(call.id(), charge.put("disputed", true));
        call.events().emit("charge.dispute.created", dispute);
        if (!inquiry) {
            call.events().emit("charge.dispute.funds_withdrawn", dispute);
        }
        return dispute;
    }

    /** Money that the bank has taken back already is not given back a second time. */
    static void refuseRefund(StripeBooks books, String charge) {
        if (books.disputes().ascendingBy("charge", charge).anyMatch(dispute -> !dispute.path("is_charge_refundable")
                .asBoolean())) {
            throw StripeErrors.invalid("charge_disputed", "Charge " + charge + " has been charged back.", null);
        }
    }

    Answer retrieve(StripeCall call) {
        return call.shown(
                call.books().disputes().find(call.id()).orElseThrow(() -> StripeErrors.noSuch("dispute", call.id())));
    }

    Answer list(StripeCall call) {
        call.params().allow(StripeCustomers.union(StripeLists.PAGING, "charge", "payment_intent"));
        boolean byIntent = call.params().text("payment_intent").isPresent();
        return StripeLists.page(
                call,
                call.books().disputes(),
                byIntent ? "payment_intent" : "charge",
                StripeLists.having(call.params(), "charge"));
    }
}
