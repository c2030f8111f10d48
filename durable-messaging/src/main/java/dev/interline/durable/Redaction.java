package dev.interline.durable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.message.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Shows the shape of a payload without what people have written in it: numbers, booleans, times, ids and codes stay, every
 * other text is replaced by its length.
 */
public final class Redaction {

    /** Ids, codes, enum values, times, currencies: no spaces, no address, not long. */
    private static final Pattern TECHNICAL = Pattern.compile("[A-Za-z0-9_.:+/|!-]{0,80}");

    private static final Pattern NAMES_A_PERSON = Pattern.compile(
            "(?i).*(name|email|phone|address|subject|body|comment|description|token|secret|password).*");

    private Redaction() {}

    /** The JSON text without free text; of what is no JSON only size and hash. */
    public static JsonNode of(String json) {
        try {
            return redact("", CanonicalJson.mapper().readTree(json));
        } catch (JsonProcessingException notJson) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("unreadable", true)
                    .put("bytes", json.getBytes(StandardCharsets.UTF_8).length)
                    .put("sha256", Ids.sha256(json));
        }
    }

    /** The same for bytes. */
    public static JsonNode of(byte[] json) {
        return of(new String(json, StandardCharsets.UTF_8));
    }

    private static JsonNode redact(String field, JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode redacted = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(entry -> redacted.set(entry.getKey(), redact(entry.getKey(), entry.getValue())));
            return redacted;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode redacted = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> redacted.add(redact(field, element)));
            return redacted;
        }
        if (node.isTextual()
                && (NAMES_A_PERSON.matcher(field).matches()
                        || !TECHNICAL.matcher(node.asText()).matches())) {
            return JsonNodeFactory.instance.textNode("[" + node.asText().length() + " characters]");
        }
        return node;
    }
}
