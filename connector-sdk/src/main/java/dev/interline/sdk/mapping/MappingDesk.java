package dev.interline.sdk.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.Redaction;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.mapping.Mapping.Layer;
import dev.interline.sdk.mapping.MappingDefinition.Captured;
import dev.interline.sdk.mapping.MappingVersions.Stored;
import dev.interline.sdk.mapping.Mappings.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** What people do with versions of mappings: add, try, make active, undo. */
final class MappingDesk {

    private final Mappings mappings;

    MappingDesk(Mappings mappings) {
        this.mappings = mappings;
    }

    /** A version that cannot be made active, and why. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /**
     * What two versions make of one input, free text left out.
     *
     * @param input which it is: an event, a command or a sample
     * @param differences by field: what the first and the second make of it
     * @param failure what one of them cannot cope with
     */
    record Compared(
            String input,
            @Nullable JsonNode output,
            SortedMap<String, Difference> differences,
            @Nullable String failure) {}

    /** A field that differs; absent where a version does not make it. */
    record Difference(@Nullable JsonNode before, @Nullable JsonNode after) {}

    /** @throws MappingRefused if the text is no mapping; nothing is kept then */
    Stored add(Handle handle, Slot slot, String content, @Nullable String samples, String author, String reason) {
        MappingExpression.compile(MappingRefresh.fileName(slot), content);
        if (samples != null) {
            MappingSample.read(samples);
        }
        return MappingVersions.add(handle, slot, content, samples, author, reason);
    }

    /**
     * What speaks against making a version active: samples that fail. A version with samples of its own must make of them
     * what they say, and cope with those of the release; one without must make of the release's what they say. An overlay
     * without samples of its own must cope with those of the release.
     */
    List<String> problems(Handle handle, Slot slot, int version) {
        Mapping tried = tried(handle, slot, version);
        List<MappingSample> packaged = mappings.samples(slot.mapping());
        String own = version == 0
                ? null
                : MappingVersions.find(handle, slot, version)
                        .map(Stored::samples)
                        .orElse(null);
        if (own == null) {
            return slot.tenant().equals(Mappings.BASE)
                    ? MappingSample.problems(tried, packaged)
                    : MappingSample.failures(tried, packaged);
        }
        List<String> problems = new ArrayList<>(MappingSample.problems(tried, MappingSample.read(own)));
        problems.addAll(MappingSample.failures(tried, packaged));
        return problems;
    }

    /**
     * Makes a version active, for all replicas within seconds.
     *
     * @param force although its samples fail
     * @throws Refused if there is no such version, or its samples fail
     */
    void activate(Handle handle, Slot slot, int version, boolean force, String actor) {
        List<String> problems = problems(handle, slot, version);
        if (!problems.isEmpty() && !force) {
            throw new Refused("Version " + version + " stays inactive: "
                    + String.join("; ", problems.subList(0, Math.min(5, problems.size()))));
        }
        MappingVersions.activate(handle, slot, version, !problems.isEmpty(), actor);
    }

    /** @throws Refused if nothing was activated that could be undone */
    int rollback(Handle handle, Slot slot) {
        if (!MappingVersions.rollback(handle, slot)) {
            throw new Refused("Nothing was activated here; version 0 is active and is all there is");
        }
        return MappingVersions.active(handle, slot);
    }

    /**
     * What two versions make of the newest inputs of a connection.
     *
     * @param tenant whose overlay is laid over both when bases are compared
     * @param last at most so many
     */
    List<Compared> preview(
            Handle handle, Slot slot, int version, int against, String connection, String tenant, int last) {
        Mapping before;
        Mapping after;
        if (slot.tenant().equals(Mappings.BASE)) {
            Layer overlay = mappings.active(slot.mapping(), tenant).orElse(null);
            before = mappings.mapping(slot.mapping(), layer(handle, slot, against), overlay);
            after = mappings.mapping(slot.mapping(), layer(handle, slot, version), overlay);
        } else {
            before = tried(handle, slot, against);
            after = tried(handle, slot, version);
        }
        return inputs(handle, slot.mapping(), connection, last).entrySet().stream()
                .map(input -> compare(input.getKey(), input.getValue(), before, after))
                .toList();
    }

