package dev.interline.canonical;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A company we serve, named by Interline; the same in every connected system. */
public record AccountId(@JsonValue String value) {

    /** @throws IllegalArgumentException if blank or longer than 64 characters */
    @JsonCreator
    public AccountId {
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException(
                    "An account id has 1 to 64 characters, but this one has " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
