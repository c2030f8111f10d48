package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can change about somebody. */
public enum UserDetail {
    NAME,
    IDENTITY,
    ROLE,
    ACTIVE,
    SUSPENSION,
    KEY,
    TAGS,
    CUSTOM_FIELD,
    GROUPS,
    PROFILE,
    OTHER;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that name in any case; {@link #OTHER} for one this version does not know. */
    @JsonCreator
    public static UserDetail ofToken(String token) {
        try {
            return valueOf(token.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            return OTHER;
        }
    }
}
