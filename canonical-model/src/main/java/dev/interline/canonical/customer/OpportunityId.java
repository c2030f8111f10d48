package dev.interline.canonical.customer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A chance to sell, named by Interline; the same in every connected system. */
public record OpportunityId(@JsonValue String value) {

    /** @throws IllegalArgumentException unless it is 1 to 64 letters, digits, {@code _} and {@code -} */
    @JsonCreator
    public OpportunityId {
        if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "An opportunity id is 1 to 64 letters, digits, _ and -, but this one has " + value.length()
                            + " characters or others");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
