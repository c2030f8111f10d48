package dev.interline.billing;

import static dev.interline.canonical.SourceVersion.CHANGED;
import static dev.interline.canonical.SourceVersion.CREATED;
import static dev.interline.canonical.SourceVersion.ENDED;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Charge;
import dev.interline.canonical.billing.Checkout;
import dev.interline.canonical.billing.Dispute;
import dev.interline.canonical.billing.Invoice;
import dev.interline.canonical.billing.Payment;
import dev.interline.canonical.billing.PaymentMethod;
import dev.interline.canonical.billing.Refund;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.usage.UsageEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What Stripe's events mean, type by type
 * (<a href="https://docs.stripe.com/api/events/types">types of events</a>). Each carries the whole record as it was then.
 */
final class StripeEventKinds {

    private final Map<String, StripeEventKind> kinds = new HashMap<>();

    StripeEventKinds() {
        customers();
        subscriptions();
        invoices();
        payments();
        disputesAndRefunds();
        checkouts();
        catalog();
        usage();
    }

    /** By the type's name. */
    Map<String, StripeEventKind> all() {
        return Map.copyOf(kinds);
    }

    private void customers() {
        Function<JsonNode, String> itself = customer -> StripeFields.requireId(customer, "customer");
        add(
                "customer.created",
                CREATED,
                itself,
                (e, v) -> new CustomerEvent.AccountCreated(StripeCustomerTranslator.translate(e.object(), v)));
        add(
                "customer.updated",
                CHANGED,
                itself,
                (e, v) -> new CustomerEvent.AccountUpdated(StripeCustomerTranslator.translate(e.object(), v)));
        add(
                "customer.deleted",
                ENDED,
                itself,
                (e, v) -> new CustomerEvent.AccountDeleted(StripeCustomerTranslator.translate(e.object(), v)));
    }

    private void subscriptions() {
        for (String change :
                new String[] {"updated", "paused", "resumed", "pending_update_applied", "pending_update_expired"}) {
            ofCustomer("customer.subscription." + change, CHANGED, StripeEventKinds::subscription);
        }
        ofCustomer("customer.subscription.created", CREATED, StripeEventKinds::subscription);
        ofCustomer("customer.subscription.deleted", ENDED, StripeEventKinds::subscription);
        ofCustomer(
                "customer.subscription.trial_will_end",
                CHANGED,
                (e, v) -> new BillingEvent.SubscriptionTrialEnding(
                        StripeSubscriptionTranslator.translate(e.object(), v)));
        for (String change :
                new String[] {"created", "updated", "expiring", "released", "canceled", "completed", "aborted"}) {
            int rank = change.equals("created") ? CREATED : CHANGED;
            ofCustomer(
                    "subscription_schedule." + change,
                    rank,
                    (e, v) -> new BillingEvent.ScheduleChanged(StripeCatalogTranslator.schedule(e.object(), v)));
        }
    }

    private static BillingEvent subscription(StripeEvent event, SourceVersion version) {
        Subscription subscription = StripeSubscriptionTranslator.translate(event.object(), version);
        if (subscription.status() == SubscriptionStatus.ENDED || event.type().equals("customer.subscription.deleted")) {
            return new BillingEvent.SubscriptionEnded(ended(subscription));
        }
        if (event.type().equals("customer.subscription.created")) {
            return new BillingEvent.SubscriptionStarted(subscription);
        }
        String before = event.previous().path("status").asText("");
        boolean wentLive =
                !before.isEmpty() && !before.equals("active") && subscription.status() == SubscriptionStatus.ACTIVE;
        return wentLive
                ? new BillingEvent.SubscriptionActivated(subscription)
                : new BillingEvent.SubscriptionChanged(subscription);
    }

    /** A deleted subscription is over, whatever its last status was. */
    private static Subscription ended(Subscription last) {
        return new Subscription(
                last.ref(),
                last.account(),
                SubscriptionStatus.ENDED,
                last.items(),
                last.currentPeriodEnd(),
                last.trialEnd(),
                last.cancelAtPeriodEnd(),
                last.collectionPaused(),
                last.version());
    }

