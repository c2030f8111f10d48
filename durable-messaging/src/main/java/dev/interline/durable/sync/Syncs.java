package dev.interline.durable.sync;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.durable.Wakeup;
import dev.interline.durable.sync.Sync.Kind;
import dev.interline.durable.sync.Sync.State;
import dev.interline.durable.sync.SyncRefused.Why;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The syncs of this service: declared, asked for, looked at, paused, cancelled. {@link SyncRunner} works on them. */
public final class Syncs {

    private static final int DAYS_KEPT = 30;

    private final Wakeup wakeup;

    /** @param wakeup signalled when there is something to read */
    public Syncs(Wakeup wakeup) {
        this.wakeup = wakeup;
    }

    /** Signalled when there is something to read. */
    public Wakeup wakeup() {
        return wakeup;
    }

    /** The id of a connection's standing sync of a resource. */
    public static String idOf(ConnectionId connection, String resource) {
        return connection + ":" + resource;
    }

    /**
     * Makes a standing sync known, or takes over its new schedule. It reads what changes from now on; what was there before
     * is a backfill's.
     *
     * @param every how long it rests between two passes; also before the first
     * @param overlap how much of the time before each pass reads again, longer than a change may stay unseen
     */
    public void declare(
            Handle handle,
            ConnectionId connection,
            TenantId tenant,
            String resource,
            Duration every,
            Duration overlap) {
        handle.createUpdate("""
                        insert into sync as s (id, kind, connection_id, tenant_id, resource, state, every_seconds,
                                               overlap_seconds, due_at, created_by, reason)
                        values (:id, 'SYNC', :connection, :tenant, :resource, 'RUNNING', :every, :overlap,
                                now() + make_interval(secs => :every), 'interline', 'configured')
                        on conflict (id) do update
                        set tenant_id = excluded.tenant_id, every_seconds = excluded.every_seconds,
                            overlap_seconds = excluded.overlap_seconds,
                            due_at = least(s.due_at, excluded.due_at), revision = s.revision + 1
                        where (s.tenant_id, s.every_seconds, s.overlap_seconds)
                              is distinct from (excluded.tenant_id, excluded.every_seconds, excluded.overlap_seconds)""")
                .bind("id", idOf(connection, resource))
                .bind("connection", connection.value())
                .bind("tenant", tenant.value())
                .bind("resource", resource)
                .bind("every", every.toMillis() / 1000.0)
                .bind("overlap", overlap.toMillis() / 1000.0)
                .execute();
    }

    /**
     * Reads once what was there before.
     *
     * @param since from this time on; absent for all there is
     * @throws SyncRefused if nothing of that kind is read there, or another backfill of it is not over
     */
    public Sync backfill(
            Handle handle,
            ConnectionId connection,
            String resource,
            @Nullable Instant since,
            String actor,
            String reason) {
        return start(handle, Kind.BACKFILL, connection, resource, since, actor, reason);
    }

    /**
     * Reads all that is there, to find what is not any more.
     *
     * @throws SyncRefused if nothing of that kind is read there, or another comparison of it is not over
     */
    public Sync compare(Handle handle, ConnectionId connection, String resource, String actor, String reason) {
        return start(handle, Kind.COMPARISON, connection, resource, null, actor, reason);
    }

    private Sync start(
            Handle handle,
            Kind kind,
            ConnectionId connection,
            String resource,
            @Nullable Instant since,
            String actor,
            String reason) {
        Sync standing = find(handle, idOf(connection, resource));
        handle.createUpdate("update sync set revision = revision where id = :id")
                .bind("id", standing.id())
                .execute();
        unfinished(handle, kind, connection, resource).ifPresent(other -> {
            throw new SyncRefused(
                    Why.CONFLICT,
                    "There is " + other.id() + " (" + other.state() + ") of the same records; let it end or cancel it");
        });
        String id = (kind == Kind.BACKFILL ? "bfl_" : "cmp_")
                + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        handle.createUpdate("""
                        insert into sync (id, kind, connection_id, tenant_id, resource, state, window_from, window_until,
                                          created_by, reason)
                        values (:id, :kind, :connection, :tenant, :resource, 'RUNNING', :since, now(), :actor, :reason)""")
                .bind("id", id)
                .bind("kind", kind.name())
                .bind("connection", connection.value())
                .bind("tenant", standing.tenant().value())
                .bind("resource", resource)
                .bind("since", Timestamp.from(since == null ? Instant.EPOCH : since))
                .bind("actor", actor)
                .bind("reason", reason)
                .execute();
        handle.afterCommit(wakeup::signal);
        return find(handle, id);
    }

