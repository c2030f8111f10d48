package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes one object: judges all values first, so that a refused write has changed nothing. */
final class CrmWriter {
    private final HubSpotPortal portal;
    private final CrmEvents events;
    private final Instant now;

    CrmWriter(HubSpotPortal portal, CrmEvents events, Instant now) {
        this.portal = portal;
        this.events = events;
        this.now = now;
    }

    /** Creates an object; throws {@link Refusal} for invalid values (400) and taken unique values (409). */
    ObjectNode create(CrmType type, JsonNode given) {
        Map<String, String> values = judged(type, given);
        refuseTaken(type, values, null);
        String id = portal.nextId();
        String time = CrmProperty.time(now);
        ObjectNode row = Json.object().put("id", id);
        ObjectNode held = row.putObject("properties");
        values.forEach((name, value) -> {
            if (!value.isEmpty()) {
                held.put(name, value);
            }
        });
        CrmStages.calculate(type, held);
        held.put("createdate", time).put(type.modifiedProperty(), time).put("hs_object_id", id);
        row.put("createdAt", time).put("updatedAt", time).put("archived", false);
        portal.objects(type).put(id, row);
        events.created(type, id);
        values.forEach((name, value) -> {
            if (!value.isEmpty()) {
                events.changed(type, id, name, value);
            }
        });
        return row;
    }

