package dev.interline.canonical.customer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What has become of a chance to sell. */
public enum OpportunityStatus {
    OPEN,
    WON,
    LOST,
    UNKNOWN;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status of that name; {@link #UNKNOWN} for one this version does not know. */
    @JsonCreator
    public static OpportunityStatus ofToken(String token) {
        for (OpportunityStatus status : values()) {
            if (status.token().equals(token)) {
                return status;
            }
        }
        return UNKNOWN;
    }
}
