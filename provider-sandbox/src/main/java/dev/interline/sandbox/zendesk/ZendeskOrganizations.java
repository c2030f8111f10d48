package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Organizations: unique by name and by external id, with the custom fields the account knows. */
final class ZendeskOrganizations {
    private static final int MAX_MANY = 100;
    private static final List<String> PLAIN =
            List.of("details", "notes", "group_id", "shared_tickets", "shared_comments", "domain_names", "tags");

    Answer create(ZendeskCall call) {
        ObjectNode given = call.body("organization");
        return recorded(call, 201, create(call, given), given);
    }

    /** Matches by id or external id, never by name: 201 for a new one, 200 for a known one. */
    Answer createOrUpdate(ZendeskCall call) {
        ObjectNode given = call.body("organization");
        Optional<ObjectNode> existing = match(call, given);
        return existing.isEmpty()
                ? recorded(call, 201, create(call, given), given)
                : recorded(call, 200, update(call, existing.get(), given), given);
    }

    Answer update(ZendeskCall call) {
        ObjectNode given = call.body("organization");
        return recorded(call, 200, update(call, existing(call), given), given);
    }

    private static Optional<ObjectNode> match(ZendeskCall call, ObjectNode given) {
        String id = Json.text(given, "id");
        String external = Json.text(given, "external_id");
        if (id != null) {
            return Optional.of(ZendeskDesk.find(call.desk().organizations(), id).orElseThrow(ZendeskErrors::notFound));
        }
        return external == null
                ? Optional.empty()
                : ZendeskDesk.findBy(call.desk().organizations(), "external_id", external);
    }

    private static ObjectNode create(ZendeskCall call, ObjectNode given) {
        String name = Json.text(given, "name");
        if (name == null || name.isBlank()) {
            throw ZendeskErrors.invalid("name", "Name: cannot be blank", "BlankValue");
        }
        refuseTaken(call, given, "");
        long id = call.desk().nextId();
        String time = ZendeskDesk.time(call.effects().now());
        ObjectNode organization = Json.object()
                .put("url", call.desk().url("organizations/" + id))
                .put("id", id)
                .put("name", name)
                .put("shared_tickets", false)
                .put("shared_comments", false)
                .putNull("external_id")
                .put("created_at", time)
                .put("updated_at", time);
        organization.set("domain_names", Json.array());
        organization.putNull("details").putNull("notes").putNull("group_id");
        organization.set("tags", Json.array());
        organization.set("organization_fields", Json.object());
        apply(call, organization, given);
        call.desk().organizations().put(Long.toString(id), organization);
        call.events().organization("created", organization, Json.object());
        return organization;
    }

    static ObjectNode update(ZendeskCall call, ObjectNode before, ObjectNode given) {
        String id = before.path("id").asText();
        refuseTaken(call, given, id);
        ObjectNode organization = before.deepCopy();
        apply(call, organization, given);
        if (!organization.equals(before)) {
            organization.put("updated_at", ZendeskDesk.time(call.effects().now()));
            call.desk().organizations().put(id, organization);
            tell(call, before, organization);
        }
        return organization;
    }

    private static void apply(ZendeskCall call, ObjectNode organization, ObjectNode given) {
        for (String field : PLAIN) {
            if (given.has(field)) {
                organization.set(field, given.path(field));
            }
        }
        String name = Json.text(given, "name");
        if (name != null) {
            organization.put("name", name);
        }
        if (given.has("external_id")) {
            organization.put("external_id", Json.text(given, "external_id"));
        }
        ObjectNode fields = (ObjectNode) organization.path("organization_fields");
        JsonNode wanted = given.path("organization_fields");
        call.desk().organizationFields().ascending(null).forEach(field -> {
            String key = field.path("key").asText();
            if (wanted.has(key)) {
                fields.set(key, ZendeskFields.judged(field, wanted.path(key)));
            } else if (!fields.has(key)) {
                fields.putNull(key);
            }
        });
    }

    private static void tell(ZendeskCall call, ObjectNode before, ObjectNode after) {
        if (!before.path("name").equals(after.path("name"))) {
            call.events()
                    .organization("name_changed", after, ZendeskEvents.change(after.get("name"), before.get("name")));
        }
        if (!before.path("external_id").equals(after.path("external_id"))) {
            call.events()
                    .organization(
                            "external_id_changed",
                            after,
                            ZendeskEvents.change(after.get("external_id"), before.get("external_id")));
        }
        if (!before.path("tags").equals(after.path("tags"))) {
            call.events()
                    .organization("tags_changed", after, ZendeskEvents.change(after.get("tags"), before.get("tags")));
        }
        call.desk().organizationFields().ascending(null).forEach(field -> {
            String key = field.path("key").asText();
            JsonNode old = before.path("organization_fields").path(key);
            JsonNode current = after.path("organization_fields").path(key);
            boolean both = (old.isMissingNode() || old.isNull()) && current.isNull();
            if (!old.equals(current) && !both) {
                ObjectNode event = ZendeskEvents.change(current, old.isMissingNode() ? null : old);
                event.putObject("custom_field")
                        .put("id", field.path("id").asText())
                        .put("title", field.path("title").asText())
                        .put("field_type", field.path("type").asText());
                call.events().organization("custom_field_changed", after, event);
            }
        });
    }

