package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Subscriptions: created with a first invoice, paid at once unless the customer's payment method declines. */
final class StripeSubscriptions {
    private static final Set<String> WRITABLE = Set.of(
            "items",
            "metadata",
            "description",
            "trial_end",
            "cancel_at",
            "cancel_at_period_end",
            "collection_method",
            "days_until_due",
            "default_payment_method",
            "payment_behavior",
            "payment_settings",
            "proration_behavior",
            "off_session",
            "automatic_tax",
            "pause_collection",
            "billing_cycle_anchor",
            "cancellation_details");
    private static final Set<String> CREATABLE =
            StripeCustomers.union(WRITABLE, "customer", "trial_period_days", "currency", "backdate_start_date");
    private static final Set<String> ITEM = Set.of("id", "price", "price_data", "quantity", "metadata", "deleted");
    private static final String CHARGED = "charge_automatically";

    private final StripeInvoices invoices;

    StripeSubscriptions(StripeInvoices invoices) {
        this.invoices = invoices;
    }

    Answer create(StripeCall call) {
        StripeParams params = call.params().allow(CREATABLE);
        ObjectNode customer = StripeCustomers.referenced(call.books(), params.required("customer"));
        if (params.list("items").isEmpty()) {
            throw StripeErrors.missingParameter("items");
        }
        long now = call.now();
        Optional<Long> trialEnd = trialEnd(params, now);
        ObjectNode subscription = blank(call, customer, now);
        ArrayNode items = items(subscription);
        params.list("items").forEach(item -> items.add(newItem(call, subscription, item)));
        subscription.put(
                "currency", items.path(0).path("price").path("currency").asText());
        long end = trialEnd.orElseGet(() -> periodEnd(items.path(0).path("price"), now));
        setPeriod(subscription, now, end);
        apply(call, subscription);
        trialEnd.ifPresent(trial -> subscription.put("trial_start", now).put("trial_end", trial));
        boolean charged = CHARGED.equals(Json.text(subscription, "collection_method"));
        boolean declined = charged
                && trialEnd.isEmpty()
                && invoices.declines(customer, Json.text(subscription, "default_payment_method"));
        boolean waits = charged
                && trialEnd.isEmpty()
                && params.oneOf(
                                "payment_behavior",
                                Set.of(
                                        "allow_incomplete",
                                        "default_incomplete",
                                        "error_if_incomplete",
                                        "pending_if_incomplete"))
                        .filter("default_incomplete"::equals)
                        .isPresent();
        if (declined
                && params.text("payment_behavior")
                        .filter("error_if_incomplete"::equals)
                        .isPresent()) {
            throw new Refusal(
                    "card_declined",
                    StripeErrors.cardDeclined("in_" + subscription.path("id").asText()));
        }
        subscription.put("status", trialEnd.isPresent() ? "trialing" : declined || waits ? "incomplete" : "active");
        String id = subscription.path("id").asText();
        call.books().subscriptions().put(id, subscription);
        ObjectNode invoice = invoices.draft(call, customer, subscription, "subscription_create", trialEnd.isPresent());
        subscription.put("latest_invoice", invoice.path("id").asText());
        call.books().subscriptions().put(id, subscription);
        call.events().emit("customer.subscription.created", subscription);
        invoices.announce(call, invoice);
        invoices.finalizeInvoice(call, invoice);
        if (charged && !waits && "open".equals(Json.text(invoice, "status"))) {
            if (declined) {
                invoices.fail(call, invoice);
            } else {
                invoices.settle(call, invoice, false);
            }
        }
        return call.applied(find(call.books(), id));
    }

    private static Optional<Long> trialEnd(StripeParams params, long now) {
        Optional<String> end = params.text("trial_end");
        if (end.filter("now"::equals).isPresent()) {
            return Optional.empty();
        }
        return params.integer("trial_end").or(() -> params.integer("trial_period_days")
                .filter(days -> days > 0)
                .map(days -> now + days * 86_400));
    }

    private static ObjectNode blank(StripeCall call, ObjectNode customer, long now) {
        ObjectNode subscription = Json.object()
                .put("id", call.books().ids().longId("sub_"))
                .put("object", "subscription")
                .putNull("application");
        subscription.set("automatic_tax", Json.object().put("enabled", false).putNull("liability"));
        subscription
                .put("billing_cycle_anchor", now)
                .putNull("cancel_at")
                .put("cancel_at_period_end", false)
                .putNull("canceled_at");
        subscription.set(
                "cancellation_details",
                Json.object().putNull("comment").putNull("feedback").putNull("reason"));
        subscription
                .put("collection_method", CHARGED)
                .put("created", now)
                .put("currency", "usd")
                .put("customer", customer.path("id").asText())
                .putNull("days_until_due")
                .putNull("default_payment_method")
                .putNull("default_source");
        subscription.set("default_tax_rates", Json.array());
        subscription.putNull("description");
        subscription.set("discounts", Json.array());
        subscription.putNull("ended_at");
        ObjectNode items = subscription.putObject("items").put("object", "list");
        items.set("data", Json.array());
        items.put("has_more", false)
                .put(
                        "url",
                        "/v1/subscription_items?subscription="
                                + subscription.path("id").asText());
        subscription.putNull("latest_invoice").put("livemode", false);
        subscription.set("metadata", Json.object());
        return subscription
                .putNull("next_pending_invoice_item_invoice")
                .putNull("pause_collection")
                .putNull("pending_setup_intent")
                .putNull("pending_update")
                .putNull("schedule")
                .put("start_date", now)
                .put("status", "active")
                .putNull("test_clock")
                .putNull("trial_end")
                .putNull("trial_start");
    }

