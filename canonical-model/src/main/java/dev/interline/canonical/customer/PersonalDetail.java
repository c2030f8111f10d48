package dev.interline.canonical.customer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a system may know of a person. Events name the kind and never the value, which is looked up where it is kept. */
public enum PersonalDetail {
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    PHONE,
    JOB_TITLE,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The detail of that name; {@link #UNKNOWN} for one this version does not know. */
    @JsonCreator
    public static PersonalDetail ofToken(String token) {
        for (PersonalDetail detail : values()) {
            if (detail.token().equals(token)) {
                return detail;
            }
        }
        return UNKNOWN;
    }
}
