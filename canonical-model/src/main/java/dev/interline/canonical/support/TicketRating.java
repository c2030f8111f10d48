package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a customer found the help. */
public enum TicketRating {
    OFFERED,
    GOOD,
    BAD,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that name in any case; {@link #UNKNOWN} for one this version does not know. */
    @JsonCreator
    public static TicketRating ofToken(String token) {
        try {
            return valueOf(token.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            return UNKNOWN;
        }
    }
}
