package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a payment has come: it may need the payer, the bank or us. */
public enum PaymentStatus {
    AWAITING_METHOD,
    AWAITING_CONFIRMATION,
    AWAITING_ACTION,
    AWAITING_CAPTURE,
    PROCESSING,
    SUCCEEDED,
    CANCELLED,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static PaymentStatus ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
