package dev.interline.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.interline.testkit.api.ApiClient.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The contract as it is written, read by other code than the service's: what an answer must be. */
final class WrittenContract {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    .keyword(new NonValidationKeyword("components"))
                    .build()));
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final String BASE = "/api/v1/";
    private static final Set<String> PAGING = Set.of("limit", "cursor", "fields");

    private final JsonNode root;

    private WrittenContract(JsonNode root) {
        this.root = root;
    }

    static WrittenContract load() {
        try (InputStream yaml = Objects.requireNonNull(
                Thread.currentThread().getContextClassLoader().getResourceAsStream("META-INF/openapi.yaml"),
                "META-INF/openapi.yaml")) {
            return new WrittenContract(new YAMLMapper().readTree(yaml));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    JsonNode root() {
        return root;
    }

    /** The lists the contract offers, by their paths. */
    List<String> lists() {
        List<String> lists = new ArrayList<>();
        root.path("paths").properties().forEach(path -> {
            String rest = path.getKey().substring(BASE.length());
            if (path.getValue().has("get") && !rest.contains("/") && !rest.contains(".")) {
                lists.add(path.getKey());
            }
        });
        return lists;
    }

    /** The filters of a list with their schemas, by their names. */
    Map<String, JsonNode> filters(String list) {
        Map<String, JsonNode> filters = new TreeMap<>();
        root.path("paths").path(list).path("get").path("parameters").forEach(one -> {
            JsonNode parameter = resolved(one);
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("query") && !PAGING.contains(name)) {
                filters.put(name, parameter.path("schema"));
            }
        });
        return filters;
    }

    /** The reads of one record by the provider's id or by our own key, by their paths. */
    List<String> reads() {
        List<String> reads = new ArrayList<>();
        root.path("paths").properties().forEach(path -> {
            if (path.getValue().has("get") && path.getKey().matches(BASE + "(?!commands)[a-z]+/(by-key/)?\\{\\w+}")) {
                reads.add(path.getKey());
            }
        });
        return reads;
    }

    /** The commands, by their operation ids. */
    List<String> commands() {
        List<String> commands = new ArrayList<>();
        root.path("paths").forEach(path -> path.properties().stream()
                .filter(operation -> !operation.getKey().equals("get"))
                .forEach(operation ->
                        commands.add(operation.getValue().path("operationId").asText())));
        return commands;
    }

    /** Holds an answer to what the contract says of the operation: status, media type, body and headers. */
    void check(Reply reply) {
        JsonNode operation = operation(reply.method(), reply.path());
        if (operation.isMissingNode()) {
            assertThat(reply.status()).as("not in the contract: %s", reply).isIn(404, 405);
            fits(root.at("/components/schemas/Problem"), reply);
            return;
        }
        JsonNode response = resolved(operation.path("responses").path(Integer.toString(reply.status())));
        assertThat(response.isObject())
                .as("%s is not an answer the contract knows", reply)
                .isTrue();
        response.path("headers").fieldNames().forEachRemaining(name -> {
            if (name.equals("ETag") || name.equals("Location") || name.equals("RateLimit-Policy")) {
                assertThat(reply.headers()).as("%s", reply).containsKey(name.toLowerCase(Locale.ROOT));
            }
        });
        Map.Entry<String, JsonNode> content =
                response.path("content").properties().stream().findFirst().orElse(null);
        if (content == null) {
            assertThat(reply.text()).as("%s", reply).isEmpty();
            return;
        }
        assertThat(reply.headers().getOrDefault("content-type", ""))
                .as("%s", reply)
                .startsWith(content.getKey());
        if (content.getKey().endsWith("json")) {
            fits(content.getValue().path("schema"), reply);
        }
    }

    private void fits(JsonNode schema, Reply reply) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", root.path("components"));
        assertThat(SCHEMAS.getSchema(whole, STRICT).validate(reply.json()))
                .as("%s", reply)
                .isEmpty();
    }

    private JsonNode operation(String method, String path) {
        return root.path("paths").properties().stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .sorted(Comparator.comparing(entry -> entry.getKey().contains("{")))
                .map(entry -> entry.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : resolved(root.at(reference.substring(1)));
    }
}
