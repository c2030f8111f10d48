package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.Charge;
import dev.interline.canonical.billing.ChargeStatus;
import dev.interline.canonical.billing.Dispute;
import dev.interline.canonical.billing.DisputeStatus;
import dev.interline.canonical.billing.Payment;
import dev.interline.canonical.billing.PaymentStatus;
import dev.interline.canonical.billing.Refund;
import dev.interline.canonical.billing.RefundStatus;

/**
 * Charges, payment intents, refunds and disputes of any API version. Since 2025-03-31 (basil) neither charge nor payment
 * intent names its invoice any more; the invoice's payments do.
 */
final class StripePaymentTranslator {

    private StripePaymentTranslator() {}

    /** @throws UnreadableStripeObject if id, amount or currency are missing */
    static Charge charge(JsonNode charge, SourceVersion version) {
        return new Charge(
                StripeFields.requireRef(charge, "charge.id"),
                StripeFields.ref(charge.path("customer")),
                StripeFields.ref(charge.path("invoice")),
                StripeFields.ref(charge.path("payment_intent")),
                chargeStatus(charge),
                StripeMoney.of(charge.path("amount"), charge.path("currency"), "charge.amount"),
                StripeMoney.orZero(charge.path("amount_refunded"), charge.path("currency"), "charge.amount_refunded"),
                charge.path("disputed").asBoolean(false) || StripeFields.ref(charge.path("dispute")) != null,
                StripeFields.word(charge.path("failure_code"))
                        .or(() -> StripeFields.word(charge.path("outcome").path("reason")))
                        .orElse(null),
                version);
    }

    /** Before 2014 a charge was only paid or not, and then failed. */
    private static ChargeStatus chargeStatus(JsonNode charge) {
        return switch (charge.path("status").asText("")) {
            case "succeeded", "paid" -> ChargeStatus.SUCCEEDED;
            case "pending" -> ChargeStatus.PENDING;
            case "failed" -> ChargeStatus.FAILED;
            default -> ChargeStatus.UNKNOWN;
        };
    }

    /** @throws UnreadableStripeObject if id, amount or currency are missing */
    static Payment payment(JsonNode intent, SourceVersion version) {
        JsonNode error = intent.path("last_payment_error");
        return new Payment(
                StripeFields.requireRef(intent, "payment_intent.id"),
                StripeFields.ref(intent.path("customer")),
                StripeFields.ref(intent.path("invoice")),
                paymentStatus(intent.path("status").asText("")),
                StripeMoney.of(intent.path("amount"), intent.path("currency"), "payment_intent.amount"),
                StripeMoney.orZero(
                        intent.path("amount_received"), intent.path("currency"), "payment_intent.amount_received"),
                StripeFields.word(error.path("decline_code"))
                        .or(() -> StripeFields.word(error.path("code")))
                        .orElse(null),
                version);
    }

    /** Before 2019-02-11 the first and third were called {@code requires_source} and {@code requires_source_action}. */
    private static PaymentStatus paymentStatus(String status) {
        return switch (status) {
            case "requires_payment_method", "requires_source" -> PaymentStatus.AWAITING_METHOD;
            case "requires_confirmation" -> PaymentStatus.AWAITING_CONFIRMATION;
            case "requires_action", "requires_source_action" -> PaymentStatus.AWAITING_ACTION;
            case "requires_capture" -> PaymentStatus.AWAITING_CAPTURE;
            case "processing" -> PaymentStatus.PROCESSING;
            case "succeeded" -> PaymentStatus.SUCCEEDED;
            case "canceled" -> PaymentStatus.CANCELLED;
            default -> PaymentStatus.UNKNOWN;
        };
    }

    /** @throws UnreadableStripeObject if id, amount or currency are missing */
    static Refund refund(JsonNode refund, SourceVersion version) {
        return new Refund(
                StripeFields.requireRef(refund, "refund.id"),
                StripeFields.ref(refund.path("charge")),
                StripeFields.ref(refund.path("payment_intent")),
                refundStatus(refund.path("status").asText("")),
                StripeMoney.of(refund.path("amount"), refund.path("currency"), "refund.amount"),
                StripeFields.word(refund.path("reason")).orElse(null),
                StripeFields.word(refund.path("failure_reason")).orElse(null),
                version);
    }

    private static RefundStatus refundStatus(String status) {
        return switch (status) {
            case "pending" -> RefundStatus.PENDING;
            case "requires_action" -> RefundStatus.AWAITING_ACTION;
            case "succeeded" -> RefundStatus.SUCCEEDED;
            case "failed" -> RefundStatus.FAILED;
            case "canceled" -> RefundStatus.CANCELLED;
            default -> RefundStatus.UNKNOWN;
        };
    }

    /** @throws UnreadableStripeObject if id, amount or currency are missing */
    static Dispute dispute(JsonNode dispute, SourceVersion version) {
        String status = dispute.path("status").asText("");
        return new Dispute(
                StripeFields.requireRef(dispute, "dispute.id"),
                StripeFields.ref(dispute.path("charge")),
                StripeFields.ref(dispute.path("payment_intent")),
                disputeStatus(status),
                status.startsWith("warning_"),
                StripeMoney.of(dispute.path("amount"), dispute.path("currency"), "dispute.amount"),
                StripeFields.word(dispute.path("reason")).orElse(null),
                StripeFields.time(dispute.path("evidence_details").path("due_by")),
                version);
    }

    private static DisputeStatus disputeStatus(String status) {
        return switch (status) {
            case "warning_needs_response", "needs_response" -> DisputeStatus.NEEDS_RESPONSE;
            case "warning_under_review", "under_review" -> DisputeStatus.UNDER_REVIEW;
            case "won" -> DisputeStatus.WON;
            case "lost" -> DisputeStatus.LOST;
            case "warning_closed", "charge_refunded" -> DisputeStatus.CLOSED;
            case "prevented" -> DisputeStatus.PREVENTED;
            default -> DisputeStatus.UNKNOWN;
        };
    }
}
