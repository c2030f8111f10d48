package dev.interline.crm;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Times as HubSpot keeps them: in UTC, to the millisecond; it takes and tells them as ISO 8601 or in milliseconds since 1970
 * (https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide, "datetime"). What we wrote and what it tells of
 * it are the same moment in other words.
 */
final class HubSpotTimes {

    /** The properties of type {@code datetime} that we write. */
    private static final Set<String> PROPERTIES = Set.of("closedate", "interline_last_escalation");

    private HubSpotTimes() {}

    /** The value of a property in the words in which it is compared: those of another type, and what is no time, as they are. */
    static String comparable(String property, String value) {
        if (!PROPERTIES.contains(property)) {
            return value;
        }
        try {
            Instant time = value.matches("-?[0-9]{1,18}")
                    ? Instant.ofEpochMilli(Long.parseLong(value))
                    : OffsetDateTime.parse(value).toInstant();
            return time.truncatedTo(ChronoUnit.MILLIS).toString();
        } catch (DateTimeException none) {
            return value;
        }
    }

    /** The same of several properties. */
    static Map<String, String> comparable(Map<String, String> values) {
        Map<String, String> comparable = new HashMap<>();
        values.forEach((property, value) -> comparable.put(property, comparable(property, value)));
        return comparable;
    }
}
