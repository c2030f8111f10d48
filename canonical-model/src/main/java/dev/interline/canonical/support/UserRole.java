package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What somebody is to the support system. */
public enum UserRole {
    END_USER,
    AGENT,
    ADMIN,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that name in any case; {@link #UNKNOWN} for one this version does not know. */
    @JsonCreator
    public static UserRole ofToken(String token) {
        try {
            return valueOf(token.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            return UNKNOWN;
        }
    }
}
