package dev.interline.sdk.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A provider's answer.
 *
 * @param headers by lower-case name
 * @param body a missing node if there is none, or none that is JSON
 * @param readable whether the body was JSON, or empty where that is allowed (204)
 */
public record ProviderAnswer(int status, Map<String, String> headers, JsonNode body, boolean readable) {

    public ProviderAnswer {
        headers = Map.copyOf(headers);
    }

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The header's value. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * When the provider answered, by its own clock and cut to the second
     * (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1">RFC 9110, 6.6.1</a>); empty if it does not say.
     */
    public Optional<Instant> date() {
        return header("date").flatMap(ProviderAnswer::date);
    }

    /** A date of HTTP's; empty if it is none. */
    static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    /** The header's value as a number that is not negative; empty if it is anything else. */
    public OptionalInt count(String name) {
        String value = headers.getOrDefault(name, "").strip();
        return value.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }
}
