package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a refund has come. */
public enum RefundStatus {
    PENDING,
    AWAITING_ACTION,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static RefundStatus ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
