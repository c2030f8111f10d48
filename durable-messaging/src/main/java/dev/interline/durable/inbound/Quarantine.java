package dev.interline.durable.inbound;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.Ids;
import dev.interline.durable.StoredJson;
import dev.interline.durable.replay.Filter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests whose signature did not verify, so that nothing is lost while a secret is wrong; bounded per
 * connection, as anybody can send such requests.
 */
public final class Quarantine {

    /** Under which name the URL of the request is kept beside its headers; some providers sign it. */
    public static final String URL = ":url";

    /** How many requests are kept per connection; the oldest make room. */
    public static final int KEPT_PER_CONNECTION = 1_000;

    private static final int ROOM_EVERY = 100;

    private final Jdbi jdbi;
    private int sinceRoom;

    public Quarantine(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Keeps a request that was refused. */
    public void add(ConnectionId connection, String reason, Map<String, String> headers, byte[] body) {
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        insert into quarantined_delivery (id, connection_id, reason, headers, body)
                        values (:id, :connection, :reason, :headers, :body)""")
                .bind("id", Ids.fresh())
                .bind("connection", connection.value())
                .bind("reason", reason)
                .bind("headers", StoredJson.write(headers))
                .bind("body", body)
                .execute());
        if (roomIsDue()) {
            jdbi.useTransaction(handle -> handle.createUpdate("""
                            delete from quarantined_delivery where id in (
                                select id from quarantined_delivery
                                where connection_id = :connection and state = 'HELD'
                                order by received_at desc offset :kept)""")
                    .bind("connection", connection.value())
                    .bind("kept", KEPT_PER_CONNECTION)
                    .execute());
        }
    }

    private static final String WHERE = " where " + Filter.among("id") + " and "
            + Filter.matches("connection_id", "connection") + " and " + Filter.matches("state", "state") + " and "
            + Filter.matches("reason", "code") + " and " + Filter.between("received_at");

    /**
     * A request that was not verified.
     *
     * @param reason why
     * @param headers those that are kept, and its URL as {@value #URL}
     */
    public record Held(
            UUID id,
            ConnectionId connection,
            Instant receivedAt,
            String reason,
            String state,
            Map<String, String> headers,
            byte[] body) {}

    /** Those that match, oldest first, after the given id; {@code code} of the filter is the reason. */
    public static List<Held> list(Handle handle, Filter filter, @Nullable UUID after, int limit) {
        return filter.bind(handle.createQuery("select * from quarantined_delivery" + WHERE
                        + " and (:after::uuid is null or id > :after::uuid) order by id limit :limit"))
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, context) -> new Held(
                        Objects.requireNonNull(rs.getObject("id", UUID.class)),
                        new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                        rs.getTimestamp("received_at").toInstant(),
                        rs.getString("reason"),
                        rs.getString("state"),
                        StoredJson.headers(Objects.requireNonNull(rs.getString("headers"))),
                        Objects.requireNonNull(rs.getBytes("body"))))
                .list();
    }

    /** How many match. */
    public static long count(Handle handle, Filter filter) {
        return filter.bind(handle.createQuery("select count(*) from quarantined_delivery" + WHERE))
                .mapTo(Long.class)
                .one();
    }

    /**
     * Settles a request that is held: RELEASED or DISCARDED; false if it is not held any more. The body of a released one goes:
     * it is stored as a delivery from then on, where what it holds of a person can be erased.
     */
    public static boolean settle(Handle handle, UUID id, String state) {
        return handle.createUpdate("""
                        update quarantined_delivery set state = :state, settled_at = now(),
                               body = case when :state = 'RELEASED' then '' else body end
                        where id = :id and state = 'HELD'""").bind("id", id).bind("state", state).execute() == 1;
    }

    private synchronized boolean roomIsDue() {
        sinceRoom = (sinceRoom + 1) % ROOM_EVERY;
        return sinceRoom == 0;
    }
}
