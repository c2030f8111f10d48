package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.state.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything one Stripe account holds. Objects are kept in the current shape and rendered per version. */
record StripeBooks(
        Account account,
        StripeIds ids,
        Table customers,
        Table products,
        Table prices,
        Table subscriptions,
        Table invoices,
        Table invoiceItems,
        Table charges,
        Table paymentIntents,
        Table refunds,
        Table disputes,
        Table meters,
        Table meterEvents,
        Table events,
        Table idempotency) {

    static StripeBooks of(StateStore store, Account account) {
        String home = "stripe/" + account.account() + "/";
        return new StripeBooks(
                account,
                new StripeIds(store),
                new Table(store, home + "customers", object -> indexed(object, "email")),
                new Table(store, home + "products"),
                new Table(store, home + "prices", object -> indexed(object, "product")),
                new Table(store, home + "subscriptions", object -> indexed(object, "customer")),
                new Table(store, home + "invoices", StripeBooks::invoiceIndexes),
                new Table(store, home + "invoiceitems", StripeBooks::itemIndexes),
                new Table(store, home + "charges", object -> indexed(object, "customer")),
                new Table(store, home + "payment_intents", object -> indexed(object, "customer")),
                new Table(store, home + "refunds", StripeBooks::byPayment),
                new Table(store, home + "disputes", StripeBooks::byPayment),
                new Table(store, home + "meters"),
                new Table(store, home + "meter_events"),
                new Table(store, home + "events", object -> indexed(object, "type")),
                new Table(store, home + "idempotency"));
    }

    StripeVersion defaultVersion() {
        String pinned = account.apiVersion();
        return pinned == null ? StripeVersion.CURRENT : new StripeVersion(pinned);
    }

    /** The subscription an invoice bills, or null for a manual one. */
    static @Nullable String subscriptionOf(ObjectNode invoice) {
        return Json.scalar(invoice.path("parent").path("subscription_details").path("subscription"));
    }

    private static Map<String, String> invoiceIndexes(ObjectNode invoice) {
        Map<String, String> values = new LinkedHashMap<>(indexed(invoice, "customer"));
        String subscription = subscriptionOf(invoice);
        if (subscription != null) {
            values.put("subscription", subscription);
        }
        return values;
    }

    private static Map<String, String> itemIndexes(ObjectNode item) {
        Map<String, String> values = new LinkedHashMap<>(indexed(item, "customer"));
        values.putAll(indexed(item, "invoice"));
        return values;
    }

    private static Map<String, String> byPayment(ObjectNode object) {
        Map<String, String> values = new LinkedHashMap<>(indexed(object, "charge"));
        values.putAll(indexed(object, "payment_intent"));
        return values;
    }

    private static Map<String, String> indexed(ObjectNode object, String field) {
        String value = Json.text(object, field);
        return value == null ? Map.of() : Map.of(field, value);
    }
}
