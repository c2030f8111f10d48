package dev.interline.durable.replay;

import dev.interline.durable.Wakeup;
import dev.interline.durable.replay.ReplayRefused.Why;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The replays of this service: asked for, looked at, paused, cancelled. {@link ReplayRunner} works them off. */
public final class Replays {

    private static final int SAMPLE = 20;

    private final Map<ReplaySource.Kind, ReplaySource> sources = new EnumMap<>(ReplaySource.Kind.class);
    private final Wakeup wakeup;

    /** @param wakeup signalled when there is a replay to work on */
    public Replays(List<ReplaySource> sources, Wakeup wakeup) {
        sources.forEach(source -> this.sources.put(source.kind(), source));
        this.wakeup = wakeup;
    }

    /**
     * What a request would take.
     *
     * @param sample the first of them
     */
    public record Preview(long matches, List<ReplaySource.Item> sample) {}

    /** What this service can replay. */
    public Set<ReplaySource.Kind> kinds() {
        return Set.copyOf(sources.keySet());
    }

    /** @throws ReplayRefused if this service has nothing of that kind */
    public Preview preview(Handle handle, ReplayRequest request) {
        ReplaySource source = source(request.source());
        return new Preview(
                source.count(handle, request.filter()),
                source.next(handle, request.filter(), Instant.EPOCH, "", SAMPLE));
    }

    /**
     * Starts a replay of what is there now; what comes later is not part of it.
     *
     * @throws ReplayRefused if nothing matches or another one is at work on the same rows
     */
    public Replay create(Handle handle, ReplayRequest request, String actor) {
        ReplaySource source = source(request.source());
        handle.execute("lock table replay in share row exclusive mode");
        Instant now = handle.select("select now()").mapTo(Instant.class).one();
        Filter filter = request.filter().until(now);
        refuseConflict(handle, request, filter);
        long total = source.count(handle, filter);
        if (total == 0) {
            throw new ReplayRefused(
                    Why.NOTHING_MATCHES, "Nothing matches the filter; look at what is there with a list or a preview");
        }
        String id = "rpl_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        handle.createUpdate("""
                        insert into replay (id, source, mode, filter, rate_per_second, state, tenant_id, connection_id, total,
                                            created_by, reason)
                        values (:id, :source, :mode, :filter, :rate, 'RUNNING', :tenant, :connection, :total, :actor, :reason)""")
                .bind("id", id)
                .bind("source", request.source().name())
                .bind("mode", request.mode().name())
                .bind("filter", filter.toJson())
                .bind("rate", request.ratePerSecond())
                .bind("tenant", request.tenant())
                .bind("connection", filter.connection())
                .bind("total", total)
                .bind("actor", actor)
                .bind("reason", request.reason())
                .execute();
        handle.afterCommit(wakeup::signal);
        return find(handle, id);
    }

    private static void refuseConflict(Handle handle, ReplayRequest request, Filter filter) {
        if (request.mode() == ReplayMode.DRY_RUN) {
            return;
        }
        list(handle, null, 1_000).stream()
                .filter(other -> other.state() == Replay.State.RUNNING || other.state() == Replay.State.PAUSED)
                .filter(other -> other.mode() != ReplayMode.DRY_RUN && other.source() == request.source())
                .filter(other -> other.tenant() == null
                        || request.tenant() == null
                        || Objects.equals(other.tenant(), request.tenant()))
                .filter(other -> other.filter().overlaps(filter))
                .findFirst()
                .ifPresent(other -> {
                    throw new ReplayRefused(
                            Why.CONFLICT,
                            "Replay " + other.id() + " (" + other.state()
                                    + ") works on the same kind of rows of the same connection; wait for it or cancel it");
                });
    }

    /** The newest first. */
    public static List<Replay> list(Handle handle, @Nullable String tenant, int limit) {
        return handle.createQuery("""
                        select * from replay where (:tenant::text is null or tenant_id = :tenant)
                        order by created_at desc, id limit :limit""")
                .bind("tenant", tenant)
                .bind("limit", limit)
                .map((rs, context) -> read(rs))
                .list();
    }

    /** @throws ReplayRefused if there is none of that id */
    public static Replay find(Handle handle, String id) {
        return handle.createQuery("select * from replay where id = :id for update")
                .bind("id", id)
                .map((rs, context) -> read(rs))
                .findOne()
                .orElseThrow(() -> new ReplayRefused(Why.UNKNOWN, "There is no replay " + id + " in this service"));
    }

    /** Ends a replay; what it has put on its way already goes on. */
    public Replay cancel(Handle handle, String id) {
        return change(handle, id, Set.of(Replay.State.RUNNING, Replay.State.PAUSED), Replay.State.CANCELLED);
    }

    /** Halts a replay until it is resumed. */
    public Replay pause(Handle handle, String id) {
        return change(handle, id, Set.of(Replay.State.RUNNING), Replay.State.PAUSED);
    }

    /** Lets a paused replay go on where it stopped. */
    public Replay resume(Handle handle, String id) {
        return change(handle, id, Set.of(Replay.State.PAUSED), Replay.State.RUNNING);
    }

    private Replay change(Handle handle, String id, Set<Replay.State> from, Replay.State to) {
        Replay replay = find(handle, id);
        if (!from.contains(replay.state())) {
            throw new ReplayRefused(
                    Why.WRONG_STATE, "Replay " + id + " is " + replay.state() + ", so it cannot become " + to);
        }
        handle.createUpdate("""
                        update replay set state = :state, finished_at = case when :state = 'CANCELLED' then now() end
                        where id = :id""").bind("id", id).bind("state", to.name()).execute();
        handle.afterCommit(wakeup::signal);
        return find(handle, id);
    }

    ReplaySource source(ReplaySource.Kind kind) {
        ReplaySource source = sources.get(kind);
        if (source == null) {
            throw new ReplayRefused(
                    Why.UNSUPPORTED, "This service has no " + kind + " to replay; it has " + sources.keySet());
        }
        return source;
    }

    static Replay read(ResultSet rs) throws SQLException {
        Timestamp finished = rs.getTimestamp("finished_at");
        return new Replay(
                rs.getString("id"),
                ReplaySource.Kind.valueOf(rs.getString("source")),
                ReplayMode.valueOf(rs.getString("mode")),
                Filter.ofJson(Objects.requireNonNull(rs.getString("filter"))),
                rs.getInt("rate_per_second"),
                Replay.State.valueOf(rs.getString("state")),
                rs.getString("tenant_id"),
                rs.getLong("total"),
                rs.getLong("taken"),
                rs.getLong("replayed"),
                rs.getLong("passed_over"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getString("created_by"),
                rs.getString("reason"),
                finished == null ? null : finished.toInstant());
    }
}
