package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How urgent a ticket is, in rising order. */
public enum TicketPriority {
    NONE,
    LOW,
    NORMAL,
    HIGH,
    URGENT;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a ticket of this priority counts as escalated. */
    public boolean isEscalated() {
        return this == HIGH || this == URGENT;
    }

    /** The priority of that name in any case; {@link #NONE} for one this version does not know. */
    @JsonCreator
    public static TicketPriority ofToken(String token) {
        try {
            return valueOf(token.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            return NONE;
        }
    }
}
