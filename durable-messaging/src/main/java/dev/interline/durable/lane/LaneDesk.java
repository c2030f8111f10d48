package dev.interline.durable.lane;

import dev.interline.durable.failure.DeadLetter;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.replay.ReplayMark;
import dev.interline.durable.replay.ReplayMode;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a person can do with lanes: look, let the head try at once, let it go. */
public final class LaneDesk {

    private static final String LANES = """
            select l.lane_key, l.connection_id, l.dirty_for, l.lease_owner, l.leased_until > now() as held, l.leased_until,
                   head.id, head.tenant_id, head.type, head.state, head.attempts, head.due_at, head.created_at,
                   head.failure_kind, head.failure_code, head.failure_detail, p.paused_until, p.reason as pause_reason,
                   (select count(*) from command c where c.lane_key = l.lane_key) as waiting
            from lane l
            left join lateral (select * from command c where c.lane_key = l.lane_key order by seq limit 1) head on true
            left join connection_pause p on p.connection_id = l.connection_id and p.paused_until > now()
            """;

    private final Lanes lanes;

    public LaneDesk(Lanes lanes) {
        this.lanes = lanes;
    }

    /**
     * A lane and its head.
     *
     * @param waiting how many commands are in it, its head included
     * @param heldBy who works on it now
     * @param lacks what was given up and passed over: a kind of state or a command's id
     * @param pausedUntil until when its connection rests
     */
    public record LaneView(
            String laneKey,
            String connectionId,
            long waiting,
            List<String> lacks,
            @Nullable String heldBy,
            @Nullable Instant heldUntil,
            @Nullable Instant pausedUntil,
            @Nullable String pauseReason,
            @Nullable Head head) {}

    /** The command at the head of a lane. */
    public record Head(
            String commandId,
            String tenantId,
            String type,
            String state,
            int attempts,
            Instant waitingSince,
            @Nullable Instant dueAt,
            @Nullable String failureKind,
            @Nullable String failureCode,
            @Nullable String failureDetail) {}

