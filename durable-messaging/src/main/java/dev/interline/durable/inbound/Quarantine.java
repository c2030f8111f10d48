package dev.interline.durable.inbound;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.Ids;
import dev.interline.durable.StoredJson;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps requests whose signature did not verify, so that nothing is lost while a secret is wrong; bounded per
 * connection, as anybody can send such requests.
 */
public final class Quarantine {

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
                                select id from quarantined_delivery where connection_id = :connection
                                order by received_at desc offset :kept)""")
                    .bind("connection", connection.value())
                    .bind("kept", KEPT_PER_CONNECTION)
                    .execute());
        }
    }

    private synchronized boolean roomIsDue() {
        sinceRoom = (sinceRoom + 1) % ROOM_EVERY;
        return sinceRoom == 0;
    }
}
