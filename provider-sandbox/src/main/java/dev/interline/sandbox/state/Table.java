package dev.interline.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind of one account, ordered by id. Ids of one table have one length and grow, so that id order is the order
 * of creation. Indexes are kept by {@link #put} and {@link #remove}.
 */
public final class Table {
    private static final char SEPARATOR = '\u001f';
    private static final char AFTER_SEPARATOR = ' ';

    private final StateStore store;
    private final String name;
    private final Function<ObjectNode, Map<String, String>> indexed;

    /**
     * @param name unique name, such as {@code hubspot/62515001/companies}
     * @param indexed values by which an object is found, by index name
     */
    public Table(StateStore store, String name, Function<ObjectNode, Map<String, String>> indexed) {
        this.store = store;
        this.name = name;
        this.indexed = indexed;
    }

    public Table(StateStore store, String name) {
        this(store, name, object -> Map.of());
    }

    public Optional<ObjectNode> find(String id) {
        String json = store.records().get(key(id));
        return json == null ? Optional.empty() : Optional.of(Json.object(json));
    }

    public void put(String id, ObjectNode object) {
        store.mustBeChanging();
        find(id).ifPresent(old -> unindex(id, old));
        store.records().put(key(id), Json.write(object));
        indexed.apply(object).forEach((index, value) -> store.indexes().put(indexKey(index, value) + id, ""));
    }

    public void remove(String id) {
        store.mustBeChanging();
        find(id).ifPresent(old -> unindex(id, old));
        store.records().remove(key(id));
    }

    /** Objects oldest first, after the id or from the beginning. */
    public Stream<ObjectNode> ascending(@Nullable String afterId) {
        String from = afterId == null ? name + SEPARATOR : key(afterId) + '\u0000';
        return scan(store.records().cursor(from, name + AFTER_SEPARATOR)).map(row -> Json.object(row.getValue()));
    }

    /** Objects newest first, before the id or from the end. */
    public Stream<ObjectNode> descending(@Nullable String beforeId) {
        StateMap<String, String> records = store.records();
        String before = beforeId == null ? name + AFTER_SEPARATOR : key(beforeId);
        return keysBelow(records, before, name + SEPARATOR).map(key -> Json.object(value(records, key)));
    }

    /** Objects with the index value, oldest first. */
    public Stream<ObjectNode> ascendingBy(String index, String value) {
        String prefix = indexKey(index, value);
        return scan(store.indexes().cursor(prefix, end(prefix)))
                .map(row -> get(row.getKey().substring(prefix.length())));
    }

    /** Objects with the index value, newest first, before the id or from the end. */
    public Stream<ObjectNode> descendingBy(String index, String value, @Nullable String beforeId) {
        String prefix = indexKey(index, value);
        String before = beforeId == null ? end(prefix) : prefix + beforeId;
        return keysBelow(store.indexes(), before, prefix).map(key -> get(key.substring(prefix.length())));
    }

    /** The oldest object with the index value. */
    public Optional<ObjectNode> findBy(String index, String value) {
        return ascendingBy(index, value).findFirst();
    }

    private ObjectNode get(String id) {
        return Json.object(value(store.records(), key(id)));
    }

    private static String value(StateMap<String, String> map, String key) {
        String value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("index points to nothing");
        }
        return value;
    }

    private void unindex(String id, ObjectNode old) {
        indexed.apply(old).forEach((index, value) -> store.indexes().remove(indexKey(index, value) + id));
    }

    private String key(String id) {
        return name + SEPARATOR + id;
    }

    private String indexKey(String index, String value) {
        return name + SEPARATOR + index + SEPARATOR + value.replace(SEPARATOR, ' ') + SEPARATOR;
    }

    private static String end(String prefix) {
        return prefix.substring(0, prefix.length() - 1) + AFTER_SEPARATOR;
    }

    private static Stream<Map.Entry<String, String>> scan(Cursor<String, String> cursor) {
        Iterator<Map.Entry<String, String>> rows = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return cursor.hasNext();
            }

            @Override
            public Map.Entry<String, String> next() {
                String key = cursor.next();
                return Map.entry(key, cursor.getValue());
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false);
    }

    private static Stream<String> keysBelow(StateMap<String, String> map, String before, String atLeast) {
        return Stream.iterate(
                map.lowerKey(before), key -> key != null && key.compareTo(atLeast) >= 0, key -> map.lowerKey(key));
    }
}
