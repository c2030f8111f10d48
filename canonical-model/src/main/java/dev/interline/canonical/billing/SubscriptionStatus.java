package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The life of a subscription: pending until first paid, ended for good. */
public enum SubscriptionStatus {
    PENDING,
    TRIALING,
    ACTIVE,
    PAST_DUE,
    SUSPENDED,
    ENDED;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such status */
    @JsonCreator
    public static SubscriptionStatus ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
