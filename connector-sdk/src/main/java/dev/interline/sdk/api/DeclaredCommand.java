package dev.interline.sdk.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.message.MessageType;
import dev.interline.canonical.message.Topics;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How an operation becomes a canonical command, as the contract declares it under {@code x-command}:
 *
 * <pre>{@code
 * x-command:
 *   type: support.comment-ticket.v1     # the canonical command
 *   subject: 'ticket/{id}'              # the entity in whose lane it is carried out
 *   members: {ticket: '{id}', key: 'api:{key}'}
 *   defaults: {visibleToCustomer: false}
 * }</pre>
 *
 * The command is what the body says, over {@code defaults}, under {@code members}. In texts a name in braces stands for a
 * variable of the path or a member of the body, {@code {now}} for the time of the request. What the model calls a record of
 * the provider's is a plain id in the contract.
 */
final class DeclaredCommand {

    /** The member of an operation. */
    static final String EXTENSION = "x-command";

    private static final String NOW = "now";
    private static final Set<String> KNOWN = Set.of("type", "subject", "members", "defaults");
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final MessageType type;
    private final String subject;
    private final Map<String, String> members;
    private final ObjectNode defaults;

    /** What is wanted of whom, in the words of the canonical model. */
    record Wanted(String type, String subject, ObjectNode command) {}

    private DeclaredCommand(MessageType type, String subject, Map<String, String> members, ObjectNode defaults) {
        this.type = type;
        this.subject = subject;
        this.members = members;
        this.defaults = defaults;
    }

    /**
     * What stands under {@link #EXTENSION}.
     *
     * @param variables of the path and members of the body, which texts may name
     * @throws IllegalArgumentException if it is incomplete, names no command, or something the operation does not have
     */
    static DeclaredCommand of(JsonNode declared, Set<String> variables) {
        Set<String> unknown = names(declared);
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("it has " + unknown + ", but only " + KNOWN + " are known");
        }
        String name = declared.path("type").asText();
        MessageType type = MessageType.named(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no message type '" + name + "'"));
        Map<String, String> members = new LinkedHashMap<>();
        declared.path("members")
                .properties()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().asText()));
        ObjectNode defaults = declared.path("defaults") instanceof ObjectNode given
                ? given.deepCopy()
                : JsonNodeFactory.instance.objectNode();
        DeclaredCommand command =
                new DeclaredCommand(type, declared.path("subject").asText(), Map.copyOf(members), defaults);
        command.require(variables);
        return command;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void require(Set<String> variables) {
        if (subject.isEmpty()) {
            throw new IllegalArgumentException("it has no subject");
        }
        Set<String> components = components().map(RecordComponent::getName).collect(Collectors.toSet());
        Set<String> given = new TreeSet<>(members.keySet());
        given.addAll(names(defaults));
        given.removeAll(components);
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(type.name() + " has no " + given);
        }
        Set<String> used = VARIABLE.matcher(subject + members.values() + defaults)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        used.removeAll(variables);
        used.remove(NOW);
        if (!used.isEmpty()) {
            throw new IllegalArgumentException("it names " + used + ", which neither path nor body has");
        }
    }

    private Stream<RecordComponent> components() {
        return Arrays.stream(Objects.requireNonNull(type.payload().getRecordComponents()));
    }

    /** The canonical command. */
    String type() {
        return type.name();
    }

    /** Whether it is one of that system. */
    boolean isOf(BusinessSystem system) {
        return type.topic().equals(Topics.commands(system));
    }

    /**
     * The command.
     *
     * @param path the variables of the path
     * @param body fits the contract; a missing node where it has none
     * @param now the time of the request, ISO 8601
     */
    Wanted of(BusinessSystem system, Map<String, String> path, JsonNode body, String now) {
        Map<String, String> values = new HashMap<>();
        values.put(NOW, now);
        body.properties().stream()
                .filter(member -> member.getValue().isValueNode())
                .forEach(member -> values.put(member.getKey(), member.getValue().asText()));
        values.putAll(path);
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        defaults.properties().forEach(member -> command.set(member.getKey(), filled(member.getValue(), values)));
        body.properties().forEach(member -> command.set(member.getKey(), member.getValue()));
        members.forEach((name, text) -> command.put(name, filled(text, values)));
        components().forEach(component -> named(component, command, system));
        return new Wanted(type.name(), filled(subject, values), command);
    }

    private static JsonNode filled(JsonNode value, Map<String, String> values) {
        return value.isTextual() ? JsonNodeFactory.instance.textNode(filled(value.asText(), values)) : value;
    }

    private static String filled(String text, Map<String, String> values) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
    }

    /** A plain id as the model calls a record of that system; also in the parts that a member is a list of. */
    private static void named(RecordComponent component, ObjectNode command, BusinessSystem system) {
        JsonNode given = command.path(component.getName());
        Class<?> listed = listed(component);
        if (component.getType().equals(ExternalRef.class) && given.isTextual()) {
            command.set(component.getName(), ref(given, system));
        } else if (given.isArray() && listed.isRecord()) {
            ArrayNode parts = JsonNodeFactory.instance.arrayNode();
            given.forEach(part -> parts.add(named(listed, part, system)));
            command.set(component.getName(), parts);
        }
    }

    private static JsonNode named(Class<?> record, JsonNode given, BusinessSystem system) {
        if (record.equals(ExternalRef.class)) {
            return ref(given, system);
        }
        if (given instanceof ObjectNode part) {
            ObjectNode named = part.deepCopy();
            Stream.of(Objects.requireNonNull(record.getRecordComponents()))
                    .forEach(component -> named(component, named, system));
            return named;
        }
        return given;
    }

    /** What a member is a list of; {@code void} if it is none. */
    private static Class<?> listed(RecordComponent component) {
        return component.getType().equals(List.class)
                        && component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : void.class;
    }

    private static ObjectNode ref(JsonNode id, BusinessSystem system) {
        ObjectNode ref = JsonNodeFactory.instance.objectNode().put("system", system.token());
        ref.set("id", id);
        return ref;
    }
}
