package dev.interline.durable.echo;

import java.time.Instant;

/**
 * A change that a provider tells of, and that may be our own write.
 *
 * @param record the provider's id of the record
 * @param field the provider's name of the field
 * @param at when it was changed, by the provider's clock
 */
public record FieldChange(String record, String field, String value, Instant at) {}
