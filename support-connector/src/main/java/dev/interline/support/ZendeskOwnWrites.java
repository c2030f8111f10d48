package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.echo.FieldChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What we write to organizations and users, by the names under which Zendesk tells of it: one event for a record that was
 * made, one for each field of a record that was changed. Events of organizations and users name no actor
 * (<a href="https://developer.zendesk.com/api-reference/webhooks/event-types/organization-events">organization
 * events</a>), so that the value decides whose change it is. Tickets are not here: whoever changed one, others follow from
 * it.
 */
final class ZendeskOwnWrites {

    private static final String CREATION = "(creation)";
    private static final String NAME = "name";
    /** The status of the answer to an upsert that has made a record. */
    static final int CREATED = 201;

    private static final Set<String> VALUES = Set.of("name_changed", "external_id_changed");

    private ZendeskOwnWrites() {}

    /**
     * What Zendesk will tell of an upsert.
     *
     * @param status of the answer: Zendesk tells by it whether the record was made
     * @param name the name it has now
     * @param fields custom fields by title
     */
    static Map<String, String> of(int status, String name, Map<String, String> fields) {
        if (status == CREATED) {
            return Map.of(CREATION, "");
        }
        Map<String, String> written = new HashMap<>();
        fields.forEach((title, value) -> written.put(custom(title), value));
        written.put(NAME, name);
        return written;
    }

    /** What a custom field's change is known by. */
    static String custom(String title) {
        return "custom field " + title;
    }

    /** What the event says was changed, if that is a field we write. */
    static @Nullable FieldChange told(ZendeskEvent event) {
        if (event.verb().equals("created")) {
            return new FieldChange(event.id(), CREATION, "", event.at());
        }
        JsonNode current = event.change().path("current");
        if (!current.isValueNode()) {
            return null;
        }
        String value = current.isNull() ? "" : current.asText();
        if (VALUES.contains(event.verb())) {
            return new FieldChange(event.id(), event.verb().replace("_changed", ""), value, event.at());
        }
        String title = event.change().at("/custom_field/title").asText("");
        return event.verb().equals("custom_field_changed") && !title.isEmpty()
                ? new FieldChange(event.id(), custom(title), value, event.at())
                : null;
    }
}
