package dev.interline.canonical.usage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a meter takes reports. */
public enum MeterStatus {
    ACTIVE,
    INACTIVE,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static MeterStatus ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
