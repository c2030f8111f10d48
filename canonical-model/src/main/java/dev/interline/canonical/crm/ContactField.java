package dev.interline.canonical.crm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.interline.canonical.PersonalSeal;
import java.util.Locale;

/** What may be written of a person. */
public enum ContactField {
    EMAIL(true),
    FIRST_NAME(true),
    LAST_NAME(true),
    PHONE(true),
    JOB_TITLE(true),
    LIFECYCLE_STAGE(false),
    OWNER(false);

    private final boolean personal;

    ContactField(boolean personal) {
        this.personal = personal;
    }

    /** Whether a value says who the person is, so that it travels {@link PersonalSeal sealed} only. */
    public boolean isPersonal() {
        return personal;
    }

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such field */
    @JsonCreator
    public static ContactField ofToken(String token) {
        for (ContactField field : values()) {
            if (field.token().equals(token)) {
                return field;
            }
        }
        throw new IllegalArgumentException("No field of a contact is called so");
    }
}
