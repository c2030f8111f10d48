package dev.interline.durable.echo;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.Ids;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The fields we have written at providers, by value. A provider that tells of every change tells of ours too; such an echo is
 * known by record, field, value and time, and is recognised once: the same value later is somebody's change.
 */
public final class WriteLedger {

    /** How far the provider's time of the change may be from ours of the answer. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private WriteLedger() {}

    /**
     * What was written to a record.
     *
     * @param fields their values by the provider's names, as the provider will tell of them
     */
    public record Written(ConnectionId connection, String record, Map<String, String> fields) {}

    /** Notes what was written; in the transaction of the commands' results. */
    public static void note(Handle handle, List<Written> written) {
        // Sorted, so that two transactions about one record wait for each other instead of deadlocking; the last one
        // counts.
        SortedMap<String, Field> fields = new TreeMap<>();
        for (Written record : written) {
            record.fields().forEach((name, value) -> {
                Field field = new Field(record.connection().value(), record.record(), name, Ids.sha256(value));
                fields.put(String.join("\n", field.connection(), field.record(), name), field);
            });
        }
        if (fields.isEmpty()) {
            return;
        }
        List<Field> rows = List.copyOf(fields.values());
        handle.createUpdate("""
                        insert into own_write (connection_id, record_id, field, value_hash)
                        select * from unnest(:connections, :records, :fields, :hashes)
                        on conflict (connection_id, record_id, field) do update
                        set value_hash = excluded.value_hash, written_at = now()""")
                .bindArray(
                        "connections",
                        String.class,
                        rows.stream().map(Field::connection).toList())
                .bindArray(
                        "records",
                        String.class,
                        rows.stream().map(Field::record).toList())
                .bindArray(
                        "fields", String.class, rows.stream().map(Field::name).toList())
                .bindArray(
                        "hashes",
                        String.class,
                        rows.stream().map(Field::valueHash).toList())
                .execute();
    }

    private record Field(String connection, String record, String name, String valueHash) {}

    /** A change told by an event. */
    public record Told(UUID event, ConnectionId connection, FieldChange change) {}

    /**
     * The events that tell of our own writes. What any of the given changes is about is forgotten, recognised or not: after
     * somebody else's change the old value would be a change again.
     */
    public static Set<UUID> recognise(Handle handle, List<Told> told) {
        if (told.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(handle.createQuery("""
                        with told as (
                            select * from unnest(:events, :connections, :records, :fields, :hashes, :times)
                                     as t(event, connection_id, record_id, field, value_hash, at)),
                        known as (
                            delete from own_write w using told t
                            where w.connection_id = t.connection_id and w.record_id = t.record_id and w.field = t.field
                            returning t.event, w.value_hash = t.value_hash
                                      and t.at::timestamptz between w.written_at - make_interval(secs => :window)
                                               and w.written_at + make_interval(secs => :window) as own)
                        select event from known where own""")
                .bindArray("events", UUID.class, told.stream().map(Told::event).toList())
                .bindArray(
                        "connections",
                        String.class,
                        told.stream().map(t -> t.connection().value()).toList())
                .bindArray(
                        "records",
                        String.class,
                        told.stream().map(t -> t.change().record()).toList())
                .bindArray(
                        "fields",
                        String.class,
                        told.stream().map(t -> t.change().field()).toList())
                .bindArray(
                        "hashes",
                        String.class,
                        told.stream().map(t -> Ids.sha256(t.change().value())).toList())
                .bindArray(
                        "times",
                        String.class,
                        told.stream().map(t -> t.change().at().toString()).toList())
                .bind("window", WINDOW.toSeconds())
                .mapTo(UUID.class)
                .list());
    }
}
