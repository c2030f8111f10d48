package dev.interline.durable.credential;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.Credential.OAuth2Grant;
import dev.interline.durable.credential.KeyRing.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The credentials in the database, sealed. */
public final class CredentialStore {

    private static final String COLUMNS = "connection_id, kind, key_id, sealed, version, changed_at, changed_by,"
            + " renewed_at, renew_at, expires_at, refused_reason";

    /** An access token is renewed this long before it expires, or after three quarters of its life if that is later. */
    private static final Duration AHEAD = Duration.ofMinutes(2);

    private final KeyRing keys;

    public CredentialStore(KeyRing keys) {
        this.keys = keys;
    }

    /** All of them, opened. */
    public List<StoredCredential> all(Handle handle) {
        return handle.createQuery("select " + COLUMNS + " from credential order by connection_id, kind")
                .map((rs, context) -> read(rs))
                .list();
    }

    /** One of them, opened. */
    public Optional<StoredCredential> find(Handle handle, ConnectionId connection, CredentialKind kind) {
        return handle.createQuery(
                        "select " + COLUMNS + " from credential where connection_id = :connection and kind = :kind")
                .bind("connection", connection.value())
                .bind("kind", kind)
                .map((rs, context) -> read(rs))
                .findOne();
    }

    /** Makes whoever changes this connection's credentials come one after the other until the transaction ends. */
    public void lock(Handle handle, ConnectionId connection) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended('credential|' || :connection, 0))")
                .bind("connection", connection.value())
                .mapToMap()
                .list();
    }

    /** Stores it in place of the one of its kind; a refusal of the one before is forgotten. */
    public void put(Handle handle, ConnectionId connection, Credential credential, String actor) {
        Sealed sealed = keys.seal(connection, credential.kind(), credential.json());
        handle.createUpdate("""
                        insert into credential (connection_id, kind, key_id, sealed, version, changed_by)
                        values (:connection, :kind, :key, :sealed, nextval('credential_version'), :actor)
                        on conflict (connection_id, kind) do update
                        set key_id = excluded.key_id, sealed = excluded.sealed, version = excluded.version,
                            changed_at = now(), changed_by = excluded.changed_by, renewed_at = null, renew_at = null,
                            expires_at = null, renewing_until = '-infinity', refused_reason = null""")
                .bind("connection", connection.value())
                .bind("kind", credential.kind())
                .bind("key", sealed.keyId())
                .bind("sealed", sealed.bytes())
                .bind("actor", actor)
                .execute();
    }

    /** Removes it, so that the configured one counts again; whether there was one. */
    public boolean remove(Handle handle, ConnectionId connection, CredentialKind kind) {
        return handle.createUpdate("delete from credential where connection_id = :connection and kind = :kind")
                        .bind("connection", connection.value())
                        .bind("kind", kind)
                        .execute()
                > 0;
    }

    /** How many credentials are sealed with each key. */
    public static Map<String, Long> keysInUse(Handle handle) {
        Map<String, Long> inUse = new TreeMap<>();
        handle.createQuery("select key_id, count(*) as credentials from credential group by 1")
                .map((rs, context) -> inUse.put(rs.getString("key_id"), rs.getLong("credentials")))
                .list();
        return inUse;
    }

    /**
     * Seals up to that many anew that are not sealed with the primary key. The secrets, and so their versions, stay.
     *
     * @return how many it were; fewer than {@code limit} when none is left
     */
    public int rekey(Handle handle, int limit) {
        List<StoredCredential> old = handle.createQuery(
                        "select " + COLUMNS + " from credential where key_id <> :primary"
                                + " order by connection_id, kind limit :limit for update")
                .bind("primary", keys.primary())
                .bind("limit", limit)
                .map((rs, context) -> read(rs))
                .list();
        for (StoredCredential stored : old) {
            CredentialKind kind = stored.credential().kind();
            Sealed sealed =
                    keys.seal(stored.connection(), kind, stored.credential().json());
            handle.createUpdate("""
                            update credential set key_id = :key, sealed = :sealed
                            where connection_id = :connection and kind = :kind""")
                    .bind("key", sealed.keyId())
                    .bind("sealed", sealed.bytes())
                    .bind("connection", stored.connection().value())
                    .bind("kind", kind)
                    .execute();
        }
        return old.size();
    }

    /**
     * Takes the right to ask for a new access token, if nobody has it, the grant still is of that version and was not
     * refused.
     */
    boolean claimRenewal(Handle handle, ConnectionId connection, long version, Duration lease) {
        return handle.createUpdate("""
                        update credential set renewing_until = now() + make_interval(secs => :seconds)
                        where connection_id = :connection and kind = 'OAUTH2_GRANT' and version = :version
                          and renewing_until < now() and refused_reason is null""")
                        .bind("seconds", lease.toMillis() / 1000.0)
                        .bind("connection", connection.value())
                        .bind("version", version)
                        .execute()
                > 0;
    }

    /** Nobody may ask again before that much time. */
    void restRenewal(Handle handle, ConnectionId connection, long version, Duration rest) {
        handle.createUpdate("""
                        update credential set renewing_until = now() + make_interval(secs => :seconds)
                        where connection_id = :connection and kind = 'OAUTH2_GRANT' and version = :version""")
                .bind("seconds", rest.toMillis() / 1000.0)
                .bind("connection", connection.value())
                .bind("version", version)
                .execute();
    }

    /**
     * Stores new tokens in place of those of that version.
     *
     * @return whether it did; false if others have stored newer ones since
     */
    boolean renewed(
            Handle handle, ConnectionId connection, long version, OAuth2Grant grant, @Nullable Duration lifetime) {
        Sealed sealed = keys.seal(connection, grant.kind(), grant.json());
        Double seconds = lifetime == null ? null : lifetime.toMillis() / 1000.0;
        Double ahead = seconds == null ? null : Math.max(seconds - AHEAD.toSeconds(), seconds * 3 / 4);
        return handle.createUpdate("""
                        update credential
                        set key_id = :key, sealed = :sealed, version = nextval('credential_version'), renewed_at = now(),
                            renew_at = now() + make_interval(secs => :ahead),
                            expires_at = now() + make_interval(secs => :seconds),
                            renewing_until = '-infinity', refused_reason = null
                        where connection_id = :connection and kind = 'OAUTH2_GRANT' and version = :version""")
                        .bind("key", sealed.keyId())
                        .bind("sealed", sealed.bytes())
                        .bind("ahead", ahead)
                        .bind("seconds", seconds)
                        .bind("connection", connection.value())
                        .bind("version", version)
                        .execute()
                > 0;
    }

    /** Notes that the provider gives no more tokens for the grant of that version. */
    void refused(Handle handle, ConnectionId connection, long version, String reason) {
        handle.createUpdate("""
                        update credential set refused_reason = :reason, renewing_until = '-infinity'
                        where connection_id = :connection and kind = 'OAUTH2_GRANT' and version = :version""")
                .bind("reason", reason)
                .bind("connection", connection.value())
                .bind("version", version)
                .execute();
    }

    private StoredCredential read(ResultSet rs) throws SQLException {
        ConnectionId connection = new ConnectionId(rs.getString("connection_id"));
        CredentialKind kind = CredentialKind.valueOf(rs.getString("kind"));
        Sealed sealed = new Sealed(rs.getString("key_id"), rs.getBytes("sealed"));
        return new StoredCredential(
                connection,
                Credential.ofJson(kind, keys.open(connection, kind, sealed)),
                sealed.keyId(),
                rs.getLong("version"),
                rs.getTimestamp("changed_at").toInstant(),
                rs.getString("changed_by"),
                instant(rs.getTimestamp("renewed_at")),
                instant(rs.getTimestamp("renew_at")),
                instant(rs.getTimestamp("expires_at")),
                rs.getString("refused_reason"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