    private static Compared compare(String name, JsonNode input, Mapping before, Mapping after) {
        try {
            JsonNode was = before.apply(input);
            JsonNode is = after.apply(input);
            SortedMap<String, Difference> differences = new TreeMap<>();
            MappingSample.differing(was, is)
                    .forEach(field -> differences.put(field, new Difference(shown(was, field), shown(is, field))));
            return new Compared(name, Redaction.of(is.toString()), differences, null);
        } catch (FailureException failed) {
            return new Compared(name, null, new TreeMap<>(), failed.failure().detail());
        }
    }

    private static @Nullable JsonNode shown(JsonNode fields, String field) {
        return fields.has(field)
                ? Redaction.of(JsonNodeFactory.instance
                                .objectNode()
                                .set(field, fields.path(field))
                                .toString())
                        .path(field)
                : null;
    }

    /** The newest inputs by a name that identifies each; the packaged samples if what is mapped is not kept. */
    private Map<String, JsonNode> inputs(Handle handle, String mapping, String connection, int last) {
        return switch (definition(mapping).captured()) {
            case Captured.Events events ->
                captured(handle.createQuery("""
                                        select 'event ' || e.dedupe_key as name, d.body from provider_event e
                                        join webhook_delivery d on d.id = e.delivery_id
                                        where e.connection_id = :connection and starts_with(e.type, :type)
                                        order by e.received_at desc limit :last""").bind("type", events.typePrefix()), connection, last, events.pointer());
            case Captured.Commands commands ->
                captured(handle.createQuery("""
                                        select 'command ' || id as name, convert_to(payload, 'UTF8') as body from (
                                            select id, payload, created_at, connection_id, type from command
                                            union all
                                            select id, payload, created_at, connection_id, type from command_history) c
                                        where connection_id = :connection and type = :type
                                        order by created_at desc limit :last""").bind("type", commands.type()), connection, last, commands.pointer());
            case Captured.Nothing nothing ->
                mappings.samples(mapping).stream()
                        .limit(last)
                        .collect(Collectors.toMap(
                                sample -> "sample " + sample.name(),
                                MappingSample::input,
                                (one, other) -> one,
                                LinkedHashMap::new));
        };
    }

    private static Map<String, JsonNode> captured(Query query, String connection, int last, String pointer) {
        Map<String, JsonNode> inputs = new LinkedHashMap<>();
        query.bind("connection", connection)
                .bind("last", last)
                .map((rs, context) -> Map.entry(rs.getString("name"), rs.getBytes("body")))
                .list()
                .forEach(kept -> read(kept.getValue())
                        .map(json -> json.at(pointer))
                        .filter(JsonNode::isObject)
                        .ifPresent(input -> inputs.put(kept.getKey(), input)));
        return inputs;
    }

    private static Optional<JsonNode> read(byte @Nullable [] json) {
        try {
            return json == null
                    ? Optional.empty()
                    : Optional.of(CanonicalJson.mapper().readTree(json));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private MappingDefinition definition(String mapping) {
        return mappings.definition(mapping).orElseThrow(() -> new Refused("There is no mapping " + mapping + " here"));
    }

    /** The mapping with that version in its slot, over or under what is active in the other. */
    private Mapping tried(Handle handle, Slot slot, int version) {
        Layer layer = layer(handle, slot, version);
        return slot.tenant().equals(Mappings.BASE)
                ? mappings.mapping(slot.mapping(), layer, null)
                : mappings.mapping(
                        slot.mapping(),
                        mappings.active(slot.mapping(), Mappings.BASE).orElse(null),
                        layer);
    }

    /** A stored version; null for 0. */
    private static @Nullable Layer layer(Handle handle, Slot slot, int version) {
        return version == 0
                ? null
                : MappingVersions.find(handle, slot, version)
                        .map(MappingRefresh::layer)
                        .orElseThrow(() -> new Refused("There is no version " + version + " of it here"));
    }
}
