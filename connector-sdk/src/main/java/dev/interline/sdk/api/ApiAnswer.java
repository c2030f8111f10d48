package dev.interline.sdk.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.interline.canonical.message.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer of the system API.
 *
 * @param headers by name, {@code Content-Type} among them if there is a body
 */
public record ApiAnswer(int status, Map<String, String> headers, byte[] body) {

    static final String JSON = "application/json";

    public ApiAnswer {
        headers = Map.copyOf(headers);
    }

    static ApiAnswer empty(int status) {
        return new ApiAnswer(status, Map.of(), new byte[0]);
    }

    static ApiAnswer json(int status, Object content) {
        return of(status, JSON, write(content));
    }

    static ApiAnswer of(int status, String mediaType, String text) {
        return new ApiAnswer(status, Map.of("Content-Type", mediaType), text.getBytes(StandardCharsets.UTF_8));
    }

    static String write(Object content) {
        try {
            return CanonicalJson.mapper().writeValueAsString(content);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(content.getClass().getSimpleName() + " cannot be written as JSON", broken);
        }
    }

    ApiAnswer with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new ApiAnswer(status, more, body);
    }

    ApiAnswer with(Map<String, String> others) {
        Map<String, String> more = new TreeMap<>(others);
        more.putAll(headers);
        return new ApiAnswer(status, more, body);
    }

    /** Its status; never its content. */
    @Override
    public String toString() {
        return "ApiAnswer[" + status + ", " + body.length + " bytes]";
    }
}
