package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.util.List;
import java.util.Set;

/** Property definitions: {@code /crm/v3/properties/{type}}; a new portal has only the standard ones. */
final class CrmProperties {
    private static final Set<String> TYPES = Set.of("string", "number", "date", "datetime", "enumeration", "bool");
    private static final Set<String> FIELD_TYPES = Set.of(
            "text",
            "textarea",
            "number",
            "date",
            "select",
            "radio",
            "checkbox",
            "booleancheckbox",
            "file",
            "html",
            "phonenumber",
            "calculation_equation");

    Answer list(HubSpotCall call) {
        ObjectNode body = Json.object();
        body.putArray("results")
                .addAll(call.portal().properties(call.type()).values().stream()
                        .map(CrmProperty::definition)
                        .toList());
        return Answer.json(200, body);
    }

    Answer get(HubSpotCall call) {
        CrmProperty property = call.portal().properties(call.type()).get(call.id());
        if (property == null) {
            throw HubSpotErrors.notFound();
        }
        return Answer.json(200, property.definition());
    }

    Answer create(HubSpotCall call) {
        ObjectNode definition = create(call, call.body());
        call.effects().applied(definition.path("name").asText(), null, call.body());
        return Answer.json(201, definition);
    }

    Answer createBatch(HubSpotCall call) {
        JsonNode inputs = call.body().path("inputs");
        if (!inputs.isArray() || inputs.isEmpty()) {
            throw HubSpotErrors.validation("Invalid input JSON: inputs must be a list with at least one element");
        }
        ArrayNode results = Json.array();
        ArrayNode errors = Json.array();
        for (JsonNode input : inputs) {
            String name = input.path("name").asText();
            try {
                results.add(create(call, input));
                call.effects().applied(name, null, input);
            } catch (Refusal refusal) {
                call.effects().rejected(name, null, refusal.reason());
                ObjectNode error = Json.object(refusal.answer().body());
                error.putObject("context").putArray("name").add(name);
                errors.add(error);
            }
        }
        String time = CrmProperty.time(call.effects().now());
        ObjectNode body = Json.object().put("status", "COMPLETE");
        body.set("results", results);
        if (!errors.isEmpty()) {
            body.put("numErrors", errors.size());
            body.set("errors", errors);
        }
        return Answer.json(
                errors.isEmpty() ? 201 : 207, body.put("startedAt", time).put("completedAt", time));
    }

    private static ObjectNode create(HubSpotCall call, JsonNode given) {
        String name = given.path("name").asText();
        String type = given.path("type").asText();
        String fieldType = given.path("fieldType").asText();
        String group = given.path("groupName").asText();
        if (!name.matches("[a-z][a-z0-9_]{0,99}")) {
            throw HubSpotErrors.validation("Property name '" + name
                    + "' is not valid: it must start with a letter and hold lower-case letters, digits and _ only");
        }
        if (!TYPES.contains(type) || !FIELD_TYPES.contains(fieldType)) {
            throw HubSpotErrors.validation("Invalid type or fieldType of property " + name);
        }
        if (!group.equals(call.type().defaultGroup())
                && call.portal().groups(call.type()).find(group).isEmpty()) {
            throw HubSpotErrors.validation("Property group '" + group + "' does not exist");
        }
        if (call.portal().properties(call.type()).containsKey(name)) {
            throw HubSpotErrors.alreadyExists("A property named '" + name + "' already exists.");
        }
        CrmProperty property = CrmProperty.of(
                name,
                given.path("label").asText(name),
                type,
                fieldType,
                group,
                given.path("hasUniqueValue").asBoolean(),
                false);
        JsonNode options = given.path("options");
        if (options.isArray()) {
            property = property.withOptions(options);
        }
        ObjectNode definition = property.definition();
        String time = CrmProperty.time(call.effects().now());
        definition
                .put("description", given.path("description").asText(""))
                .put("createdAt", time)
                .put("updatedAt", time);
        call.portal().customProperties(call.type()).put(name, definition);
        call.portal().forgetProperties();
        return definition;
    }

    Answer listGroups(HubSpotCall call) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        results.add(Json.object()
                .put("name", call.type().defaultGroup())
                .put("label", call.type().defaultGroup())
                .put("displayOrder", 0)
                .put("archived", false));
        List<ObjectNode> own = call.portal().groups(call.type()).ascending(null).toList();
        results.addAll(own);
        return Answer.json(200, body);
    }

    Answer createGroup(HubSpotCall call) {
        ObjectNode body = call.body();
        String name = body.path("name").asText();
        if (name.isEmpty()) {
            throw HubSpotErrors.validation("Invalid input JSON: some required fields were not set: [name]");
        }
        if (name.equals(call.type().defaultGroup())
                || call.portal().groups(call.type()).find(name).isPresent()) {
            throw HubSpotErrors.alreadyExists("A property group named '" + name + "' already exists.");
        }
        ObjectNode group = Json.object()
                .put("name", name)
                .put("label", body.path("label").asText(name))
                .put("displayOrder", body.path("displayOrder").asInt(-1))
                .put("archived", false);
        call.portal().groups(call.type()).put(name, group);
        call.effects().applied(name, null, body);
        return Answer.json(201, group);
    }
}
