package dev.interline.canonical.billing;

import dev.interline.canonical.CanonicalEvent;

/** What can happen to subscriptions and invoices. Each carries the whole state, so that one event is enough. */
public sealed interface BillingEvent extends CanonicalEvent {

    /** A subscription was made; it may still be unpaid or on trial. */
    record SubscriptionStarted(Subscription subscription) implements BillingEvent {}

    /** A subscription went live: it was not active before and is now. */
    record SubscriptionActivated(Subscription subscription) implements BillingEvent {}

    /** Anything else about a subscription is different: plan, quantity, status, period. */
    record SubscriptionChanged(Subscription subscription) implements BillingEvent {}

    /** A subscription is over for good. */
    record SubscriptionEnded(Subscription subscription) implements BillingEvent {}

    /** An invoice is settled, by whatever means. */
    record InvoicePaid(Invoice invoice) implements BillingEvent {}

    /** An attempt to collect an invoice failed. */
    record InvoicePaymentFailed(Invoice invoice) implements BillingEvent {}

    /** An event of a later version of this model. */
    record Unrecognised(String type, String json) implements BillingEvent {}
}
