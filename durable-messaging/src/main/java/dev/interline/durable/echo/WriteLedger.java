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
 *
 * <p>In doubt a change is somebody's: an echo that is not recognised costs work, a change that is taken for an echo would be
 * lost.
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
        // Sorted, so that two transactions about one record wait for each other instead of deadlocking.
        SortedMap<String, Field> fields = new TreeMap<>();
        for (Written record : written) {
            record.fields().forEach((name, value) -> {
                Field field = new Field(record.connection().value(), record.record(), name, Ids.sha256(value));
                fields.put(String.join("\n", field.connection(), field.record(), name, field.valueHash()), field);
            });
        }
        if (fields.isEmpty()) {
            return;
        }
        List<Field> rows = List.copyOf(fields.values());
        handle.createUpdate("""
                        insert into own_write (connection_id, record_id, field, value_hash)
                        select * from unnest(:connections, :records, :fields, :hashes)
                        on conflict (connection_id, record_id, field, value_hash) do update set written_at = now()""")
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
     * The events that tell of our own writes and of nothing else. A write is one event's, and forgotten with all that was
     * written to the field before it; a value that is nobody's write of ours makes the ledger forget the field, as after
     * somebody else's change the old value would be a change again. Events that come together count in the order of their
     * times, as if they came one by one.
     */
    public static Set<UUID> recognise(Handle handle, List<Told> told) {
        if (told.isEmpty()) {
            return Set.of();
        }
        List<Row> rows = told.stream()
                .flatMap(one -> one.change().values().entrySet().stream()
                        .map(field -> new Row(one, field.getKey(), Ids.sha256(field.getValue()))))
                .toList();
        return new HashSet<>(handle.createQuery("""
                        with told as (
                            select event, connection_id, record_id, field, value_hash, at::timestamptz as at
                            from unnest(:events, :connections, :records, :fields, :hashes, :times)
                                 as t(event, connection_id, record_id, field, value_hash, at)),
                        known as materialized (
                            select t.event, t.at, w.connection_id, w.record_id, w.field, w.value_hash, w.written_at,
                                   w.value_hash = t.value_hash
                                   and t.at between w.written_at - make_interval(secs => :window)
                                                and w.written_at + make_interval(secs => :window) as own
                            from own_write w join told t using (connection_id, record_id, field)
                            order by w.connection_id, w.record_id, w.field, w.value_hash
                            for update of w),
                        placed as (
                            select t.event, t.connection_id, t.record_id, t.field, k.written_at,
                                   max(k.written_at) over before as latest_before,
                                   bool_or(k.event is null) over before as somebodys_before
                            from told t left join known k on k.own and k.event = t.event and k.field = t.field
                            window before as (partition by t.connection_id, t.record_id, t.field order by t.at, t.event
                                              rows between unbounded preceding and 1 preceding)),
                        own as materialized (
                            select event, connection_id, record_id, field, written_at from placed
                            where written_at is not null and not coalesce(somebodys_before, false)
                              and (latest_before is null or written_at > latest_before)),
                        gone as (
                            delete from own_write w using known k
                            where (w.connection_id, w.record_id, w.field, w.value_hash)
                                = (k.connection_id, k.record_id, k.field, k.value_hash)
                              and not exists (select 1 from own o
                                              where (o.connection_id, o.record_id, o.field)
                                                  = (k.connection_id, k.record_id, k.field)
                                                and o.written_at < k.written_at))
                        select t.event from told t left join own o on o.event = t.event and o.field = t.field
                        group by t.event having count(*) = count(o.event)""")
                .bindArray(
                        "events",
                        UUID.class,
                        rows.stream().map(row -> row.told().event()).toList())
                .bindArray(
                        "connections",
                        String.class,
                        rows.stream()
                                .map(row -> row.told().connection().value())
                                .toList())
                .bindArray(
                        "records",
                        String.class,
                        rows.stream().map(row -> row.told().change().record()).toList())
                .bindArray("fields", String.class, rows.stream().map(Row::field).toList())
                .bindArray("hashes", String.class, rows.stream().map(Row::hash).toList())
                .bindArray(
                        "times",
                        String.class,
                        rows.stream()
                                .map(row -> row.told().change().at().toString())
                                .toList())
                .bind("window", WINDOW.toSeconds())
                .mapTo(UUID.class)
                .list());
    }

    private record Row(Told told, String field, String hash) {}
}
