package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** Custom fields of organizations; a new account has none, and unknown keys in a write are ignored without a word. */
final class ZendeskFields {
    private static final Set<String> TYPES =
            Set.of("text", "textarea", "checkbox", "date", "integer", "decimal", "regexp", "dropdown", "tagger");

    Answer create(ZendeskCall call) {
        ObjectNode given = call.body("organization_field");
        String key = Json.text(given, "key");
        String title = Json.text(given, "title");
        String type = given.path("type").asText("text");
        if (title == null || title.isBlank()) {
            throw ZendeskErrors.invalid("title", "Title: cannot be blank", "BlankValue");
        }
        if (key == null || !key.matches("[A-Za-z0-9_-]{1,100}")) {
            throw ZendeskErrors.invalid("key", "Key: is invalid", "InvalidValue");
        }
        if (!TYPES.contains(type)) {
            throw ZendeskErrors.invalid("type", "Type: " + type + " is not valid", "InvalidValue");
        }
        if (ZendeskDesk.findBy(call.desk().organizationFields(), "key", key).isPresent()) {
            throw ZendeskErrors.invalid("key", "Key: " + key + " has already been taken", "DuplicateValue");
        }
        long id = call.desk().nextId();
        String time = ZendeskDesk.time(call.effects().now());
        ObjectNode field = Json.object()
                .put("url", call.desk().url("organization_fields/" + id))
                .put("id", id)
                .put("key", key)
                .put("type", type)
                .put("title", title)
                .put("raw_title", title)
                .put("description", given.path("description").asText(""))
                .put("raw_description", given.path("description").asText(""))
                .put("position", 9999)
                .put("active", true)
                .put("system", false)
                .putNull("regexp_for_validation")
                .put("created_at", time)
                .put("updated_at", time);
        if (given.path("custom_field_options").isArray()) {
            field.set("custom_field_options", given.path("custom_field_options"));
        }
        call.desk().organizationFields().put(Long.toString(id), field);
        call.effects().applied(Long.toString(id), null, given);
        ObjectNode body = Json.object();
        body.set("organization_field", field);
        return Answer.json(201, body);
    }

    Answer list(ZendeskCall call) {
        List<ObjectNode> fields =
                call.desk().organizationFields().ascending(null).toList();
        return ZendeskPages.page(call, "organization_fields", fields);
    }

    Answer get(ZendeskCall call) {
        ObjectNode field = ZendeskDesk.find(call.desk().organizationFields(), call.id())
                .or(() -> ZendeskDesk.findBy(call.desk().organizationFields(), "key", call.id()))
                .orElseThrow(ZendeskErrors::notFound);
        ObjectNode body = Json.object();
        body.set("organization_field", field);
        return Answer.json(200, body);
    }

    /** The value as the field keeps it; throws a 422 refusal for one that does not fit its type. */
    static JsonNode judged(ObjectNode field, JsonNode value) {
        if (value.isNull() || (value.isTextual() && value.asText().isEmpty())) {
            return Json.nothing();
        }
        String text = value.asText();
        boolean fits =
                switch (field.path("type").asText()) {
                    case "integer" -> text.matches("-?[0-9]{1,18}");
                    case "decimal" -> text.matches("-?[0-9]{1,18}(\\.[0-9]{1,10})?");
                    case "checkbox" ->
                        value.isBoolean() || Set.of("true", "false").contains(text);
                    case "date" -> text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");
                    case "dropdown", "tagger" ->
                        field.path("custom_field_options")
                                .findValuesAsText("value")
                                .contains(text);
                    default -> !value.isContainerNode();
                };
        if (!fits) {
            throw ZendeskErrors.invalid(
                    field.path("key").asText(),
                    field.path("title").asText() + ": " + text + " is invalid",
                    "InvalidValue");
        }
        return switch (field.path("type").asText()) {
            case "checkbox" -> Json.object().put("value", value.asBoolean()).path("value");
            case "integer" -> Json.object().put("value", value.asLong()).path("value");
            case "decimal" -> Json.object().put("value", new BigDecimal(text)).path("value");
            default -> Json.textNode(text);
        };
    }
}
