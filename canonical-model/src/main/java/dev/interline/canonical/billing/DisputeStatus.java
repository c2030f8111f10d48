package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a dispute stands: ours to answer, with the bank, or over. */
public enum DisputeStatus {
    NEEDS_RESPONSE,
    UNDER_REVIEW,
    WON,
    LOST,
    CLOSED,
    PREVENTED,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static DisputeStatus ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
