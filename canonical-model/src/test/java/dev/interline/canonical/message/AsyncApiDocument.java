package dev.interline.canonical.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Topics and messages as an <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">AsyncAPI 3.0</a>
 * document. Who writes and reads a topic is not in it: the registry knows messages, not services.
 */
final class AsyncApiDocument {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build());
    private static final int PARTITIONS = 12;
    private static final String SHARED = "definitions.json#/$defs/";

    private final ObjectNode root = YAML.createObjectNode();
    private final Map<String, CanonicalPayload> examples = new TreeMap<>();

    /** @param examples one payload of each type */
    AsyncApiDocument(List<CanonicalPayload> examples) {
        examples.forEach(
                example -> this.examples.putIfAbsent(MessageType.of(example).name(), example));
    }

    /** The whole document. */
    String yaml() {
        root.put("asyncapi", "3.0.0");
        root.putObject("info")
                .put("title", "Interline")
                .put("version", "1")
                .put(
                        "description",
                        "The topics between connectors and routing. CloudEvents 1.0, Kafka binding, binary mode: the"
                                + " attributes are headers, the body is JSON. Generated from the registry of the"
                                + " canonical model.");
        root.put("defaultContentType", "application/json");
        ObjectNode channels = root.putObject("channels");
        Topics.all().stream().sorted().forEach(topic -> channel(channels, topic));
        ObjectNode components = root.putObject("components");
        ObjectNode messages = components.putObject("messages");
        MessageType.all().forEach(type -> message(messages.putObject(type.name()), type));
        ObjectNode schemas = components.putObject("schemas");
        headers(schemas.putObject("envelope"));
        schema("definitions")
                .path("$defs")
                .properties()
                .forEach(entry -> schemas.set(entry.getKey(), local(entry.getValue())));
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree can always be written", impossible);
        }
    }

    private static void channel(ObjectNode channels, String topic) {
        ObjectNode channel = channels.putObject(topic).put("address", topic);
        ObjectNode messages = channel.putObject("messages");
        MessageType.all().stream()
                .filter(type -> travelsIn(type, topic))
                .forEach(type -> messages.putObject(type.name()).put("$ref", "#/components/messages/" + type.name()));
        channel.putObject("bindings").putObject("kafka").put("partitions", PARTITIONS);
    }

    private static boolean travelsIn(MessageType type, String topic) {
        return Arrays.stream(BusinessSystem.values())
                .anyMatch(system -> type.topicFor(system).equals(topic));
    }

    private void message(ObjectNode message, MessageType type) {
        ObjectNode schema = schema(type.name());
        message.put("name", type.name());
        message.put("title", schema.path("title").asText());
        message.put("contentType", "application/json");
        message.putObject("headers").put("$ref", "#/components/schemas/envelope");
        schema.remove(List.of("$schema", "$id", "title"));
        message.set("payload", local(schema));
        message.putObject("bindings")
                .putObject("kafka")
                .putObject("key")
                .put("type", "string")
                .put("description", "Tenant and subject, with a bar between them");
        CanonicalPayload example = examples.get(type.name());
        if (example != null) {
            message.putArray("examples").addObject().set("payload", sorted(read(CanonicalJson.write(example))));
        }
    }

    /** What every message carries; the same as {@link Envelope}. */
    private static void headers(ObjectNode schema) {
        schema.put("type", "object");
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        Map<String, String> always = Map.of(
                "ce_specversion", "1.0",
                "ce_id", "Unique for ever; a duplicate has the same id",
                "ce_source", "Who says so",
                "ce_type", "The name of the message",
                "ce_subject", "The entity it is about",
                "ce_time", "When it happened, RFC 3339",
                "ce_dataschema", "Where the schema of the body is published",
                "ce_tenantid", "Whose data it is",
                "ce_correlationid", "The same for everything that follows from one first cause",
                "ce_sequence", "Its place in the producer's outbox");
        Map<String, String> sometimes = Map.of(
                "ce_connectionid", "The connection it came from or goes to",
                "ce_causationid", "The id of the message that directly caused this one",
                "ce_traceparent", "W3C trace context");
        new TreeMap<>(always).forEach((name, meaning) -> {
            required.add(name);
            properties.putObject(name).put("type", "string").put("description", meaning);
        });
        new TreeMap<>(sometimes)
                .forEach((name, meaning) ->
                        properties.putObject(name).put("type", "string").put("description", meaning));
    }

    private static ObjectNode schema(String name) {
        try (InputStream in = AsyncApiDocument.class.getResourceAsStream("/schemas/" + name + ".json")) {
            return (ObjectNode) CanonicalJson.mapper().readTree(Objects.requireNonNull(in, name));
        } catch (IOException broken) {
            throw new IllegalStateException(name, broken);
        }
    }

    /** The schema with its references into this document. */
    private static JsonNode local(JsonNode schema) {
        String text = schema.toString()
                .replace("\"" + SHARED, "\"#/components/schemas/")
                .replace("\"#/$defs/", "\"#/components/schemas/");
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In the order of names: maps have another one in every run. */
    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = YAML.createArrayNode();
            node.forEach(element -> array.add(sorted(element)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        Map<String, JsonNode> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
        ObjectNode object = YAML.createObjectNode();
        fields.forEach(object::set);
        return object;
    }

    private static JsonNode read(byte[] json) {
        try {
            return CanonicalJson.mapper().readTree(json);
        } catch (IOException impossible) {
            throw new IllegalStateException("What was written as JSON can be read", impossible);
        }
    }
}
