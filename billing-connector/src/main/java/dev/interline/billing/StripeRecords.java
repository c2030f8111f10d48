package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.echo.FieldChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is alike in Stripe's records. */
final class StripeRecords {

    private StripeRecords() {}

    /** Whether the record has all these labels already; the empty text is a label that is not there. */
    static boolean labelled(JsonNode record, Map<String, String> labels) {
        JsonNode metadata = record.path("metadata");
        return labels.entrySet().stream()
                .allMatch(label -> metadata.path(label.getKey()).asText("").equals(label.getValue()));
    }

    /** What we will be told of these labels. */
    static Map<String, String> written(Map<String, String> labels) {
        Map<String, String> written = new HashMap<>();
        labels.forEach((name, value) -> written.put(field(name), value));
        return written;
    }

    private static String field(String label) {
        return "metadata[" + label + "]";
    }

    /**
     * What an update has changed, if that is nothing but labels and the plain fields we write: all that is different is in
     * {@code previous_attributes} (<a href="https://docs.stripe.com/api/events/object#event_object-data">events</a>). An
     * event does not tell whose key the change was made with, so that the value decides.
     *
     * @param fields the plain fields we write to records of this kind
     */
    static @Nullable FieldChange change(StripeEvent event, Set<String> fields) {
        String id = event.object().path("id").asText("");
        Map<String, String> values = new HashMap<>();
        for (Map.Entry<String, JsonNode> before : event.previous().properties()) {
            JsonNode now = event.object().path(before.getKey());
            if (before.getKey().equals("metadata") && before.getValue().isObject()) {
                before.getValue()
                        .properties()
                        .forEach(label -> values.put(
                                field(label.getKey()), now.path(label.getKey()).asText("")));
            } else if (fields.contains(before.getKey())) {
                values.put(before.getKey(), now.isNull() ? "" : now.asText(""));
            } else {
                return null;
            }
        }
        return id.isEmpty() || values.isEmpty() ? null : new FieldChange(id, values, event.at());
    }
}