    private static void apply(StripeCall call, ObjectNode subscription) {
        StripeParams params = call.params();
        params.oneOf("collection_method", Set.of(CHARGED, "send_invoice"));
        params.copyText(subscription, "description", "collection_method", "default_payment_method");
        params.copyInteger(subscription, "days_until_due", "cancel_at");
        params.copyHash(subscription, "cancellation_details");
        pause(params, subscription);
        params.copyMetadata(subscription);
        params.bool("cancel_at_period_end").ifPresent(atEnd -> {
            subscription.put("cancel_at_period_end", atEnd);
            long end = items(subscription).path(0).path("current_period_end").asLong();
            subscription.put("cancel_at", atEnd ? (Long) end : null);
            subscription.put("canceled_at", atEnd ? (Long) call.now() : null);
        });
        if ("send_invoice".equals(Json.text(subscription, "collection_method"))
                && subscription.path("days_until_due").isNull()) {
            throw StripeErrors.missingParameter("days_until_due");
        }
    }

    /** The empty text resumes; else the behavior must be named. */
    private static void pause(StripeParams params, ObjectNode subscription) {
        if (!params.has("pause_collection")) {
            return;
        }
        if (!params.isHash("pause_collection")) {
            subscription.putNull("pause_collection");
            return;
        }
        StripeParams pause = params.nested("pause_collection").allow(Set.of("behavior", "resumes_at"));
        pause.required("behavior");
        String behavior = pause.oneOf("behavior", Set.of("keep_as_draft", "mark_uncollectible", "void"))
                .orElseThrow();
        subscription
                .putObject("pause_collection")
                .put("behavior", behavior)
                .put("resumes_at", pause.integer("resumes_at").orElse(null));
    }

    private static ObjectNode newItem(StripeCall call, ObjectNode subscription, StripeParams params) {
        params.allow(ITEM);
        ObjectNode price = params.has("price_data")
                ? StripeCatalog.createPrice(call, params.nested("price_data"))
                : price(call, params);
        if (!price.path("recurring").isObject()) {
            throw StripeErrors.invalid(
                    null,
                    "The price specified is set to `type=one_time` but this field only accepts prices with"
                            + " `type=recurring`.",
                    params.path("price"));
        }
        ObjectNode item = Json.object()
                .put("id", call.books().ids().shortId("si_"))
                .put("object", "subscription_item")
                .put("created", call.now())
                .put("current_period_end", 0L)
                .put("current_period_start", 0L);
        item.set("discounts", Json.array());
        item.set("metadata", Json.object());
        params.copyMetadata(item);
        item.set("price", price);
        return item.put("quantity", params.integer("quantity").orElse(1L))
                .put("subscription", subscription.path("id").asText());
    }

    private static ObjectNode price(StripeCall call, StripeParams params) {
        String id = params.required("price");
        return call.books()
                .prices()
                .find(id)
                .orElseThrow(() -> StripeErrors.noSuchReference("price", id, params.path("price")));
    }

    static ArrayNode items(ObjectNode subscription) {
        return (ArrayNode) subscription.path("items").path("data");
    }

    /** Puts a billing period on every item. */
    static void setPeriod(ObjectNode subscription, long start, long end) {
        items(subscription)
                .forEach(item ->
                        ((ObjectNode) item).put("current_period_start", start).put("current_period_end", end));
    }

    static long periodEnd(JsonNode price, long start) {
        JsonNode recurring = price.path("recurring");
        int count = recurring.path("interval_count").asInt(1);
        ZonedDateTime from = Instant.ofEpochSecond(start).atZone(ZoneOffset.UTC);
        ZonedDateTime end =
                switch (recurring.path("interval").asText()) {
                    case "day" -> from.plusDays(count);
                    case "week" -> from.plusWeeks(count);
                    case "year" -> from.plusYears(count);
                    default -> from.plusMonths(count);
                };
        return end.toEpochSecond();
    }

