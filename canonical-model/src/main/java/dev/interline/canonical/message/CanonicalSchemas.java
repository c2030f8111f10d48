package dev.interline.canonical.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The JSON Schemas (2020-12) of all message types; nothing travels that does not fit its schema. */
public final class CanonicalSchemas {

    /** What the {@code ce_dataschema} of every message starts with. */
    public static final String BASE = "https://interline.dev/schemas/";

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaMappers(mappers -> mappers.mapPrefix(BASE, "classpath:schemas/")));

    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .failFast(false)
            .build();

    private static final Map<String, JsonSchema> CACHE = new ConcurrentHashMap<>();

    private CanonicalSchemas() {}

    /**
     * Checks a body against the schema of its type.
     *
     * @throws InvalidMessage naming the places that do not fit (never their values), or if the type is unknown
     */
    public static void check(String type, byte[] json) {
        if (MessageType.named(type).isEmpty()) {
            throw new InvalidMessage("The message type '" + type + "' is not known to this version");
        }
        JsonNode node;
        try {
            node = CanonicalJson.mapper().readTree(json);
        } catch (IOException broken) {
            throw new InvalidMessage("The body of a " + type + " is not JSON", broken);
        }
        Set<ValidationMessage> problems =
                CACHE.computeIfAbsent(type, CanonicalSchemas::load).validate(node);
        if (!problems.isEmpty()) {
            throw new InvalidMessage("The body does not fit the schema of " + type + ": "
                    + problems.stream()
                            .map(problem -> problem.getInstanceLocation() + " (" + problem.getType() + ")")
                            .sorted()
                            .limit(5)
                            .collect(Collectors.joining(", ")));
        }
    }

    private static JsonSchema load(String type) {
        JsonSchema schema = FACTORY.getSchema(SchemaLocation.of(BASE + type + ".json"), CONFIG);
        schema.initializeValidators();
        return schema;
    }
}
