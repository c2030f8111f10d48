package dev.interline.durable.lane;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.message.Envelope;
import dev.interline.durable.StoredJson;
import dev.interline.durable.replay.ReplayMark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait, one lane per entity.
 *
 * <p>A lane is claimed with a lease; only its head runs; every write checks the fencing token. Enqueueing and finishing
 * both lock the lane's row first, so neither overlooks the other.
 */
public final class Lanes {

    /** How long a worker may be silent before another takes its lane. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private final Runnable afterCommit;

    /** @param afterCommit called when a transaction that enqueued has committed: wakes the dispatcher */
    public Lanes(Runnable afterCommit) {
        this.afterCommit = afterCommit;
    }

    /**
     * Puts commands into their lanes, in their order; one whose id waits already is passed over.
     *
     * <p>A command with a coalesce key takes the place of those of its lane with the same key that are not begun.
     */
    public void enqueue(Handle handle, List<NewCommand> commands) {
        if (commands.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        insert into lane (lane_key, connection_id, next_due_at)
                        select l.lane_key, min(l.connection_id), now()
                        from unnest(:lanes, :connections) as l(lane_key, connection_id)
                        group by l.lane_key order by l.lane_key
                        on conflict (lane_key) do update set next_due_at = coalesce(lane.next_due_at, now())""")
                .bindArray(
                        "lanes",
                        String.class,
                        commands.stream().map(NewCommand::laneKey).toList())
                .bindArray(
                        "connections",
                        String.class,
                        commands.stream()
                                .map(command -> command.connection().value())
                                .toList())
                .execute();
        for (NewCommand command : commands) {
            insert(handle, command);
        }
        wakeAfterCommit(handle);
    }

    /** Wakes the dispatcher when the transaction has committed. */
    void wakeAfterCommit(Handle handle) {
        handle.afterCommit(afterCommit::run);
    }

    private static void insert(Handle handle, NewCommand command) {
        Envelope envelope = command.message().envelope();
        boolean supersedes = handle.createQuery("""
                        insert into command (id, lane_key, connection_id, tenant_id, type, envelope, payload, coalesce_key,
                                             priority, state)
                        values (:id, :lane, :connection, :tenant, :type, :envelope, :payload, :coalesce, :priority, 'PENDING')
                        on conflict (id) do nothing
                        returning exists (select 1 from command where lane_key = :lane and coalesce_key = :coalesce
                                          and state = 'PENDING' and id <> :id)""")
                .bind("id", envelope.id())
                .bind("lane", command.laneKey())
                .bind("connection", command.connection().value())
                .bind("tenant", envelope.tenantId().value())
                .bind("type", envelope.type())
                .bind("envelope", StoredJson.write(envelope))
                .bind("payload", command.message().payload())
                .bind("coalesce", command.coalesceKey())
                .bind("priority", command.priority().rank())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
        if (supersedes && command.coalesceKey() != null) {
            Commands.supersede(handle, command.laneKey(), command.coalesceKey(), envelope.id());
        }
    }

    /**
     * Claims lanes whose head is due for a process that is idle; in its own short transaction.
     *
     * @return the head command of each lane claimed; fewer than {@code atMost} if no more are due
     */
    static List<ClaimedCommand> claim(Handle handle, String owner, int atMost) {
        return LaneClaims.claim(handle, new LaneClaims.Demand(owner, atMost, atMost, Map.of()));
    }

    /**
     * Gives back the lanes that a process of this name held when it died; called before the new one claims any. Should the
     * old one live after all, its fencing token keeps it from recording anything once the lane has been claimed.
     */
    static int releaseOwned(Handle handle, String owner) {
        return handle.createUpdate(
                        "update lane set leased_until = '-infinity' where lease_owner = :owner and leased_until > now()")
                .bind("owner", owner)
                .execute();
    }

    /** A lane we hold, with its fencing token. */
    record Held(String laneKey, long token) {}

    /** The head commands of lanes we hold; a lane in which nothing can run is given back. */
    static List<ClaimedCommand> heads(Handle handle, List<Held> lanes) {
        if (lanes.isEmpty()) {
            return List.of();
        }
        Map<String, Long> tokens = lanes.stream().collect(Collectors.toMap(Held::laneKey, Held::token));
        List<ClaimedCommand> heads = handle
                .createQuery("""
                        select c.* from unnest(:lanes) as l(lane_key) cross join lateral (
                            select id, lane_key, connection_id, envelope, payload, attempts, first_attempt_at, retrying_since,
                                   coalesce_key, priority, state
                            from command where lane_key = l.lane_key order by seq limit 1) c""")
                .bindArray("lanes", String.class, List.copyOf(tokens.keySet()))
                .map((rs, context) -> claimed(rs, tokens))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
        Set<String> running = heads.stream().map(ClaimedCommand::laneKey).collect(Collectors.toSet());
        tokens.keySet().stream().filter(lane -> !running.contains(lane)).forEach(lane -> release(handle, lane));
        return heads;
    }

    private static Optional<ClaimedCommand> claimed(ResultSet rs, Map<String, Long> tokens) throws SQLException {
        if ("BLOCKED".equals(rs.getString("state"))) {
            return Optional.empty();
        }
        String laneKey = Objects.requireNonNull(rs.getString("lane_key"));
        return Optional.of(new ClaimedCommand(
                Objects.requireNonNull(rs.getString("id")),
                laneKey,
                Objects.requireNonNull(tokens.get(laneKey)),
                new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                StoredJson.envelope(Objects.requireNonNull(rs.getString("envelope"))),
                Objects.requireNonNull(rs.getString("payload")),
                rs.getInt("attempts"),
                instant(rs, "first_attempt_at"),
                instant(rs, "retrying_since"),
                rs.getString("coalesce_key"),
                CommandPriority.ofRank(rs.getInt("priority")),
                "IN_FLIGHT".equals(rs.getString("state"))));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /**
     * What is found when a command's result is to be recorded.
     *
     * @param wanted whether the command is still there; one that was not begun may have been superseded meanwhile
     * @param dirty whether the entity lacks what an earlier command was given up with
     */
    record Found(boolean wanted, boolean dirty) {}

    /**
     * Locks the row of a lane we hold until the end of the transaction.
     *
     * @throws LeaseLost unless the lane is ours
     */
    static Found lockHeld(Handle handle, ClaimedCommand command) {
        return handle.createQuery("""
                        select exists (select 1 from command where id = :id) as wanted, dirty_for <> '{}' as dirty
                        from lane where lane_key = :lane and lease_token = :token for update of lane""")
                .bind("id", command.id())
                .bind("lane", command.laneKey())
                .bind("token", command.leaseToken())
                .map((rs, context) -> new Found(rs.getBoolean("wanted"), rs.getBoolean("dirty")))
                .findOne()
                .orElseThrow(() -> new LeaseLost(command.laneKey()));
    }

    /** Sets when the lane's head is due, whoever holds the lane; its row must be locked. */
    static void reschedule(Handle handle, String laneKey) {
        handle.createUpdate("""
                        update lane set
                            next_due_at = (select case when state = 'BLOCKED' then 'infinity' else due_at end
                                           from command where lane_key = :lane
                                           order by seq limit 1)
                        where lane_key = :lane""").bind("lane", laneKey).execute();
    }

    /** Sets when the lane's head is due and gives the lane back; its row must be locked. */
    static void release(Handle handle, String laneKey) {
        settle(handle, laneKey, false);
    }

    /**
     * Sets when the lane's head is due. Gives the lane back, unless we want to go on with it and can: the lease begins anew
     * then. Its row must be locked.
     *
     * @return whether to go on
     */
    private static boolean settle(Handle handle, String laneKey, boolean goOn) {
        return handle.createQuery("""
                        with head as materialized (
                            select case when state = 'BLOCKED' then 'infinity' else due_at end as due_at
                            from command where lane_key = :lane order by seq limit 1),
                        can as materialized (
                            select :goOn and coalesce((select due_at <= now() from head), false) and not exists (
                                       select 1 from connection_pause p
                                       where p.connection_id = l.connection_id and p.paused_until > now())
                                   and not exists (
                                       select 1 from connection_breaker b
                                       where b.connection_id = l.connection_id and b.open_until is not null) as go_on
                            from lane l where l.lane_key = :lane)
                        update lane set
                            next_due_at = (select due_at from head),
                            leased_until = case when can.go_on then now() + make_interval(secs => :lease)
                                                else '-infinity' end
                        from can where lane_key = :lane returning can.go_on""")
                .bind("lane", laneKey)
                .bind("goOn", goOn)
                .bind("lease", LEASE.toSeconds())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** Goes on with a lane we hold if its next head is due now; otherwise gives it back. Its row must be locked. */
    static Optional<ClaimedCommand> goOn(Handle handle, ClaimedCommand previous) {
        if (!settle(handle, previous.laneKey(), true)) {
            return Optional.empty();
        }
        return heads(handle, List.of(new Held(previous.laneKey(), previous.leaseToken()))).stream()
                .findFirst();
    }

    /** Notes that a command of the lane was given up and passed over: the entity lacks what it would have written. */
    static void markDirty(Handle handle, String laneKey, String lacks) {
        handle.createUpdate("""
                        update lane set dirty_for = array_append(array_remove(dirty_for, :lacks), :lacks)
                        where lane_key = :lane""").bind("lane", laneKey).bind("lacks", lacks).execute();
    }

    /** Notes that a command has written what an earlier one was given up with. */
    static void markWritten(Handle handle, ClaimedCommand command) {
        handle.createUpdate("""
                        update lane set dirty_for = array_remove(array_remove(dirty_for, :key), :id)
                        where lane_key = :lane and dirty_for <> '{}'""")
                .bind("lane", command.laneKey())
                .bind("key", command.lacks())
                .bind("id", ReplayMark.original(command.id()))
                .execute();
    }

    /** Lets a connection rest; the longer of two pauses counts. */
    public static void pause(Handle handle, ConnectionId connection, Duration length, String reason) {
        handle.createUpdate("""
                        insert into connection_pause (connection_id, paused_until, reason)
                        values (:connection, now() + make_interval(secs => :length), :reason)
                        on conflict (connection_id) do update
                        set paused_until = greatest(connection_pause.paused_until, excluded.paused_until),
                            reason = excluded.reason""")
                .bind("connection", connection.value())
                .bind("length", length.toMillis() / 1000.0)
                .bind("reason", reason)
                .execute();
    }
}