    Answer update(StripeCall call) {
        StripeParams params = call.params().allow(WRITABLE);
        ObjectNode before = find(call.books(), call.id());
        if (ended(before)
                && !Set.of("metadata", "cancellation_details", "expand").containsAll(names(params))) {
            throw StripeErrors.invalid(
                    null, "A canceled subscription can only update its cancellation_details and metadata.", null);
        }
        ObjectNode subscription = before.deepCopy();
        apply(call, subscription);
        for (StripeParams item : params.list("items")) {
            changeItem(call, subscription, item.allow(ITEM));
        }
        if (items(subscription).isEmpty()) {
            throw StripeErrors.invalid(null, "A subscription must have at least one active item.", "items");
        }
        if (params.text("trial_end").filter("now"::equals).isPresent()
                && "trialing".equals(Json.text(before, "status"))) {
            subscription.put("status", "active").put("trial_end", call.now());
        }
        call.books().subscriptions().put(call.id(), subscription);
        call.events().updated("customer.subscription.updated", before, subscription);
        return call.applied(subscription);
    }

    private static List<String> names(StripeParams params) {
        return params.detail().properties().stream()
                .map(entry -> entry.getKey())
                .toList();
    }

    private static void changeItem(StripeCall call, ObjectNode subscription, StripeParams change) {
        Optional<String> id = change.text("id");
        JsonNode first = items(subscription).path(0);
        if (id.isEmpty()) {
            ObjectNode item = newItem(call, subscription, change);
            item.set("current_period_start", first.path("current_period_start"));
            item.set("current_period_end", first.path("current_period_end"));
            items(subscription).add(item);
            return;
        }
        for (int i = 0; i < items(subscription).size(); i++) {
            ObjectNode item = (ObjectNode) items(subscription).get(i);
            if (id.get().equals(Json.text(item, "id"))) {
                if (change.bool("deleted").orElse(false)) {
                    items(subscription).remove(i);
                    return;
                }
                change.integer("quantity").ifPresent(quantity -> item.put("quantity", quantity));
                change.copyMetadata(item);
                if (change.has("price")) {
                    item.set("price", price(call, change));
                }
                return;
            }
        }
        throw StripeErrors.noSuchReference("subscription item", id.get(), change.path("id"));
    }

    Answer cancel(StripeCall call) {
        call.params().allow(Set.of("cancellation_details", "invoice_now", "prorate"));
        ObjectNode subscription = find(call.books(), call.id());
        if (ended(subscription)) {
            throw StripeErrors.noSuch("subscription", call.id());
        }
        return call.applied(cancel(call, subscription));
    }

    private static ObjectNode cancel(StripeCall call, ObjectNode subscription) {
        subscription
                .put("status", "canceled")
                .put("canceled_at", call.now())
                .put("ended_at", call.now())
                .put("cancel_at_period_end", false);
        if (subscription.path("cancellation_details") instanceof ObjectNode details) {
            details.put("reason", "cancellation_requested");
        }
        call.books().subscriptions().put(subscription.path("id").asText(), subscription);
        call.events().emit("customer.subscription.deleted", subscription);
        return subscription;
    }

    void cancelAllOf(StripeCall call, String customer) {
        call.books().subscriptions().ascendingBy("customer", customer).toList().stream()
                .filter(subscription -> !ended(subscription))
                .forEach(subscription -> cancel(call, subscription));
    }

    Answer retrieve(StripeCall call) {
        return call.shown(find(call.books(), call.id()));
    }

    /** Without a status Stripe leaves canceled subscriptions out. */
    Answer list(StripeCall call) {
        call.params().allow(StripeCustomers.union(StripeLists.PAGING, "customer", "status", "price"));
        String status = call.params().text("status").orElse("");
        Optional<String> price = call.params().text("price");
        return StripeLists.page(call, call.books().subscriptions(), "customer", row -> {
            boolean ended = ended(row);
            boolean wanted =
                    switch (status) {
                        case "all" -> true;
                        case "" -> !ended;
                        case "ended" -> ended;
                        default -> status.equals(Json.text(row, "status"));
                    };
            return wanted
                    && (price.isEmpty() || items(row).findValuesAsText("id").contains(price.get()));
        });
    }

    /** The items of one subscription, as many as one can have. */
    Answer listItems(StripeCall call) {
        StripeParams params = call.params().allow(StripeCustomers.union(StripeLists.PAGING, "subscription"));
        ObjectNode subscription = find(call.books(), params.required("subscription"));
        ArrayNode shown = Json.array();
        int limit = StripeLists.limit(params);
        items(subscription).forEach(item -> {
            if (shown.size() < limit) {
                shown.add(item);
            }
        });
        ObjectNode page = Json.object()
                .put("object", "list")
                .put("has_more", items(subscription).size() > limit)
                .put("url", call.listUrl());
        page.set("data", shown);
        return Answer.json(200, page);
    }

    static boolean ended(ObjectNode subscription) {
        return Set.of("canceled", "incomplete_expired")
                .contains(subscription.path("status").asText());
    }

    static ObjectNode find(StripeBooks books, String id) {
        return books.subscriptions().find(id).orElseThrow(() -> StripeErrors.noSuch("subscription", id));
    }
}