    private static void refuseTaken(ZendeskCall call, ObjectNode given, String own) {
        for (String field : List.of("name", "external_id")) {
            String value = Json.text(given, field);
            if (value != null
                    && ZendeskDesk.findBy(call.desk().organizations(), field, value)
                            .filter(row -> !row.path("id").asText().equals(own))
                            .isPresent()) {
                String label = field.substring(0, 1).toUpperCase(Locale.ROOT)
                        + field.substring(1).replace('_', ' ');
                throw ZendeskErrors.invalid(field, label + ": " + value + " has already been taken", "DuplicateValue");
            }
        }
    }

    Answer get(ZendeskCall call) {
        return answer(200, existing(call));
    }

    Answer delete(ZendeskCall call) {
        ObjectNode organization = existing(call);
        call.desk().organizations().remove(call.id());
        call.events().organization("deleted", organization, Json.object());
        call.effects().applied(call.id(), Json.text(organization, "external_id"), null);
        return Answer.noContent();
    }

    Answer list(ZendeskCall call) {
        return ZendeskPages.page(
                call,
                "organizations",
                call.desk().organizations().ascending(null).toList());
    }

    Answer search(ZendeskCall call) {
        Optional<String> external = call.query("external_id");
        Optional<String> name = call.query("name");
        if (external.isEmpty() && name.isEmpty()) {
            throw ZendeskErrors.badRequest("Missing parameter", "external_id or name is required");
        }
        String index = external.isPresent() ? "external_id" : "name";
        List<ObjectNode> found =
                ZendeskDesk.findBy(
                                call.desk().organizations(),
                                index,
                                external.or(() -> name).orElseThrow())
                        .stream()
                        .toList();
        return ZendeskPages.page(call, "organizations", found);
    }

    Answer showMany(ZendeskCall call) {
        List<ObjectNode> found = new ArrayList<>();
        for (String external : call.http().query().list("external_ids")) {
            ZendeskDesk.findBy(call.desk().organizations(), "external_id", external)
                    .ifPresent(found::add);
        }
        for (String id : call.http().query().list("ids")) {
            ZendeskDesk.find(call.desk().organizations(), id).ifPresent(found::add);
        }
        return ZendeskPages.page(call, "organizations", found);
    }

    /** Works at once, but answers like a queue: a job whose status must be asked for. */
    Answer createOrUpdateMany(ZendeskCall call) {
        ObjectNode body = Json.objectOrNull(call.http().body());
        JsonNode many = body == null ? Json.nothing() : body.path("organizations");
        if (!many.isArray() || many.isEmpty() || many.size() > MAX_MANY) {
            throw ZendeskErrors.badRequest("Invalid attribute", "organizations must hold 1 to 100 elements");
        }
        ArrayNode results = Json.array();
        for (int i = 0; i < many.size(); i++) {
            results.add(oneOfMany(call, i, many.get(i)));
        }
        return ZendeskJobs.queue(call, "Bulk Create Or Update Organization", results);
    }

    private static ObjectNode oneOfMany(ZendeskCall call, int index, JsonNode element) {
        ObjectNode given = element instanceof ObjectNode object ? object : Json.object();
        try {
            Optional<ObjectNode> existing = match(call, given);
            ObjectNode done = existing.isEmpty() ? create(call, given) : update(call, existing.get(), given);
            String external = Json.text(done, "external_id");
            call.effects().applied(done.path("id").asText(), external, given);
            ObjectNode result = Json.object().put("index", index);
            result.set("id", done.path("id"));
            return result.put("action", existing.isEmpty() ? "create" : "update")
                    .put("status", existing.isEmpty() ? "Created" : "Updated")
                    .put("success", true);
        } catch (Refusal refusal) {
            call.effects().rejected(null, Json.text(given, "external_id"), refusal.reason());
            return Json.object()
                    .put("index", index)
                    .put("error", refusal.reason())
                    .put(
                            "details",
                            Json.write(Json.object(refusal.answer().body()).path("details")))
                    .put("success", false);
        }
    }

    private static ObjectNode existing(ZendeskCall call) {
        return ZendeskDesk.find(call.desk().organizations(), call.id()).orElseThrow(ZendeskErrors::notFound);
    }

    private static Answer recorded(ZendeskCall call, int status, ObjectNode organization, ObjectNode given) {
        call.effects().applied(organization.path("id").asText(), Json.text(organization, "external_id"), given);
        return answer(status, organization);
    }

    private static Answer answer(int status, ObjectNode organization) {
        ObjectNode body = Json.object();
        body.set("organization", ZendeskPages.clean(organization));
        return Answer.json(status, body);
    }
}
