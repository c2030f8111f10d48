package dev.interline.canonical;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A kind of connected system by its role, never by its vendor. */
public enum BusinessSystem {
    BILLING,
    CRM,
    SUPPORT;

    /** The name used in topics, keys and JSON: {@code billing}, {@code crm}, {@code support}. */
    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if no such system is known */
    @JsonCreator
    public static BusinessSystem ofToken(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
