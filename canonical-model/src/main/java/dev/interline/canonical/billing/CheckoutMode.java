package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a checkout is for. */
public enum CheckoutMode {
    PAYMENT,
    SUBSCRIPTION,
    SETUP,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static CheckoutMode ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
