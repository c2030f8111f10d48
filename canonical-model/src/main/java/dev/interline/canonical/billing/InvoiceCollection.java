package dev.interline.canonical.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an invoice is to be paid. */
public enum InvoiceCollection {
    /** By the account's usual means, without asking. */
    CHARGE,
    /** By the account itself, which is sent the invoice. */
    SEND;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    @JsonCreator
    public static InvoiceCollection ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
