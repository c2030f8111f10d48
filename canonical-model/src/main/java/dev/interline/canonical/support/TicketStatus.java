package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The life of a ticket. */
public enum TicketStatus {
    NEW,
    OPEN,
    PENDING,
    HOLD,
    SOLVED,
    CLOSED,
    DELETED,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody still has to do something about the ticket. */
    public boolean isOpen() {
        return this == NEW || this == OPEN || this == PENDING || this == HOLD;
    }

    /** The status of that name in any case; {@link #UNKNOWN} for one this version does not know. */
    @JsonCreator
    public static TicketStatus ofToken(String token) {
        try {
            return valueOf(token.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            return UNKNOWN;
        }
    }
}
