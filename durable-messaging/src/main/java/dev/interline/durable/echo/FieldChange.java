package dev.interline.durable.echo;

import java.time.Instant;
import java.util.Map;

/**
 * A change that a provider tells of, and that may be our own write. It is only if all of it is.
 *
 * @param record the provider's id of the record
 * @param values what was changed, by the provider's names, as it is now; at least one
 * @param at when it was changed, by the provider's clock
 */
public record FieldChange(String record, Map<String, String> values, Instant at) {

    /** @throws IllegalArgumentException if nothing was changed */
    public FieldChange {
        values = Map.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A change has at least one field");
        }
    }

    /** A change of one field. */
    public FieldChange(String record, String field, String value, Instant at) {
        this(record, Map.of(field, value), at);
    }
}
