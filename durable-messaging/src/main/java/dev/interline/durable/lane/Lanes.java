package dev.interline.durable.lane;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.message.Envelope;
import dev.interline.durable.StoredJson;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.quota.CommandPriority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

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
     * Puts commands into their lanes, in their order; a command whose id is known already is passed over.
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
        handle.afterCommit(afterCommit::run);
    }

    private static void insert(Handle handle, NewCommand command) {
        Envelope envelope = command.message().envelope();
        int inserted = handle.createUpdate("""
                        insert into command (id, lane_key, connection_id, tenant_id, type, envelope, payload, coalesce_key, state)
                        values (:id, :lane, :connection, :tenant, :type, :envelope, :payload, :coalesce, 'PENDING')
                        on conflict (id) do nothing""")
                .bind("id", envelope.id())
                .bind("lane", command.laneKey())
                .bind("connection", command.connection().value())
                .bind("tenant", envelope.tenantId().value())
                .bind("type", envelope.type())
                .bind("envelope", StoredJson.write(envelope))
                .bind("payload", command.message().payload())
                .bind("coalesce", command.coalesceKey())
                .execute();
        if (inserted == 1 && command.coalesceKey() != null) {
            handle.createUpdate("""
                            update command set state = 'SUPERSEDED', finished_at = now()
                            where lane_key = :lane and coalesce_key = :coalesce and state = 'PENDING'
                              and id <> :id""")
                    .bind("lane", command.laneKey())
                    .bind("coalesce", command.coalesceKey())
                    .bind("id", envelope.id())
                    .execute();
        }
    }

    /**
     * Claims lanes whose head is due, longest waiting first; in its own short transaction.
     *
     * @return the head command of each lane claimed; fewer than {@code atMost} if no more are due
     */
    static List<ClaimedCommand> claim(Handle handle, String owner, int atMost) {
        List<Claim> claims = handle.createQuery("""
                        with due as materialized (
                            select lane_key from lane l
                            where next_due_at <= now() and leased_until < now()
                              and not exists (select 1 from connection_pause p
                                              where p.connection_id = l.connection_id and p.paused_until > now())
                            order by next_due_at
                            for update skip locked limit :limit)
                        update lane l
                        set leased_until = now() + make_interval(secs => :lease),
                            lease_owner = :owner, lease_token = l.lease_token + 1
                        from due where l.lane_key = due.lane_key
                        returning l.lane_key, l.lease_token""")
                .bind("limit", atMost)
                .bind("lease", LEASE.toSeconds())
                .bind("owner", owner)
                .map((rs, context) -> new Claim(rs.getString("lane_key"), rs.getLong("lease_token")))
                .list();
        return claims.stream()
                .map(claim -> head(handle, claim.laneKey(), claim.token()))
                .flatMap(Optional::stream)
                .toList();
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
    private static Optional<ClaimedCommand> head(Handle handle, String laneKey, long token) {
        Optional<ClaimedCommand> head = handle.createQuery("""
                        select id, connection_id, envelope, payload, attempts, first_attempt_at, state, priority from command
                        where lane_key = :lane and state in ('PENDING', 'IN_FLIGHT')
                        order by seq limit 1""")
                .bind("lane", laneKey)
                .map((rs, context) -> claimed(rs, laneKey, token))
                .findOne();
        if (head.isEmpty()) {
            settle(handle, laneKey, true);
        }
        return head;
    }

    private static ClaimedCommand claimed(ResultSet rs, String laneKey, long token) throws SQLException {
        Timestamp first = rs.getTimestamp("first_attempt_at");
        return new ClaimedCommand(
                Objects.requireNonNull(rs.getString("id")),
                laneKey,
                token,
                new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                StoredJson.envelope(Objects.requireNonNull(rs.getString("envelope"))),
                Objects.requireNonNull(rs.getString("payload")),
                rs.getInt("attempts"),
                first == null ? null : first.toInstant(),
                "IN_FLIGHT".equals(rs.getString("state")),
                CommandPriority.of(rs.getInt("priority")));
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

    /** Ends a command for good: DONE, DEAD or UNKNOWN. */
    static void finish(Handle handle, ClaimedCommand command, String state, Failure failure) {
        update(handle, command, state, failure, Duration.ZERO, true, true);
    }

    /** Ends a command that worked. */
    static void done(Handle handle, ClaimedCommand command) {
        handle.createUpdate(
                        "update command set state = 'DONE', attempts = attempts + 1, finished_at = now() where id = :id")
                .bind("id", command.id())
                .execute();
    }

    /** Lets a command wait for another attempt. */
    static void postpone(
            Handle handle, ClaimedCommand command, String state, Failure failure, Duration wait, boolean countAttempt) {
        update(handle, command, state, failure, wait, countAttempt, false);
    }

    private static void update(
            Handle handle,
            ClaimedCommand command,
            String state,
            Failure failure,
            Duration wait,
            boolean countAttempt,
            boolean finished) {
        handle.createUpdate("""
                        update command
                        set state = :state, attempts = attempts + :counted,
                            first_attempt_at = coalesce(first_attempt_at, case when :counted > 0 then now() end),
                            due_at = now() + make_interval(secs => :wait),
                            finished_at = case when :finished then now() end,
                            failure_kind = :kind, failure_code = :code, failure_detail = :detail
                        where id = :id""")
                .bind("state", state)
                .bind("counted", countAttempt ? 1 : 0)
                .bind("wait", wait.toMillis() / 1000.0)
                .bind("finished", finished)
                .bind("kind", failure.kind().name())
                .bind("code", failure.code())
                .bind("detail", failure.detail())
                .bind("id", command.id())
                .execute();
    }

    /** @throws LeaseLost unless the lane is ours; locks its row until the end of the transaction */
    static void lockHeld(Handle handle, ClaimedCommand command) {
        boolean held = handle.createQuery(
                        "select 1 from lane where lane_key = :lane and lease_token = :token for update")
                .bind("lane", command.laneKey())
                .bind("token", command.leaseToken())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (!held) {
            throw new LeaseLost(command.laneKey());
        }
    }

    /** Sets when the lane's head is due and gives the lane back, if {@code release}; its row must be locked. */
    static void settle(Handle handle, String laneKey, boolean release) {
        handle.createUpdate("""
                        update lane set
                            next_due_at = (select due_at from command
                                           where lane_key = :lane and state in ('PENDING', 'IN_FLIGHT')
                                           order by seq limit 1),
                            leased_until = case when :release then '-infinity' else leased_until end
                        where lane_key = :lane""").bind("lane", laneKey).bind("release", release).execute();
    }

    /** Notes that a command of the lane was given up. */
    static void markDirty(Handle handle, String laneKey) {
        handle.createUpdate("update lane set dirty = true where lane_key = :lane")
                .bind("lane", laneKey)
                .execute();
    }

    /** Lets a connection rest; the longer of two pauses counts. */
    static void pause(Handle handle, ConnectionId connection, Duration length, String reason) {
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
                        from lane l where lane_key = :lane""")
                .bind("lane", previous.laneKey())
                .mapTo(Boolean.class)
                .one();
        return due ? head(handle, previous.laneKey(), previous.leaseToken()) : Optional.empty();
    }

    private record Claim(String laneKey, long token) {}
}