    /** Of the turns of one second the last counts as the end: Stripe finalizes and collects in the same one. */
    private void invoices() {
        ofCustomer(
                "invoice.upcoming",
                CHANGED,
                (e, v) -> new BillingEvent.InvoiceAnnounced(StripeInvoiceTranslator.forecast(e.object(), v)));
        add(
                "invoice_payment.paid",
                CHANGED,
                applied -> StripeFields.requireId(applied.path("invoice"), "invoice_payment.invoice"),
                (e, v) -> new BillingEvent.InvoicePaymentApplied(StripeInvoiceTranslator.payment(e.object(), v)));
        invoice("created", CREATED, BillingEvent.InvoiceCreated::new);
        invoice("finalized", CHANGED, BillingEvent.InvoiceIssued::new);
        invoice("updated", CHANGED, BillingEvent.InvoiceChanged::new);
        invoice("will_be_due", CHANGED, BillingEvent.InvoiceChanged::new);
        invoice("finalization_failed", CHANGED, BillingEvent.InvoiceChanged::new);
        invoice("paid", ENDED, BillingEvent.InvoicePaid::new);
        invoice("payment_failed", CHANGED, BillingEvent.InvoicePaymentFailed::new);
        invoice("payment_action_required", CHANGED, BillingEvent.InvoiceActionRequired::new);
        invoice("overdue", CHANGED, BillingEvent.InvoiceOverdue::new);
        invoice("voided", ENDED, BillingEvent.InvoiceVoided::new);
        invoice("marked_uncollectible", ENDED, BillingEvent.InvoiceWrittenOff::new);
        invoice("deleted", ENDED, BillingEvent.InvoiceDeleted::new);
    }

    private void invoice(String verb, int rank, Function<Invoice, BillingEvent> telling) {
        ofCustomer("invoice." + verb, rank, (e, v) -> telling.apply(StripeInvoiceTranslator.translate(e.object(), v)));
    }

    private void payments() {
        charge("succeeded", CHANGED, BillingEvent.ChargeSucceeded::new);
        charge("captured", CHANGED, BillingEvent.ChargeSucceeded::new);
        charge("failed", CHANGED, BillingEvent.ChargeFailed::new);
        charge("pending", CREATED, BillingEvent.ChargeChanged::new);
        charge("updated", CHANGED, BillingEvent.ChargeChanged::new);
        charge("expired", ENDED, BillingEvent.ChargeChanged::new);
        charge("refunded", ENDED, BillingEvent.ChargeRefunded::new);
        payment("created", CREATED, BillingEvent.PaymentChanged::new);
        payment("processing", CHANGED, BillingEvent.PaymentChanged::new);
        payment("requires_action", CHANGED, BillingEvent.PaymentChanged::new);
        payment("amount_capturable_updated", CHANGED, BillingEvent.PaymentChanged::new);
        payment("partially_funded", CHANGED, BillingEvent.PaymentChanged::new);
        payment("payment_failed", CHANGED, BillingEvent.PaymentFailed::new);
        payment("succeeded", ENDED, BillingEvent.PaymentSucceeded::new);
        payment("canceled", ENDED, BillingEvent.PaymentCancelled::new);
        method("attached", CREATED, BillingEvent.PaymentMethodAttached::new);
        method("updated", CHANGED, BillingEvent.PaymentMethodChanged::new);
        method("automatically_updated", CHANGED, BillingEvent.PaymentMethodChanged::new);
        method("detached", ENDED, BillingEvent.PaymentMethodDetached::new);
    }

    private void charge(String verb, int rank, Function<Charge, BillingEvent> telling) {
        add(
                "charge." + verb,
                rank,
                StripeEventKinds::customerOrItself,
                (e, v) -> telling.apply(StripePaymentTranslator.charge(e.object(), v)));
    }

    private void payment(String verb, int rank, Function<Payment, BillingEvent> telling) {
        add(
                "payment_intent." + verb,
                rank,
                StripeEventKinds::customerOrItself,
                (e, v) -> telling.apply(StripePaymentTranslator.payment(e.object(), v)));
    }

    /** A detached one belongs to nobody; whose it was stands in what was before. */
    private void method(String verb, int rank, Function<PaymentMethod, BillingEvent> telling) {
        add("payment_method." + verb, rank, StripeEventKinds::customerOrItself, (e, v) -> {
            ExternalRef owner = StripeFields.ref(e.object().path("customer"));
            return telling.apply(StripeCheckoutTranslator.method(
                    e.object(), owner == null ? StripeFields.ref(e.previous().path("customer")) : owner, v));
        });
    }

    private void disputesAndRefunds() {
        refund("refund.created", CREATED, BillingEvent.RefundCreated::new);
        refund("refund.updated", CHANGED, BillingEvent.RefundChanged::new);
        refund("charge.refund.updated", CHANGED, BillingEvent.RefundChanged::new);
        refund("refund.failed", ENDED, BillingEvent.RefundFailed::new);
        dispute("created", CREATED, BillingEvent.DisputeOpened::new);
        dispute("updated", CHANGED, BillingEvent.DisputeChanged::new);
        dispute("funds_withdrawn", CHANGED, BillingEvent.DisputeChanged::new);
        dispute("funds_reinstated", CHANGED, BillingEvent.DisputeChanged::new);
        dispute("closed", ENDED, BillingEvent.DisputeClosed::new);
    }

