package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.usage.Meter;
import dev.interline.canonical.usage.MeterStatus;
import dev.interline.canonical.usage.UsageAlert;
import dev.interline.canonical.usage.UsageRejection;
import dev.interline.sdk.CanonicalText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Meters and what they say of reports
 * (<a href="https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api#handle-meter-event-errors">meter
 * errors</a>). Stripe tells the errors in thin events only: their numbers are there where Stripe put them into the event.
 */
final class StripeUsageTranslator {

    private static final int MAX_NAME = 100;

    private StripeUsageTranslator() {}

    /** @throws UnreadableStripeObject if id or name are missing */
    static Meter meter(JsonNode meter, SourceVersion version) {
        return new Meter(
                StripeFields.requireRef(meter, "billing.meter.id"),
                StripeFields.text(meter.path("event_name"))
                        .map(name -> CanonicalText.clean(name, MAX_NAME))
                        .filter(name -> !name.isEmpty())
                        .orElseThrow(() -> new UnreadableStripeObject("billing.meter.event_name is missing")),
                switch (meter.path("status").asText("")) {
                    case "active" -> MeterStatus.ACTIVE;
                    case "inactive" -> MeterStatus.INACTIVE;
                    default -> MeterStatus.UNKNOWN;
                },
                version);
    }

    /** @throws UnreadableStripeObject if alert, customer or value are missing */
    static UsageAlert alert(JsonNode triggered, SourceVersion version) {
        JsonNode alert = triggered.path("alert");
        JsonNode value = triggered.path("value");
        return new UsageAlert(
                StripeFields.requireRef(alert, "billing.alert_triggered.alert"),
                StripeFields.requireRef(triggered.path("customer"), "billing.alert_triggered.customer"),
                StripeFields.ref(alert.path("usage_threshold").path("meter")),
                StripeMoney.number(value, "billing.alert_triggered.value"),
                version);
    }

    /** A thin event about reports that were not counted; Stripe's words for why, never the reports. */
    static UsageRejection rejection(JsonNode thin, SourceVersion version) {
        JsonNode data = thin.path("data");
        JsonNode reason = data.path("reason");
        List<String> words = new ArrayList<>();
        for (JsonNode type : reason.path("error_types")) {
            StripeFields.word(type.path("code")).ifPresent(words::add);
        }
        JsonNode count = reason.path("error_count");
        return new UsageRejection(
                StripeFields.ref(thin.path("related_object")),
                instant(data.path("validation_start")),
                instant(data.path("validation_end")),
                count.canConvertToLong() && count.asLong() >= 0 ? (Long) count.asLong() : null,
                words,
                version);
    }

    /** Times of API v2 are RFC 3339 texts; absent if it is none. */
    static @Nullable Instant instant(JsonNode text) {
        try {
            return text.isTextual() ? Instant.parse(text.asText()) : null;
        } catch (DateTimeParseException malformed) {
            return null;
        }
    }
}
