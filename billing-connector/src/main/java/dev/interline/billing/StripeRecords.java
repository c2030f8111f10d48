package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What is alike in Stripe's records. */
final class StripeRecords {

    private StripeRecords() {}

    /** Whether the record has all these labels already; the empty text is a label that is not there. */
    static boolean labelled(JsonNode record, Map<String, String> labels) {
        JsonNode metadata = record.path("metadata");
        return labels.entrySet().stream()
                .allMatch(label -> metadata.path(label.getKey()).asText("").equals(label.getValue()));
    }
}
