package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What else can change about a ticket. */
public enum TicketDetail {
    TYPE,
    SUBJECT,
    DESCRIPTION,
    TAGS,
    CUSTOM_FIELD,
    REQUESTER,
    SUBMITTER,
    KEY,
    COPIES,
    FOLLOWERS,
    PROBLEM,
    FORM,
    BRAND,
    COMMENTS,
    ATTACHMENTS,
    TASK_DUE,
    SERVICE_LEVEL,
    OTHER;

    @JsonValue
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of that name in any case; {@link #OTHER} for one this version does not know. */
    @JsonCreator
    public static TicketDetail ofToken(String token) {
        try {
            return valueOf(token.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            return OTHER;
        }
    }
}
