package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of one attempt to move money. */
public enum ChargeStatus {
    PENDING,
    SUCCEEDED,
    FAILED,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static ChargeStatus ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
