package dev.interline.sdk.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.interline.sdk.api.ApiProblem.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A connector's OpenAPI 3.1 contract, as far as requests are held to it. Its schemas are JSON Schemas 2020-12, so the
 * validator is the one of the canonical messages.
 */
public final class ApiContract {

    /** Where a connector keeps it. */
    public static final String RESOURCE = "META-INF/openapi.yaml";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final int MOST_PLACES = 20;
    private static final int MOST_DECIMALS = 30;
    /** Beside 2020-12, schemas carry the components they refer to. */
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    .keyword(new NonValidationKeyword("components"))
                    .build()));

    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .pathType(PathType.JSON_POINTER)
            .failFast(false)
            .build();

    private final String text;
    private final JsonNode root;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    /** One parameter of an operation; {@code in} is {@code query}, {@code header} or {@code path}. */
    record Parameter(String name, String in, boolean required, String type, JsonSchema schema) {

        /** What a text stands for; texts that are no value of the type stay texts, which the schema then refuses. */
        JsonNode value(String given) {
            if (type.equals("integer") && given.matches("-?\\d{1,9}")) {
                return IntNode.valueOf(Integer.parseInt(given));
            }
            if (type.equals("boolean") && (given.equals("true") || given.equals("false"))) {
                return BooleanNode.valueOf(Boolean.parseBoolean(given));
            }
            return TextNode.valueOf(given);
        }
    }

    /**
     * One operation.
     *
     * @param template its path from {@code /api/v1} on
     * @param body absent if it takes none
     * @param members of the record it answers with, or of those in its list
     * @param command what it asks for; absent for a read
     */
    record Operation(
            String id,
            String method,
            String template,
            List<Parameter> parameters,
            @Nullable JsonSchema body,
            Set<String> members,
            @Nullable DeclaredCommand command) {

        /** The variables of the path, if it is one of this operation. */
        Optional<Map<String, String>> match(String path) {
            String[] wanted = template.split("/", -1);
            String[] given = path.split("/", -1);
            if (wanted.length != given.length) {
                return Optional.empty();
            }
            Map<String, String> variables = new HashMap<>();
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
                    variables.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
                } else if (!wanted[i].equals(given[i])) {
                    return Optional.empty();
                }
            }
            return parameters.stream()
                            .filter(parameter -> parameter.in().equals("path"))
                            .allMatch(parameter -> parameter
                                    .schema()
                                    .validate(parameter.value(variables.getOrDefault(parameter.name(), "")))
                                    .isEmpty())
                    ? Optional.of(variables)
                    : Optional.empty();
        }

        boolean isRead() {
            return method.equals("GET");
        }

        /** Whether it can be held to what the record is now. */
        boolean isConditional() {
            return parameters.stream().anyMatch(parameter -> parameter.name().equals("If-Match"));
        }
    }

    /** An operation with the variables of the path it was called by. */
    record Called(Operation operation, Map<String, String> path) {}

    private ApiContract(String text, JsonNode root) {
        this.text = text;
        this.root = root;
        root.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .forEach(member -> add(path.getKey(), member.getKey(), member.getValue())));
    }

    /**
     * The contract on the class path.
     *
     * @throws IllegalStateException if there is none
     * @throws IllegalArgumentException if it refers to what it does not hold
     */
    public static ApiContract load() {
        ClassLoader loader = Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), ApiContract.class.getClassLoader());
        try (InputStream stream = loader.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("A connector's system API needs its contract in " + RESOURCE);
            }
            return of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static ApiContract of(String yaml) throws IOException {
        return new ApiContract(yaml, new YAMLMapper().readTree(yaml));
    }

    /** As it is written. */
    public String text() {
        return text;
    }

    Collection<Operation> operations() {
        return operations.values();
    }

    private void add(String path, String method, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode declared : operation.path("parameters")) {
            JsonNode parameter = resolved(declared);
            JsonNode schema = parameter.path("schema");
            parameters.add(new Parameter(
                    parameter.path("name").asText(),
                    parameter.path("in").asText(),
                    parameter.path("required").asBoolean(false),
                    resolved(schema).path("type").asText("string"),
                    schema(schema)));
        }
        JsonNode body = operation.at("/requestBody/content/application~1json/schema");
        Operation read = new Operation(
                operation.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                List.copyOf(parameters),
                body.isMissingNode() ? null : schema(body),
                members(record(
                        path,
                        resolved(resolved(operation.at("/responses/200")).at("/content/application~1json/schema")))),
                method.equals("get") ? null : command(path, operation, body, parameters));
        if (read.id().isEmpty() || operations.put(read.id(), read) != null) {
            throw new IllegalArgumentException(
                    "An operation of " + path + " in " + RESOURCE + " has no operationId of its own");
        }
    }

    private DeclaredCommand command(String path, JsonNode operation, JsonNode body, List<Parameter> parameters) {
        Set<String> variables = new TreeSet<>(members(resolved(body)));
        parameters.stream()
                .filter(parameter -> parameter.in().equals("path"))
                .forEach(parameter -> variables.add(parameter.name()));
        try {
            return DeclaredCommand.of(operation.path(DeclaredCommand.EXTENSION), variables);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    DeclaredCommand.EXTENSION + " of "
                            + operation.path("operationId").asText(path) + " in " + RESOURCE + ": "
                            + wrong.getMessage(),
                    wrong);
        }
    }

    /** What an operation answers with one of; a path without a variable is a list's. A record may have items of its own. */
    private JsonNode record(String path, JsonNode answer) {
        JsonNode items = answer.path("properties").path("items").path("items");
        return path.contains("{") || items.isMissingNode() ? answer : resolved(items);
    }

    private Set<String> members(JsonNode schema) {
        Set<String> members = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(members::add);
        return members;
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (reference.isMissingNode()) {
            return node;
        }
        JsonNode target = root.at(reference.asText().replaceFirst("^#", ""));
        if (target.isMissingNode()) {
            throw new IllegalArgumentException(
                    RESOURCE + " refers to " + reference.asText() + ", which it does not hold");
        }
        return resolved(target);
    }

    /** The schema with the components it may refer to. */
    private JsonSchema schema(JsonNode node) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("allOf", JsonNodeFactory.instance.arrayNode().add(node));
        whole.set("components", root.path("components"));
        JsonSchema schema = SCHEMAS.getSchema(whole, CONFIG);
        schema.initializeValidators();
        return schema;
    }

    /**
     * The operation that is called.
     *
     * @throws ApiRefusal if there is none of this path, or none of this method
     */
    Called called(String method, String path) {
        Set<String> others = new TreeSet<>();
        for (Operation operation : operations.values()) {
            Optional<Map<String, String>> variables = operation.match(path);
            if (variables.isPresent() && operation.method().equals(method)) {
                return new Called(operation, variables.get());
            }
            variables.ifPresent(found -> others.add(operation.method()));
        }
        throw others.isEmpty()
                ? ApiRefusal.unknown("The contract (GET /api/v1/openapi.yaml) has nothing of this path")
                : ApiRefusal.method(others);
    }

    /**
     * The query of a call, each name with its one value.
     *
     * @throws ApiRefusal naming each parameter and header that is unknown, missing, given twice or malformed
     */
    Map<String, String> parameters(Operation operation, ApiCall call) {
        List<Place> places = new ArrayList<>();
        Map<String, String> query = new TreeMap<>();
        Set<String> unknown = new TreeSet<>(call.query().keySet());
        for (Parameter parameter : operation.parameters()) {
            switch (parameter.in()) {
                case "query" -> {
                    unknown.remove(parameter.name());
                    List<String> values = call.query().getOrDefault(parameter.name(), List.of());
                    if (values.size() > 1) {
                        places.add(Place.ofParameter(parameter.name(), "is given more than once"));
                    } else if (check(parameter, values.isEmpty() ? null : values.getFirst(), places)) {
                        query.put(parameter.name(), values.getFirst());
                    }
                }
                case "header" ->
                    check(
                            parameter,
                            call.header(parameter.name().toLowerCase(Locale.ROOT))
                                    .orElse(null),
                            places);
                default -> {} // A path whose variables do not fit is another path.
            }
        }
        // The name itself may be anything, so only its place among the known ones is told.
        unknown.forEach(name -> places.add(Place.ofParameter(
                name.matches("[A-Za-z][\\w.-]{0,40}") ? name : "?", "is not a parameter of this operation")));
        if (!places.isEmpty()) {
            throw ApiRefusal.parameters(places.stream().limit(MOST_PLACES).toList());
        }
        return query;
    }

    /** Whether there is a value that fits; what is wrong is added to the places. */
    private static boolean check(Parameter parameter, @Nullable String given, List<Place> places) {
        if (given == null) {
            if (parameter.required()) {
                places.add(Place.ofParameter(parameter.name(), "is missing"));
            }
            return false;
        }
        Set<ValidationMessage> wrong = parameter.schema().validate(parameter.value(given));
        wrong.stream().limit(1).forEach(message -> places.add(Place.ofParameter(parameter.name(), why(message))));
        return wrong.isEmpty();
    }

    /** @throws ApiRefusal naming each place of the body that does not fit */
    void checkBody(Operation operation, JsonNode body) {
        List<Place> extreme = new ArrayList<>();
        findExtremeNumbers(body, "", extreme);
        if (!extreme.isEmpty()) {
            throw ApiRefusal.body(extreme.stream().limit(MOST_PLACES).toList());
        }
        JsonSchema schema = Objects.requireNonNull(operation.body());
        List<Place> places = schema.validate(body).stream()
                .sorted(Comparator.comparing(
                        message -> message.getInstanceLocation().toString()))
                .limit(MOST_PLACES)
                .map(message -> Place.ofBody(pointer(message), why(message)))
                .toList();
        if (!places.isEmpty()) {
            throw ApiRefusal.body(places);
        }
    }

    /** A few characters can say a number whose digits fill the memory of whoever writes them out. */
    private static void findExtremeNumbers(JsonNode node, String pointer, List<Place> places) {
        if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MOST_DECIMALS) {
            places.add(Place.ofBody(pointer, "must have an exponent of at most " + MOST_DECIMALS));
        }
        node.properties()
                .forEach(member ->
                        findExtremeNumbers(member.getValue(), pointer + "/" + escaped(member.getKey()), places));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            findExtremeNumbers(node.get(i), pointer + "/" + i, places);
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String pointer(ValidationMessage message) {
        String property = message.getProperty();
        String at = message.getInstanceLocation().toString();
        return property == null ? at : at + "/" + escaped(property);
    }

    /** The rule that is broken, without the value that breaks it. */
    private static String why(ValidationMessage message) {
        JsonNode rule = message.getSchemaNode();
        return switch (message.getType()) {
            case "required" -> "is missing";
            case "additionalProperties", "unevaluatedProperties" -> "is not a member the contract knows";
            default ->
                "must fit " + message.getType()
                        + (rule == null || rule.isContainerNode() && rule.size() > MOST_PLACES ? "" : " " + rule);
        };
    }
}
