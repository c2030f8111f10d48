package dev.interline.canonical;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** One customer of Interline; part of every key, lane and predicate. */
public record TenantId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException unless 1 to 63 of {@code a-z 0-9 -}, not starting with a dash */
    @JsonCreator
    public TenantId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A tenant id is 1 to 63 lower-case letters, digits and dashes, but was '" + value + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
