package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.SourceVersion;
import dev.interline.sdk.ingress.WebhookRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event of Stripe as far as every event is alike.
 *
 * @param at when it happened
 * @param object the record at that moment
 * @param previous what was different before; a missing node if nothing is said of it
 */
record StripeEvent(String id, String type, Instant at, JsonNode object, JsonNode previous) {

    /** What lies further ahead of its own signature did not happen then. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final Pattern SIGNED_AT = Pattern.compile("(?:^|,)\\s*t=(\\d{1,12})(?:,|$)");

    /** @throws UnreadableStripeObject if time or object are missing */
    static StripeEvent of(JsonNode event, String id, String type, WebhookRequest request) {
        JsonNode data = event.path("data");
        Instant at = StripeFields.time(event.path("created"));
        if (at == null || !data.path("object").isObject()) {
            throw new UnreadableStripeObject("created or data.object is missing");
        }
        return new StripeEvent(id, type, notAhead(at, request), data.path("object"), data.path("previous_attributes"));
    }

    /** A thin event of API v2: its time is a text, and there is no object in it. */
    static StripeEvent ofThin(JsonNode event, String id, String type, WebhookRequest request) {
        Instant at = StripeUsageTranslator.instant(event.path("created"));
        if (at == null) {
            throw new UnreadableStripeObject("created is missing");
        }
        return new StripeEvent(
                id, type, notAhead(at, request), event, event.path("data").path("previous_attributes"));
    }

    /**
     * The time, unless it is absurdly far ahead: then no later statement about the record would ever count. Such an event
     * counts from the moment Stripe signed it, which the signature vouches for and which reading the stored request again
     * finds again.
     */
    private static Instant notAhead(Instant at, WebhookRequest request) {
        Instant signedAt =
                request.header("stripe-signature").map(StripeEvent::signedAt).orElse(null);
        return signedAt != null && at.isAfter(signedAt.plus(AHEAD)) ? signedAt : at;
    }

    private static @Nullable Instant signedAt(String header) {
        Matcher time = SIGNED_AT.matcher(header);
        return time.find() ? Instant.ofEpochSecond(Long.parseLong(time.group(1))) : null;
    }

    /** Where what it says stands in the record's history. */
    SourceVersion version(int rank) {
        return new SourceVersion(at, rank, id);
    }
}
