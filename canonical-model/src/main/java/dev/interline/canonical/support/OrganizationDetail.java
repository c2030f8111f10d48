package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can change about a company. */
public enum OrganizationDetail {
    NAME,
    KEY,
    TAGS,
    CUSTOM_FIELD,
    OTHER;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that name in any case; {@link #OTHER} for one this version does not know. */
    @JsonCreator
    public static OrganizationDetail ofToken(String token) {
        try {
            return valueOf(token.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            return OTHER;
        }
    }
}
