package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The life of an invoice; unknown is a word of the billing system that this version has none for. */
public enum InvoiceStatus {
    DRAFT,
    OPEN,
    PAID,
    VOID,
    UNCOLLECTIBLE,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static InvoiceStatus ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
