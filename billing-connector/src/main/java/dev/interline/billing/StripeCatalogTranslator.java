package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.Entitlements;
import dev.interline.canonical.billing.Price;
import dev.interline.canonical.billing.Product;
import dev.interline.canonical.billing.ScheduleStatus;
import dev.interline.canonical.billing.SubscriptionSchedule;
import dev.interline.sdk.CanonicalText;
import java.util.List;
import java.util.TreeSet;

/** What is sold and to whom it opens what: prices, products, entitlements, schedules. */
final class StripeCatalogTranslator {

    private static final int MAX_NAME = 255;

    private StripeCatalogTranslator() {}

    /** @throws UnreadableStripeObject if it has no id, or an amount that cannot be read */
    static Price price(JsonNode price, SourceVersion version) {
        return new Price(
                StripeFields.requireRef(price, "price.id"),
                StripeFields.ref(price.path("product")),
                StripeSubscriptionTranslator.planOf(price),
                price.path("active").asBoolean(false),
                StripeSubscriptionTranslator.unitPrice(price),
                StripeFields.word(price.path("recurring").path("interval")).orElse(null),
                version);
    }

    /** @throws UnreadableStripeObject if it has no id */
    static Product product(JsonNode product, SourceVersion version) {
        return new Product(
                StripeFields.requireRef(product, "product.id"),
                StripeFields.text(product.path("name"))
                        .map(name -> CanonicalText.clean(name, MAX_NAME))
                        .orElse(null),
                product.path("active").asBoolean(false),
                version);
    }

    /**
     * The summary has the first ten entitlements only; {@code has_more} tells of others
     * (<a href="https://docs.stripe.com/api/entitlements/active_entitlement_summary">API</a>).
     *
     * @throws UnreadableStripeObject if it names no customer
     */
    static Entitlements entitlements(JsonNode summary, SourceVersion version) {
        JsonNode list = summary.path("entitlements");
        TreeSet<String> features = new TreeSet<>();
        for (JsonNode entitlement : list.path("data")) {
            StripeFields.text(entitlement.path("lookup_key"))
                    .or(() -> StripeFields.id(entitlement.path("feature")))
                    .map(code -> CanonicalText.clean(code, ExternalRef.MAX_LENGTH))
                    .filter(code -> !code.isEmpty())
                    .ifPresent(features::add);
        }
        return new Entitlements(
                StripeFields.requireRef(summary.path("customer"), "entitlements.customer"),
                List.copyOf(features),
                list.path("data").isArray() && !list.path("has_more").asBoolean(false),
                version);
    }

    /** @throws UnreadableStripeObject if id or customer are missing */
    static SubscriptionSchedule schedule(JsonNode schedule, SourceVersion version) {
        ExternalRef subscription = StripeFields.ref(schedule.path("subscription"));
        return new SubscriptionSchedule(
                StripeFields.requireRef(schedule, "subscription_schedule.id"),
                StripeFields.requireRef(schedule.path("customer"), "subscription_schedule.customer"),
                subscription == null ? StripeFields.ref(schedule.path("released_subscription")) : subscription,
                switch (schedule.path("status").asText("")) {
                    case "not_started" -> ScheduleStatus.NOT_STARTED;
                    case "active" -> ScheduleStatus.ACTIVE;
                    case "completed" -> ScheduleStatus.COMPLETED;
                    case "released" -> ScheduleStatus.RELEASED;
                    case "canceled" -> ScheduleStatus.CANCELLED;
                    default -> ScheduleStatus.UNKNOWN;
                },
                StripeFields.time(schedule.path("current_phase").path("end_date")),
                version);
    }
}
