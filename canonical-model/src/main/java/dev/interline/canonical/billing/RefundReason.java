package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why money goes back. */
public enum RefundReason {
    DUPLICATE,
    FRAUDULENT,
    REQUESTED_BY_CUSTOMER;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static RefundReason ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
