package dev.interline.canonical;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A fact about an account that systems exchange; one system owns each. Values are text, the empty text clears. */
public enum AccountField {
    NAME,
    DOMAIN,
    INDUSTRY,
    OWNER,
    LIFECYCLE_STAGE,
    PLAN,
    BILLING_STATUS,
    OPEN_TICKET_COUNT,
    LAST_ESCALATION;

    private static final Map<String, AccountField> BY_TOKEN = new HashMap<>();

    static {
        for (AccountField field : values()) {
            BY_TOKEN.put(field.token(), field);
        }
    }

    /** The name in JSON: {@code lifecycle-stage}. */
    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such field */
    @JsonCreator
    public static AccountField ofToken(String token) {
        AccountField field = BY_TOKEN.get(token);
        if (field == null) {
            throw new IllegalArgumentException("No account field is called '" + token + "'; known: "
                    + String.join(", ", BY_TOKEN.keySet().stream().sorted().toList()));
        }
        return field;
    }
}
