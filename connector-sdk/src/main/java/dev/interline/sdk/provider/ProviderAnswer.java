package dev.interline.sdk.provider;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** The header's value as a number that is not negative; empty if it is anything else. */
    public OptionalInt count(String name) {
        String value = headers.getOrDefault(name, "").strip();
        return value.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }
}
