package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionItem;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.sdk.CanonicalText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Stripe subscription of any API version. Since 2025-03-31 (basil) the period stands on the items only; before 2018 a
 * single {@code plan} stood on the subscription itself.
 */
final class StripeSubscriptionTranslator {

    private static final int MAX_PLAN = 100;

    private StripeSubscriptionTranslator() {}

    /** @throws UnreadableStripeObject if id, customer or status are missing or unknown */
    static Subscription translate(JsonNode subscription, SourceVersion version) {
        JsonNode pause = subscription.path("pause_collection");
        return new Subscription(
                ref(StripeFields.requireId(subscription, "subscription.id")),
                ref(StripeFields.requireId(subscription.path("customer"), "subscription.customer")),
                status(subscription.path("status").asText("")),
                items(subscription),
                periodEnd(subscription),
                StripeFields.time(subscription.path("trial_end")),
                subscription.path("cancel_at_period_end").asBoolean(false)
                        || StripeFields.time(subscription.path("cancel_at")) != null,
                pause.isObject(),
                version);
    }

    /** Whether items are missing: Stripe puts ten into a subscription, and it may have twenty. */
    static boolean isPartial(JsonNode subscription) {
        return subscription.path("items").path("has_more").asBoolean(false);
    }

    /**
     * Stripe's status (<a href="https://docs.stripe.com/api/subscriptions/object#subscription_object-status">API</a>) in
     * canonical words. Paused collection is not {@code paused}, and cancelling at the period's end is still active.
     *
     * @throws UnreadableStripeObject for a status this version does not know
     */
    static SubscriptionStatus status(String status) {
        return switch (status) {
            case "incomplete" -> SubscriptionStatus.PENDING;
            case "trialing" -> SubscriptionStatus.TRIALING;
            case "active" -> SubscriptionStatus.ACTIVE;
            case "past_due" -> SubscriptionStatus.PAST_DUE;
            case "unpaid", "paused" -> SubscriptionStatus.SUSPENDED;
            case "canceled", "incomplete_expired" -> SubscriptionStatus.ENDED;
            default -> throw new UnreadableStripeObject("subscription.status is not one this version knows");
        };
    }

    private static List<SubscriptionItem> items(JsonNode subscription) {
        List<SubscriptionItem> items = new ArrayList<>();
        for (JsonNode item : subscription.path("items").path("data")) {
            JsonNode price = item.path("price").isObject() ? item.path("price") : item.path("plan");
            items.add(item(price, item.path("quantity").asLong(1), StripeFields.ref(item)));
        }
        if (items.isEmpty() && subscription.path("plan").isObject()) {
            items.add(item(
                    subscription.path("plan"), subscription.path("quantity").asLong(1), null));
        }
        return items;
    }

    private static SubscriptionItem item(JsonNode price, long quantity, @Nullable ExternalRef ref) {
        return new SubscriptionItem(
                planOf(price),
                StripeFields.id(price.path("product")).orElse(null),
                quantity,
                unitPrice(price),
                ref,
                StripeFields.ref(price));
    }

    /** The code people know a price by. */
    static String planOf(JsonNode price) {
        return StripeFields.text(price.path("lookup_key"))
                .or(() -> StripeFields.text(price.path("nickname")))
                .or(() -> StripeFields.text(price.path("name")))
                .or(() -> StripeFields.id(price))
                .map(code -> CanonicalText.clean(code, MAX_PLAN).replace('+', ' '))
                .filter(code -> !code.isEmpty())
                .orElse("unnamed");
    }

    /** A price may have no amount at all: tiered ones. */
    static @Nullable Money unitPrice(JsonNode price) {
        JsonNode amount = price.path("unit_amount");
        if (amount.isMissingNode() || amount.isNull()) {
            amount = price.path("unit_amount_decimal");
        }
        if (amount.isMissingNode() || amount.isNull()) {
            amount = price.path("amount");
        }
        return amount.isNumber() || amount.isTextual()
                ? StripeMoney.of(amount, price.path("currency"), "price.unit_amount")
                : null;
    }

    private static @Nullable Instant periodEnd(JsonNode subscription) {
        Instant onSubscription = StripeFields.time(subscription.path("current_period_end"));
        if (onSubscription != null) {
            return onSubscription;
        }
        Instant latest = null;
        for (JsonNode item : subscription.path("items").path("data")) {
            Instant end = StripeFields.time(item.path("current_period_end"));
            if (end != null && (latest == null || end.isAfter(latest))) {
                latest = end;
            }
        }
        return latest;
    }

    private static ExternalRef ref(String id) {
        return new ExternalRef(BusinessSystem.BILLING, Objects.requireNonNull(id));
    }
}