    private void refund(String type, int rank, Function<Refund, BillingEvent> telling) {
        add(
                type,
                rank,
                StripeEventKinds::chargeOrItself,
                (e, v) -> telling.apply(StripePaymentTranslator.refund(e.object(), v)));
    }

    private void dispute(String verb, int rank, Function<Dispute, BillingEvent> telling) {
        add(
                "charge.dispute." + verb,
                rank,
                StripeEventKinds::chargeOrItself,
                (e, v) -> telling.apply(StripePaymentTranslator.dispute(e.object(), v)));
    }

    private void checkouts() {
        checkout("completed", CREATED, BillingEvent.CheckoutCompleted::new);
        checkout("async_payment_succeeded", CHANGED, BillingEvent.CheckoutPaid::new);
        checkout("async_payment_failed", CHANGED, BillingEvent.CheckoutPaymentFailed::new);
        checkout("expired", ENDED, BillingEvent.CheckoutExpired::new);
    }

    private void checkout(String verb, int rank, Function<Checkout, BillingEvent> telling) {
        add(
                "checkout.session." + verb,
                rank,
                StripeEventKinds::customerOrItself,
                (e, v) -> telling.apply(StripeCheckoutTranslator.checkout(e.object(), v)));
    }

    private void catalog() {
        ofCustomer(
                "entitlements.active_entitlement_summary.updated",
                CHANGED,
                (e, v) -> new BillingEvent.EntitlementsChanged(StripeCatalogTranslator.entitlements(e.object(), v)));
        for (String change : new String[] {"created", "updated"}) {
            int rank = change.equals("created") ? CREATED : CHANGED;
            add(
                    "price." + change,
                    rank,
                    StripeEventKinds::itself,
                    (e, v) -> new BillingEvent.PriceChanged(StripeCatalogTranslator.price(e.object(), v)));
            add(
                    "product." + change,
                    rank,
                    StripeEventKinds::itself,
                    (e, v) -> new BillingEvent.ProductChanged(StripeCatalogTranslator.product(e.object(), v)));
        }
        add(
                "price.deleted",
                ENDED,
                StripeEventKinds::itself,
                (e, v) -> new BillingEvent.PriceRemoved(StripeCatalogTranslator.price(e.object(), v)));
        add(
                "product.deleted",
                ENDED,
                StripeEventKinds::itself,
                (e, v) -> new BillingEvent.ProductRemoved(StripeCatalogTranslator.product(e.object(), v)));
    }

    private void usage() {
        for (String change : new String[] {"created", "updated", "deactivated", "reactivated"}) {
            int rank = change.equals("created") ? CREATED : CHANGED;
            add(
                    "billing.meter." + change,
                    rank,
                    StripeEventKinds::itself,
                    (e, v) -> new UsageEvent.MeterChanged(StripeUsageTranslator.meter(e.object(), v)));
        }
        ofCustomer(
                "billing.alert.triggered",
                CHANGED,
                (e, v) -> new UsageEvent.AlertTriggered(StripeUsageTranslator.alert(e.object(), v)));
        for (String thin : new String[] {"error_report_triggered", "no_meter_found"}) {
            add(
                    "v1.billing.meter." + thin,
                    CHANGED,
                    event -> StripeFields.id(event.path("related_object")).orElse("meters"),
                    (e, v) -> new UsageEvent.ReportsRejected(StripeUsageTranslator.rejection(e.object(), v)));
        }
    }

    private void ofCustomer(String type, int rank, BiFunction<StripeEvent, SourceVersion, CanonicalPayload> reading) {
        add(type, rank, object -> StripeFields.requireId(object.path("customer"), "customer"), reading);
    }

    private static String customerOrItself(JsonNode object) {
        return StripeFields.id(object.path("customer")).orElseGet(() -> itself(object));
    }

    private static String chargeOrItself(JsonNode object) {
        return StripeFields.id(object.path("charge"))
                .or(() -> StripeFields.id(object.path("payment_intent")))
                .orElseGet(() -> itself(object));
    }

    private static String itself(JsonNode object) {
        return StripeFields.requireId(object, "id");
    }

    private void add(
            String type,
            int rank,
            Function<JsonNode, String> subject,
            BiFunction<StripeEvent, SourceVersion, CanonicalPayload> reading) {
        kinds.put(type, new StripeEventKind(rank, reading, subject));
    }
}
