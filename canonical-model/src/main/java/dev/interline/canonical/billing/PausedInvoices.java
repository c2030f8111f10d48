package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of the invoices that fall due while collection is paused. */
public enum PausedInvoices {
    KEEP_AS_DRAFT,
    WRITE_OFF,
    VOID;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static PausedInvoices ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
