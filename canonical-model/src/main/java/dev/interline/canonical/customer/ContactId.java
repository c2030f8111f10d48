package dev.interline.canonical.customer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A person at a company we serve, named by Interline; opaque, so that it says nothing of the person. */
public record ContactId(@JsonValue String value) {

    /** @throws IllegalArgumentException unless it is 1 to 64 letters, digits, {@code _} and {@code -} */
    @JsonCreator
    public ContactId {
        if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("A contact id is 1 to 64 letters, digits, _ and -, but this one has "
                    + value.length() + " characters or others");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