    private static Optional<Sync> unfinished(Handle handle, Kind kind, ConnectionId connection, String resource) {
        return handle.createQuery("""
                        select * from sync where kind = :kind and connection_id = :connection and resource = :resource
                        and finished_at is null""")
                .bind("kind", kind.name())
                .bind("connection", connection.value())
                .bind("resource", resource)
                .map((rs, context) -> Sync.read(rs))
                .findFirst();
    }

    /**
     * Starts a comparison of each resource that has had none for so long.
     *
     * @return how many were started
     */
    public int compareWhatIsDue(Handle handle, Duration every) {
        List<Sync> due = handle.createQuery("""
                        select * from sync s where kind = 'SYNC' and state = 'RUNNING'
                        and created_at < now() - make_interval(secs => :every)
                        and not exists (
                            select 1 from sync c where c.kind = 'COMPARISON' and c.connection_id = s.connection_id
                            and c.resource = s.resource
                            and (c.finished_at is null or c.created_at > now() - make_interval(secs => :every)))
                        for update skip locked""")
                .bind("every", every.toMillis() / 1000.0)
                .map((rs, context) -> Sync.read(rs))
                .list();
        due.forEach(sync -> compare(handle, sync.connection(), sync.resource(), "interline", "configured"));
        return due.size();
    }

    /** Removes backfills and comparisons that ended more than 30 days ago. */
    public static void removeOld(Handle handle) {
        handle.createUpdate("delete from sync where finished_at < now() - make_interval(days => :days)")
                .bind("days", DAYS_KEPT)
                .execute();
    }

    /**
     * The standing ones by connection and resource, then the others, newest first.
     *
     * @param tenant only of this tenant; absent for all
     * @param kind only of this kind; absent for all
     */
    public static List<Sync> list(Handle handle, @Nullable String tenant, @Nullable Kind kind, int limit) {
        return handle.createQuery("""
                        select * from sync where (:tenant::text is null or tenant_id = :tenant)
                        and (:kind::text is null or kind = :kind)
                        order by kind <> 'SYNC', case when kind = 'SYNC' then id end, created_at desc, id limit :limit""")
                .bind("tenant", tenant)
                .bind("kind", kind == null ? null : kind.name())
                .bind("limit", limit)
                .map((rs, context) -> Sync.read(rs))
                .list();
    }

    /** @throws SyncRefused if there is none of that id */
    public static Sync find(Handle handle, String id) {
        return handle.createQuery("select * from sync where id = :id for update")
                .bind("id", id)
                .map((rs, context) -> Sync.read(rs))
                .findOne()
                .orElseThrow(() -> new SyncRefused(Why.UNKNOWN, "There is no sync " + id + " in this service"));
    }

    /** Lets a sync read at once instead of at its time, also one that waits after a failure. */
    public Sync runNow(Handle handle, String id) {
        return change(handle, id, Set.of(State.RUNNING), State.RUNNING);
    }

    /** Halts a sync after its present page, until it is resumed. */
    public Sync pause(Handle handle, String id) {
        return change(handle, id, Set.of(State.RUNNING), State.PAUSED);
    }

    /** Lets a paused sync go on where it stopped. */
    public Sync resume(Handle handle, String id) {
        return change(handle, id, Set.of(State.PAUSED), State.RUNNING);
    }

    /** Ends a backfill or comparison; what it has told stays told. */
    public Sync cancel(Handle handle, String id) {
        if (find(handle, id).kind() == Kind.SYNC) {
            throw new SyncRefused(
                    Why.WRONG_STATE, id + " is a standing sync: pause it, or set interline.sync.enabled=false");
        }
        return change(handle, id, Set.of(State.RUNNING, State.PAUSED, State.REFUSED, State.DELETING), State.CANCELLED);
    }

    /**
     * A person has looked and says that what is missing was deleted.
     *
     * @param missing how many the person has been told of; if there are others now, the person shall look again
     */
    public Sync confirmDeletions(Handle handle, String id, long missing) {
        Sync sync = find(handle, id);
        if (sync.state() == State.REFUSED && (sync.missing() == null || sync.missing() != missing)) {
            throw new SyncRefused(
                    Why.CONFLICT, "Of " + id + " " + sync.missing() + " records are missing, not " + missing);
        }
        return change(handle, id, Set.of(State.REFUSED), State.DELETING);
    }

    private Sync change(Handle handle, String id, Set<State> from, State to) {
        Sync sync = find(handle, id);
        if (!from.contains(sync.state())) {
            throw new SyncRefused(Why.WRONG_STATE, id + " is " + sync.state() + ", so it cannot become " + to);
        }
        handle.createUpdate("""
                        update sync set state = :state, due_at = now(), revision = revision + 1,
                               finished_at = case when :state = 'CANCELLED' then now() end
                        where id = :id""").bind("id", id).bind("state", to.name()).execute();
        handle.afterCommit(wakeup::signal);
        return find(handle, id);
    }
}
