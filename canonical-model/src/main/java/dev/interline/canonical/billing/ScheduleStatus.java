package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The life of a plan of changes to a subscription. */
public enum ScheduleStatus {
    NOT_STARTED,
    ACTIVE,
    COMPLETED,
    RELEASED,
    CANCELLED,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static ScheduleStatus ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
