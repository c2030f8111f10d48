package dev.interline.durable.credential;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.Ids;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** When each webhook secret has verified last, over all replicas. */
public final class SigningSecretUses {

    private SigningSecretUses() {}

    /** What a secret is called where it must not be shown; 12 hex digits. */
    public static String fingerprint(ConnectionId connection, String secret) {
        return Ids.sha256("interline signing secret|" + connection.value() + "|" + secret)
                .substring(0, 12);
    }

    /** Notes a use; an earlier one than is known changes nothing. */
    public static void note(Handle handle, ConnectionId connection, String fingerprint, Instant at) {
        handle.createUpdate("""
                        insert into signing_secret_use as u (connection_id, fingerprint, last_verified_at)
                        values (:connection, :fingerprint, :at)
                        on conflict (connection_id, fingerprint) do update
                        set last_verified_at = greatest(u.last_verified_at, excluded.last_verified_at)""")
                .bind("connection", connection.value())
                .bind("fingerprint", fingerprint)
                .bind("at", at)
                .execute();
    }

    /** The last use of each of the connection's secrets, by fingerprint. */
    public static Map<String, Instant> of(Handle handle, ConnectionId connection) {
        Map<String, Instant> uses = new TreeMap<>();
        handle.createQuery(
                        "select fingerprint, last_verified_at from signing_secret_use where connection_id = :connection")
                .bind("connection", connection.value())
                .map((rs, context) -> uses.put(
                        rs.getString("fingerprint"),
                        rs.getTimestamp("last_verified_at").toInstant()))
                .list();
        return uses;
    }
}
