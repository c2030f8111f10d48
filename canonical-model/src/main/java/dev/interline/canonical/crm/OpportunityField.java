package dev.interline.canonical.crm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What may be written of a chance to sell. */
public enum OpportunityField {
    /** Its title; of the account and what is sold, never of a person. */
    TITLE,
    /** The CRM's id of the pipeline. */
    PIPELINE,
    /** The CRM's id of the stage. */
    STAGE,
    /** In major units: {@code 1200.50}. */
    AMOUNT,
    /** ISO 4217. */
    CURRENCY,
    /** ISO 8601, with time and zone. */
    CLOSES_AT,
    OWNER;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such field */
    @JsonCreator
    public static OpportunityField ofToken(String token) {
        for (OpportunityField field : values()) {
            if (field.token().equals(token)) {
                return field;
            }
        }
        throw new IllegalArgumentException("No field of an opportunity is called so");
    }
}