    /** Changes an object; values equal to the stored ones tell nobody. */
    ObjectNode update(CrmType type, ObjectNode existing, JsonNode given) {
        Map<String, String> values = judged(type, given);
        String id = existing.path("id").asText();
        refuseTaken(type, values, id);
        ObjectNode row = existing.deepCopy();
        ObjectNode held = (ObjectNode) row.path("properties");
        Map<String, String> changed = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String old = Objects.requireNonNullElse(Json.text(held, name), "");
            if (!old.equals(value) && (events.byPerson() || mayMove(name, old, value))) {
                held.put(name, value.isEmpty() ? null : value);
                changed.put(name, value);
            }
        });
        if (!changed.isEmpty()) {
            CrmStages.calculate(type, held);
            String time = CrmProperty.time(now);
            held.put(type.modifiedProperty(), time);
            row.put("updatedAt", time);
            portal.objects(type).put(id, row);
            changed.forEach((name, value) -> events.changed(type, id, name, value));
        }
        return row;
    }

    /** The API moves a lifecycle stage forward only and ignores an attempt to move it back; cleared, it may begin anew. */
    private static boolean mayMove(String name, String old, String value) {
        if (!name.equals("lifecyclestage") || old.isEmpty() || value.isEmpty()) {
            return true;
        }
        return StandardProperties.LIFECYCLE.indexOf(value) > StandardProperties.LIFECYCLE.indexOf(old);
    }

    void archive(CrmType type, ObjectNode existing) {
        String id = existing.path("id").asText();
        ObjectNode row = existing.deepCopy();
        String time = CrmProperty.time(now);
        row.put("archived", true).put("archivedAt", time).put("updatedAt", time);
        portal.objects(type).put(id, row);
        events.deleted(type, id);
    }

    /** Takes the one into the other, which keeps its id; values it lacks and what belonged to the one are its own now. */
    ObjectNode merge(CrmType type, ObjectNode primary, ObjectNode gone) {
        String id = primary.path("id").asText();
        String goneId = gone.path("id").asText();
        String time = CrmProperty.time(now);
        ObjectNode away = gone.deepCopy();
        away.put("archived", true)
                .put("archivedAt", time)
                .put("updatedAt", time)
                .put("mergedInto", id);
        portal.objects(type).put(goneId, away);
        ObjectNode row = primary.deepCopy();
        ObjectNode held = (ObjectNode) row.path("properties");
        int moved = 0;
        for (Map.Entry<String, JsonNode> value : gone.path("properties").properties()) {
            if (Json.text(held, value.getKey()) == null) {
                held.set(value.getKey(), value.getValue());
                moved++;
            }
        }
        CrmStages.calculate(type, held);
        held.put(type.modifiedProperty(), time);
        row.put("updatedAt", time);
        portal.objects(type).put(id, row);
        portal.associations().move(type, goneId, id);
        events.merged(type, id, goneId, moved);
        return row;
    }

    /** Brings an archived object back. */
    ObjectNode restore(CrmType type, ObjectNode archived) {
        ObjectNode row = archived.deepCopy();
        row.put("archived", false).put("updatedAt", CrmProperty.time(now)).remove("archivedAt");
        portal.objects(type).put(row.path("id").asText(), row);
        events.restored(type, row.path("id").asText());
        return row;
    }

    /** Removes an object with everything that was known of it. */
    void forget(CrmType type, ObjectNode row) {
        portal.objects(type).remove(row.path("id").asText());
        events.forgotten(type, row.path("id").asText());
    }

    CrmEvents events() {
        return events;
    }

    private Map<String, String> judged(CrmType type, JsonNode given) {
        if (!given.isObject()) {
            throw HubSpotErrors.validation("Invalid input JSON: properties must be an object");
        }
        Map<String, String> values = new LinkedHashMap<>();
        ArrayNode problems = Json.array();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            String name = entry.getKey();
            CrmProperty property = portal.properties(type).get(name);
            String value = Objects.requireNonNullElse(Json.scalar(entry.getValue()), "");
            if (property == null) {
                problems.add(problem(name, "PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist"));
            } else if (property.readOnly()) {
                problems.add(problem(
                        name, "READ_ONLY_VALUE", "\"" + name + "\" is a read only property; its value cannot be set."));
            } else if (value.isEmpty()) {
                values.put(name, "");
            } else {
                switch (property.judge(value)) {
                    case CrmProperty.Judged.Valid valid -> values.put(name, valid.value());
                    case CrmProperty.Judged.Invalid invalid ->
                        problems.add(problem(name, invalid.error(), invalid.message()));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw HubSpotErrors.invalidValues(problems);
        }
        return values;
    }

    private ObjectNode problem(String name, String error, String message) {
        return Json.object()
                .put("isValid", false)
                .put("message", message)
                .put("error", error)
                .put("name", name)
                .put("localizedErrorMessage", message)
                .put("portalId", portal.portalId());
    }

    private void refuseTaken(CrmType type, Map<String, String> values, @Nullable String own) {
        for (Map.Entry<String, String> entry : values.entrySet()) {
            CrmProperty property = portal.properties(type).get(entry.getKey());
            if (property == null || !property.unique() || entry.getValue().isEmpty()) {
                continue;
            }
            Optional<String> holder = portal.find(type, property.name(), entry.getValue())
                    .map(row -> row.path("id").asText())
                    .filter(id -> !id.equals(own));
            if (holder.isPresent()) {
                throw HubSpotErrors.conflict(
                        type == CrmType.CONTACTS && property.name().equals("email")
                                ? "Contact already exists. Existing ID: " + holder.get()
                                : "Cannot set property " + property.name() + ": " + type.singular() + " " + holder.get()
                                        + " already has that value.");
            }
        }
    }

    /** An object as the API shows it: default properties, and those asked for or just written. */
    static ObjectNode shown(HubSpotPortal portal, CrmType type, ObjectNode row, List<String> asked) {
        ObjectNode shown = Json.object().put("id", row.path("id").asText());
        ObjectNode properties = shown.putObject("properties");
        JsonNode held = row.path("properties");
        TreeSet<String> names = new TreeSet<>(type.shownByDefault());
        asked.stream().filter(portal.properties(type)::containsKey).forEach(names::add);
        names.forEach(name -> properties.put(name, Json.text(held, name)));
        shown.set("createdAt", row.path("createdAt"));
        shown.set("updatedAt", row.path("updatedAt"));
        shown.set("archived", row.path("archived"));
        if (row.has("archivedAt")) {
            shown.set("archivedAt", row.path("archivedAt"));
        }
        return shown.put(
                "url",
                "https://app.hubspot.com/contacts/" + portal.portalId() + "/record/" + type.objectTypeId() + "/"
                        + row.path("id").asText());
    }
}
