package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a checkout is paid: a completed one may wait for the bank for days. */
public enum CheckoutPayment {
    PAID,
    UNPAID,
    NOT_REQUIRED,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static CheckoutPayment ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
