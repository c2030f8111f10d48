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
        int inserted = handle.createUpdate("""
                        insert into command (id, lane_key, connection_id, tenant_id, type, envelope, payload, coalesce_key,
                                             priority, state)
                        values (:id, :lane, :connection, :tenant, :type, :envelope, :payload, :coalesce, :priority, 'PENDING')
                        on conflict (id) do nothing""")
                .bind("id", envelope.id())
                .bind("lane", command.laneKey())
                .bind("connection", command.connection().value())
                .bind("tenant", envelope.tenantId().value())
                .bind("type", envelope.type())
                .bind("envelope", StoredJson.write(envelope))
                .bind("payload", command.message().payload())
                .bind("coalesce", command.coalesceKey())
                .bind("priority", command.priority().rank())
                .execute();
        if (inserted == 1 && command.coalesceKey() != null) {
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

    /** The head command of a lane we hold; when nothing is due the lane is given back. */
    static Optional<ClaimedCommand> head(Handle handle, String laneKey, long token) {
        Optional<ClaimedCommand> head = handle.createQuery("""
                        select id, connection_id, envelope, payload, attempts, first_attempt_at, retrying_since, coalesce_key,
                               priority, state
                        from command where lane_key = :lane
                        order by seq limit 1""")
                .bind("lane", laneKey)
                .map((rs, context) -> claimed(rs, laneKey, token))
                .findOne()
                .flatMap(command -> command);
        if (head.isEmpty()) {
            settle(handle, laneKey, true);
        }
        return head;
    }

    private static Optional<ClaimedCommand> claimed(ResultSet rs, String laneKey, long token) throws SQLException {
        if ("BLOCKED".equals(rs.getString("state"))) {
            return Optional.empty();
        }
        return Optional.of(new ClaimedCommand(
                Objects.requireNonNull(rs.getString("id")),
                laneKey,
                token,
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

    /** @throws LeaseLost if the lane is no longer ours */
    static void extendLease(Handle handle, ClaimedCommand command) {
        int held = handle.createUpdate("""
                        update lane set leased_until = now() + make_interval(secs => :lease)
                        where lane_key = :lane and lease_token = :token""")
                .bind("lease", LEASE.toSeconds())
                .bind("lane", command.laneKey())
                .bind("token", command.leaseToken())
                .execute();
        if (held == 0) {
            throw new LeaseLost(command.laneKey());
        }
    }

    /**
     * Locks the row of a lane we hold until the end of the transaction.
     *
     * @return whether the command is still there; one that was not begun may have been superseded meanwhile
     * @throws LeaseLost unless the lane is ours
     */
    static boolean lockHeld(Handle handle, ClaimedCommand command) {
        return handle.createQuery("""
                        select exists (select 1 from command where id = :id)
                        from lane where lane_key = :lane and lease_token = :token for update of lane""")
                .bind("id", command.id())
                .bind("lane", command.laneKey())
                .bind("token", command.leaseToken())
                .mapTo(Boolean.class)
                .findOne()
                .orElseThrow(() -> new LeaseLost(command.laneKey()));
    }

    /** Sets when the lane's head is due and gives the lane back, if {@code release}; its row must be locked. */
    static void settle(Handle handle, String laneKey, boolean release) {
        handle.createUpdate("""
                        update lane set
                            next_due_at = (select case when state = 'BLOCKED' then 'infinity' else due_at end
                                           from command where lane_key = :lane
                                           order by seq limit 1),
                            leased_until = case when :release then '-infinity' else leased_until end
                        where lane_key = :lane""").bind("lane", laneKey).bind("release", release).execute();
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

    /** The next head of a lane we still hold, if it is due now. */
    static Optional<ClaimedCommand> nextDue(Handle handle, ClaimedCommand previous) {
        boolean due = handle.createQuery("""
                        select coalesce(next_due_at <= now(), false) and not exists (
                                   select 1 from connection_pause p
                                   where p.connection_id = l.connection_id and p.paused_until > now())
                               and not exists (
                                   select 1 from connection_breaker b
                                   where b.connection_id = l.connection_id and b.open_until is not null)
                        from lane l where lane_key = :lane""")
                .bind("lane", previous.laneKey())
                .mapTo(Boolean.class)
                .one();
        return due ? head(handle, previous.laneKey(), previous.leaseToken()) : Optional.empty();
    }
}
