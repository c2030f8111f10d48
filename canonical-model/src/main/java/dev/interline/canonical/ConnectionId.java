package dev.interline.canonical;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** One tenant's account at one provider, as Interline is connected to it; the last part of its webhook URL. */
public record ConnectionId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** @throws IllegalArgumentException unless 1 to 128 of {@code A-Z a-z 0-9 . _ -} */
    @JsonCreator
    public ConnectionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A connection id is 1 to 128 letters, digits, dots, dashes and underscores, but was '" + value
                            + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
