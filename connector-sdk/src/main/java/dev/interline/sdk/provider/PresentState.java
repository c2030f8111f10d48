package dev.interline.sdk.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How a dry run compares what a call would write with what the provider has now.
 *
 * @param read asks for the record the call is about
 * @param fields the record's fields from the answer, by the names in {@code intended}; empty if there is no record
 * @param intended what the call would write
 */
public record PresentState(
        ProviderRequest read, Function<ProviderAnswer, Map<String, String>> fields, Map<String, String> intended) {

    public PresentState {
        intended = Map.copyOf(intended);
    }

    /** The fields of an object that are texts, numbers or booleans, as text; null is the empty text. */
    public static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties().stream()
                .filter(field -> field.getValue().isValueNode())
                .forEach(field -> texts.put(
                        field.getKey(),
                        field.getValue().isNull() ? "" : field.getValue().asText()));
        return texts;
    }
}