    /**
     * Lanes that match, in order of their keys.
     *
     * @param filter {@code state} is {@code WAITING}, {@code BLOCKED} or {@code DIRTY}
     */
    public List<LaneView> list(Handle handle, Filter filter, @Nullable String after, int limit) {
        return filter.bind(handle.createQuery(LANES + " where " + Filter.among("l.lane_key") + " and "
                        + Filter.matches("l.connection_id", "connection") + " and "
                        + Filter.matches("head.type", "type") + " and " + Filter.matches("head.tenant_id", "tenant")
                        + " and " + Filter.matches("head.failure_code", "code")
                        + " and (:state::text is null or :state = 'WAITING' and head.id is not null"
                        + " or :state = 'BLOCKED' and head.state = 'BLOCKED' or :state = 'DIRTY' and l.dirty_for <> '{}')"
                        + " and (:after::text is null or l.lane_key > :after) order by l.lane_key limit :limit"))
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, context) -> {
                    boolean held = rs.getBoolean("held");
                    String command = rs.getString("id");
                    return new LaneView(
                            rs.getString("lane_key"),
                            rs.getString("connection_id"),
                            rs.getLong("waiting"),
                            List.of((String[]) rs.getArray("dirty_for").getArray()),
                            held ? rs.getString("lease_owner") : null,
                            held ? instant(rs.getTimestamp("leased_until")) : null,
                            instant(rs.getTimestamp("paused_until")),
                            rs.getString("pause_reason"),
                            command == null
                                    ? null
                                    : new Head(
                                            command,
                                            rs.getString("tenant_id"),
                                            rs.getString("type"),
                                            rs.getString("state"),
                                            rs.getInt("attempts"),
                                            Objects.requireNonNull(instant(rs.getTimestamp("created_at"))),
                                            "BLOCKED".equals(rs.getString("state"))
                                                    ? null
                                                    : instant(rs.getTimestamp("due_at")),
                                            rs.getString("failure_kind"),
                                            rs.getString("failure_code"),
                                            rs.getString("failure_detail")));
                })
                .list();
    }

    /** Whether there is such a lane. */
    public boolean exists(Handle handle, String laneKey) {
        return lock(handle, laneKey);
    }

    /**
     * Lets the head of a lane try now instead of when it is due.
     *
     * @return why not; empty if it will
     */
    public Optional<String> retryNow(Handle handle, String laneKey) {
        if (!lock(handle, laneKey)) {
            return Optional.of("there is no such lane");
        }
        Optional<String> state = headState(handle, laneKey);
        if (state.isEmpty()) {
            return Optional.of("nothing waits in it");
        }
        if (state.get().equals("BLOCKED")) {
            return Optional.of("its head was given up: retry or discard its dead letter");
        }
        handle.createUpdate("""
                        update command set due_at = now(), retrying_since = null
                        where id = (select id from command where lane_key = :lane order by seq limit 1)""").bind("lane", laneKey).execute();
        Lanes.reschedule(handle, laneKey);
        lanes.wakeAfterCommit(handle);
        return Optional.empty();
    }

    /** Notes that somebody has seen to what a dirty lane lacks; false if there is no such lane or it is clean. */
    public boolean markClean(Handle handle, String laneKey) {
        return handle.createUpdate("update lane set dirty_for = '{}' where lane_key = :lane and dirty_for <> '{}'")
                        .bind("lane", laneKey)
                        .execute()
                == 1;
    }

    /** Lets a connection go on that rests; false if it does not rest. */
    public boolean resume(Handle handle, String connection) {
        boolean rested = handle.createUpdate(
                                "delete from connection_pause where connection_id = :connection and paused_until > now()")
                        .bind("connection", connection)
                        .execute()
                == 1;
        lanes.wakeAfterCommit(handle);
        return rested;
    }

    /**
     * Puts a command that was given up to work again: in its place if it blocks its lane, else at the end of it. An attempt
     * whose outcome nobody knows stays one, so that the operation's idempotency decides what may be sent.
     *
     * @param mark set if it is to have a new effect, or is only to be tried
     * @return why not; empty if it will be tried
     */
    public Optional<String> retry(Handle handle, DeadLetter letter, @Nullable ReplayMark mark) {
        String id = letter.messageId();
        Optional<String> laneKey = laneOf(handle, id);
        if (laneKey.isEmpty()) {
            return Optional.of("its command is no longer kept");
        }
        lock(handle, laneKey.get());
        if (mark != null) {
            requeue(handle, id, mark);
        } else if (blocked(handle, id)) {
            handle.createUpdate("""
                            update command
                            set state = case when %s then 'IN_FLIGHT' else 'PENDING' end,
                                due_at = now(), retrying_since = null
                            where id = :id""".formatted(MAY_BE_DONE)).bind("id", id).execute();
        } else {
            revive(handle, id);
        }
        Lanes.reschedule(handle, laneKey.get());
        lanes.wakeAfterCommit(handle);
        return Optional.empty();
    }

    /** A call of the command was begun, and its answer never came or said nothing certain. */
    private static final String MAY_BE_DONE = """
            exists (select 1 from provider_call c
                    where c.command_id = :id and coalesce(c.outcome, 'AMBIGUOUS') = 'AMBIGUOUS')""";

    private static final String LATEST_IN_HISTORY =
            "(select * from command_history where id = :id order by finished_at desc limit 1)";

    private static void revive(Handle handle, String id) {
        handle.createUpdate("""
                        insert into command (id, lane_key, connection_id, tenant_id, type, envelope, payload, priority, state,
                                             attempts, created_at, first_attempt_at, failures)
                        select id, lane_key, connection_id, tenant_id, type, envelope, payload, 1,
                               case when %s then 'IN_FLIGHT' else 'PENDING' end,
                               attempts, created_at, first_attempt_at, failures
                        from %s as h on conflict (id) do nothing""".formatted(MAY_BE_DONE, LATEST_IN_HISTORY))
                .bind("id", id)
                .execute();
    }

    /** The same command under a marked id; before one that blocks its lane, which a new effect replaces. */
    private static void requeue(Handle handle, String id, ReplayMark mark) {
        handle.createUpdate("""
                        insert into command (id, seq, lane_key, connection_id, tenant_id, type, envelope, payload, priority,
                                             state)
                        select :marked, coalesce(seq - 1, nextval(pg_get_serial_sequence('command', 'seq'))), lane_key,
                               connection_id, tenant_id, type,
                               (envelope::jsonb || jsonb_build_object('id', :marked::text))::text, payload, 1, 'PENDING'
                        from (select seq, lane_key, connection_id, tenant_id, type, envelope, payload
                              from command where id = :id
                              union all
                              select null, lane_key, connection_id, tenant_id, type, envelope, payload
                              from %s as h limit 1) original
                        on conflict (id) do nothing""".formatted(LATEST_IN_HISTORY))
                .bind("id", id)
                .bind("marked", mark.on(id))
                .execute();
        if (mark.mode() == ReplayMode.FORCE_NEW_EFFECT && blocked(handle, id)) {
            Commands.finish(handle, id, "DISCARDED");
        }
    }

    /** Puts a finished command into its lane again, with the mark on its id; false if its row is gone. */
    public boolean replay(Handle handle, String id, ReplayMark mark) {
        Optional<String> laneKey = laneOf(handle, id);
        if (laneKey.isEmpty()) {
            return false;
        }
        lock(handle, laneKey.get());
        handle.createUpdate("""
                        insert into command (id, lane_key, connection_id, tenant_id, type, envelope, payload, priority, state,
                                             first_attempt_at)
                        select :marked, lane_key, connection_id, tenant_id, type,
                               (envelope::jsonb || jsonb_build_object('id', :marked::text))::text, payload, 3,
                               case when :keyKnown and %s then 'IN_FLIGHT' else 'PENDING' end,
                               case when :keyKnown then first_attempt_at end
                        from %s as h on conflict (id) do nothing""".formatted(EVER_CALLED, LATEST_IN_HISTORY))
                .bind("id", id)
                .bind("marked", mark.on(id))
                .bind("keyKnown", mark.mode() == ReplayMode.REPLAY)
                .execute();
        Lanes.reschedule(handle, laneKey.get());
        lanes.wakeAfterCommit(handle);
        return true;
    }

    /** What was sent once may be sent again only as its idempotency allows. */
    private static final String EVER_CALLED = "exists (select 1 from provider_call c where c.command_id = :id)";

    /** Ends a command that blocks its lane; does nothing for any other. */
    public void discardBlocked(Handle handle, String id) {
        Optional<String> laneKey = laneOf(handle, id);
        if (laneKey.isEmpty()) {
            return;
        }
        lock(handle, laneKey.get());
        if (blocked(handle, id)) {
            Commands.finish(handle, id, "DISCARDED");
            Lanes.markDirty(handle, laneKey.get(), id);
            Lanes.reschedule(handle, laneKey.get());
            lanes.wakeAfterCommit(handle);
        }
    }

    private static boolean lock(Handle handle, String laneKey) {
        return handle.createQuery("select 1 from lane where lane_key = :lane for update")
                .bind("lane", laneKey)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static boolean blocked(Handle handle, String id) {
        return handle.createQuery("select 1 from command where id = :id and state = 'BLOCKED'")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static Optional<String> headState(Handle handle, String laneKey) {
        return handle.createQuery("select state from command where lane_key = :lane order by seq limit 1")
                .bind("lane", laneKey)
                .mapTo(String.class)
                .findOne();
    }

    private static Optional<String> laneOf(Handle handle, String id) {
        return handle.createQuery("""
                        select lane_key from command where id = :id
                        union all select lane_key from command_history where id = :id limit 1""").bind("id", id).mapTo(String.class).findOne();
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
