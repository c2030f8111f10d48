package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads fields as Stripe writes them, in every API version: ids that may be expanded, times in epoch seconds. */
final class StripeFields {

    /** 9999-12-31: what lies beyond is not a time anybody meant. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    /** Stripe's ids are short and plain; what is not could not be stored as a key. */
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7E]{1," + ExternalRef.MAX_LENGTH + "}");

    private static final Pattern WORD = Pattern.compile("[a-z0-9_.-]{1,100}");

    private StripeFields() {}

    /** The id of a reference, which is a text or the expanded object. */
    static Optional<String> id(JsonNode reference) {
        JsonNode id = reference.isObject() ? reference.path("id") : reference;
        return id.isTextual() && ID.matcher(id.asText()).matches() ? Optional.of(id.asText()) : Optional.empty();
    }

    /** @throws UnreadableStripeObject if there is no usable id */
    static String requireId(JsonNode reference, String field) {
        return id(reference).orElseThrow(() -> new UnreadableStripeObject(field + " is missing or not an id"));
    }

    /** @throws UnreadableStripeObject if there is no usable id */
    static ExternalRef requireRef(JsonNode reference, String field) {
        return new ExternalRef(BusinessSystem.BILLING, requireId(reference, field));
    }

    /** The record that is referred to; absent if there is none. */
    static @Nullable ExternalRef ref(JsonNode reference) {
        return id(reference)
                .map(id -> new ExternalRef(BusinessSystem.BILLING, id))
                .orElse(null);
    }

    /** One of Stripe's own words, as reasons and codes are; nothing that people have typed passes as one. */
    static Optional<String> word(JsonNode node) {
        return node.isTextual() && WORD.matcher(node.asText()).matches()
                ? Optional.of(node.asText())
                : Optional.empty();
    }

    /** The text, if there is one. */
    static Optional<String> text(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank() ? Optional.of(node.asText()) : Optional.empty();
    }

    /** The time, or null if absent or absurd. */
    static @Nullable Instant time(JsonNode seconds) {
        if (!seconds.canConvertToLong() || seconds.asLong() < 0 || seconds.asLong() > MAX_SECONDS) {
            return null;
        }
        return Instant.ofEpochSecond(seconds.asLong());
    }
}
