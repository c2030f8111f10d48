package dev.interline.durable.inbound;

import dev.interline.canonical.ConnectionId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which records a provider has shown us, and when last; ids only. */
public final class KnownRecords {

    private KnownRecords() {}

    /**
     * How many records were shown at all, and how many of these not since.
     *
     * @param missing those that were not shown since
     */
    public record Count(long known, long missing) {}

    /** Notes that the records are there now. */
    public static void seen(Handle handle, ConnectionId connection, String resource, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        // Sorted, so that a sync and a backfill that see the same records wait for each other instead of deadlocking.
        handle.createUpdate("""
                        insert into known_record (connection_id, resource, record_id)
                        select :connection, :resource, id from unnest(:ids) with ordinality as u(id, place) order by place
                        on conflict (connection_id, resource, record_id) do update set seen_at = excluded.seen_at""")
                .bind("connection", connection.value())
                .bind("resource", resource)
                .bindArray("ids", String.class, ids.stream().distinct().sorted().toList())
                .execute();
    }

    /** Counts the records, and those that were not shown since. */
    public static Count count(Handle handle, ConnectionId connection, String resource, Instant since) {
        return handle.createQuery("""
                        select count(*) as known, count(*) filter (where seen_at < :since) as missing from known_record
                        where connection_id = :connection and resource = :resource""")
                .bind("connection", connection.value())
                .bind("resource", resource)
                .bind("since", Timestamp.from(since))
                .map((rs, context) -> new Count(rs.getLong("known"), rs.getLong("missing")))
                .one();
    }

    /** Some of the records that were not shown since; they stay locked until the transaction ends. */
    public static List<String> missing(
            Handle handle, ConnectionId connection, String resource, Instant since, int limit) {
        return handle.createQuery("""
                        select record_id from known_record
                        where connection_id = :connection and resource = :resource and seen_at < :since
                        order by record_id limit :limit for update""")
                .bind("connection", connection.value())
                .bind("resource", resource)
                .bind("since", Timestamp.from(since))
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
    }

    /** Forgets records whose end is told, so that no comparison tells it again. */
    public static void forget(Handle handle, ConnectionId connection, Collection<String> ids) {
        handle.createUpdate("delete from known_record where connection_id = :connection and record_id = any(:ids)")
                .bind("connection", connection.value())
                .bindArray("ids", String.class, ids)
                .execute();
    }
}
