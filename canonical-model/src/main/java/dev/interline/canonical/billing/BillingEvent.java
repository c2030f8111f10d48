package dev.interline.canonical.billing;

import dev.interline.canonical.CanonicalEvent;

/** What can happen in billing. Each event carries the whole state of its record, so that one event is enough. */
public sealed interface BillingEvent extends CanonicalEvent {

    /** About an invoice. */
    sealed interface OfInvoice extends BillingEvent {}

    /** About money that moves, or the means to move it. */
    sealed interface OfPayment extends BillingEvent {}

    /** About what is sold, and who may use it. */
    sealed interface OfCatalog extends BillingEvent {}

    /** A subscription was made; it may still be unpaid or on trial. */
    record SubscriptionStarted(Subscription subscription) implements BillingEvent {}

    /** A subscription went live: it was not active before and is now. */
    record SubscriptionActivated(Subscription subscription) implements BillingEvent {}

    /** Anything else about a subscription is different: plan, quantity, status, period. */
    record SubscriptionChanged(Subscription subscription) implements BillingEvent {}

    /** A subscription's trial ends in some days. */
    record SubscriptionTrialEnding(Subscription subscription) implements BillingEvent {}

    /** A subscription is over for good. */
    record SubscriptionEnded(Subscription subscription) implements BillingEvent {}

    /** A plan of changes to a subscription was made, changed, or is over. */
    record ScheduleChanged(SubscriptionSchedule schedule) implements BillingEvent {}

    /** What the next invoice will be. */
    record InvoiceAnnounced(InvoiceForecast forecast) implements OfInvoice {}

    /** An invoice was drafted. */
    record InvoiceCreated(Invoice invoice) implements OfInvoice {}

    /** An invoice is final and waits to be paid. */
    record InvoiceIssued(Invoice invoice) implements OfInvoice {}

    /** Anything else about an invoice is different. */
    record InvoiceChanged(Invoice invoice) implements OfInvoice {}

    /** An invoice is settled, by whatever means. */
    record InvoicePaid(Invoice invoice) implements OfInvoice {}

    /** Money was applied to an invoice, all of it or a part. */
    record InvoicePaymentApplied(InvoicePayment payment) implements OfInvoice {}

    /** An attempt to collect an invoice failed. */
    record InvoicePaymentFailed(Invoice invoice) implements OfInvoice {}

    /** An invoice cannot be collected unless the payer does something. */
    record InvoiceActionRequired(Invoice invoice) implements OfInvoice {}

    /** An invoice was not paid in time. */
    record InvoiceOverdue(Invoice invoice) implements OfInvoice {}

    /** An invoice was declared void, as if it had never been. */
    record InvoiceVoided(Invoice invoice) implements OfInvoice {}

    /** Nobody expects an invoice to be paid any more. */
    record InvoiceWrittenOff(Invoice invoice) implements OfInvoice {}

    /** A draft of an invoice was thrown away. */
    record InvoiceDeleted(Invoice invoice) implements OfInvoice {}

    /** Money was collected. */
    record ChargeSucceeded(Charge charge) implements OfPayment {}

    /** Money could not be collected. */
    record ChargeFailed(Charge charge) implements OfPayment {}

    /** Anything else about a charge is different. */
    record ChargeChanged(Charge charge) implements OfPayment {}

    /** A charge was given back, in part or whole. */
    record ChargeRefunded(Charge charge) implements OfPayment {}

    /** A payment is done. */
    record PaymentSucceeded(Payment payment) implements OfPayment {}

    /** An attempt to pay failed. */
    record PaymentFailed(Payment payment) implements OfPayment {}

    /** A payment was given up. */
    record PaymentCancelled(Payment payment) implements OfPayment {}

    /** A payment moved on: it was begun, it waits for the payer or the bank. */
    record PaymentChanged(Payment payment) implements OfPayment {}

    /** A refund was made. */
    record RefundCreated(Refund refund) implements OfPayment {}

    /** A refund moved on. */
    record RefundChanged(Refund refund) implements OfPayment {}

    /** A refund did not reach the payer. */
    record RefundFailed(Refund refund) implements OfPayment {}

    /** A payer's bank asks for money back. */
    record DisputeOpened(Dispute dispute) implements OfPayment {}

    /** A dispute moved on. */
    record DisputeChanged(Dispute dispute) implements OfPayment {}

    /** A dispute is decided. */
    record DisputeClosed(Dispute dispute) implements OfPayment {}

    /** An account has a means to pay. */
    record PaymentMethodAttached(PaymentMethod method) implements OfPayment {}

    /** A means to pay is different: a card was renewed. */
    record PaymentMethodChanged(PaymentMethod method) implements OfPayment {}

    /** An account has lost a means to pay. */
    record PaymentMethodDetached(PaymentMethod method) implements OfPayment {}

    /** A buyer went through a payment page; the money may still be on its way. */
    record CheckoutCompleted(Checkout checkout) implements OfPayment {}

    /** The money of a completed checkout has arrived. */
    record CheckoutPaid(Checkout checkout) implements OfPayment {}

    /** The money of a completed checkout will not come. */
    record CheckoutPaymentFailed(Checkout checkout) implements OfPayment {}

    /** A payment page was left and is closed. */
    record CheckoutExpired(Checkout checkout) implements OfPayment {}

    /** What an account may use is different. */
    record EntitlementsChanged(Entitlements entitlements) implements OfCatalog {}

    /** A price was made or is different. */
    record PriceChanged(Price price) implements OfCatalog {}

    /** A price was removed. */
    record PriceRemoved(Price price) implements OfCatalog {}

    /** A product was made or is different. */
    record ProductChanged(Product product) implements OfCatalog {}

    /** A product was removed. */
    record ProductRemoved(Product product) implements OfCatalog {}

    /** An event of a later version of this model. */
    record Unrecognised(String type, String json) implements BillingEvent {}
}
