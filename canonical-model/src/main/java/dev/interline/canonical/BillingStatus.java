package dev.interline.canonical;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an account stands with its payments, over all its subscriptions. */
public enum BillingStatus {
    TRIALING,
    ACTIVE,
    PAST_DUE,
    SUSPENDED,
    CANCELLED;

    /** The name in JSON and in connected systems: {@code past_due}. */
    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such status */
    @JsonCreator
    public static BillingStatus ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
