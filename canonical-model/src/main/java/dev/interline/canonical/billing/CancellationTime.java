package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** When a cancelled subscription ends. */
public enum CancellationTime {
    PERIOD_END,
    NOW;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static CancellationTime ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
