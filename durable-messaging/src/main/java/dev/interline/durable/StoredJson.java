package dev.interline.durable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.Envelope;
import java.util.Map;

/** The JSON text in which envelopes and headers are kept in tables. */
public final class StoredJson {

    private StoredJson() {}

    public static String write(Envelope envelope) {
        return writeAny(envelope);
    }

    public static String write(Map<String, String> headers) {
        return writeAny(headers);
    }

    public static Envelope envelope(String json) {
        try {
            return CanonicalJson.mapper().readValue(json, Envelope.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored envelope cannot be read: " + broken.getOriginalMessage(), broken);
        }
    }

    /** The headers of a stored request. */
    public static Map<String, String> headers(String json) {
        try {
            return CanonicalJson.mapper().readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Stored headers cannot be read: " + broken.getOriginalMessage(), broken);
        }
    }

    private static String writeAny(Object value) {
        try {
            return CanonicalJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(value.getClass().getSimpleName() + " cannot be written as JSON", broken);
        }
    }
}
