package dev.interline.durable.lane;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.StoredJson;
import dev.interline.durable.Together;
import dev.interline.durable.replay.ReplayMark;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
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
    private final BiConsumer<Handle, List<NewCommand>> writer = this::write;

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
        if (!commands.isEmpty()) {
            Together.write(handle, commands, writer);
        }
    }

    private void write(Handle handle, List<NewCommand> commands) {
        handle.createUpdate("""
                        insert into lane (lane_key, connection_id, next_due_at)
                        select l.lane_key, min(l.connection_id), now()
                        from unnest(:lanes, :connections) as l(lane_key, connection_id)
                        group by l.lane_key order by l.lane_key
                        -- A row that stays as it is is locked all the same.
                        on conflict (lane_key) do update set next_due_at = now() where lane.next_due_at is null""")
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
        insert(handle, commands);
        wakeAfterCommit(handle);
    }

    /** Wakes the dispatcher when the transaction has committed. */
    void wakeAfterCommit(Handle handle) {
        handle.afterCommit(afterCommit::run);
    }

    private static void insert(Handle handle, List<NewCommand> commands) {
        List<@Nullable String> coalesceKeys = new ArrayList<>();
        commands.forEach(command -> coalesceKeys.add(command.coalesceKey()));
        Set<String> fresh = handle.createQuery("""
                        insert into command (id, lane_key, connection_id, tenant_id, type, envelope, payload, coalesce_key,
                                             priority, state)
                        select n.id, n.lane_key, n.connection_id, n.tenant_id, n.type, n.envelope, n.payload, n.coalesce_key,
                               n.priority, 'PENDING'
                        from unnest(:ids, :lanes, :connections, :tenants, :types, :envelopes, :payloads, :coalesce, :priorities)
                             with ordinality as n(id, lane_key, connection_id, tenant_id, type, envelope, payload,
                                                  coalesce_key, priority, position)
                        order by n.position
                        on conflict (id) do nothing
                        returning id""")
                .bindArray("ids", String.class, column(commands, command -> command.message()
                        .envelope()
                        .id()))
                .bindArray("lanes", String.class, column(commands, NewCommand::laneKey))
                .bindArray("connections", String.class, column(commands, command -> command.connection()
                        .value()))
                .bindArray("tenants", String.class, column(commands, command -> command.message()
                        .envelope()
                        .tenantId()
                        .value()))
                .bindArray("types", String.class, column(commands, command -> command.message()
                        .envelope()
                        .type()))
                .bindArray(
                        "envelopes",
                        String.class,
                        column(
                                commands,
                                command -> StoredJson.write(command.message().envelope())))
                .bindArray("payloads", String.class, column(commands, command -> command.message()
                        .payload()))
                .bindArray("coalesce", String.class, coalesceKeys)
                .bindArray("priorities", Integer.class, column(commands, command -> command.priority()
                        .rank()))
                .mapTo(String.class)
                .collect(Collectors.toSet());
        Commands.supersede(
                handle,
                commands.stream()
                        .filter(command ->
                                fresh.contains(command.message().envelope().id()))
                        .toList());
    }

    private static <T> List<T> column(List<NewCommand> commands, Function<NewCommand, T> value) {
        return commands.stream().map(value).toList();
    }

    /**
     * Claims lanes whose head is due for a process that is idle; in its own short transaction.
     *
     * @return the head command of each lane claimed; fewer than {@code atMost} if no more are due
     */
    static List<ClaimedCommand> claim(Handle handle, String owner, int atMost) {
        return LaneClaims.claim(handle, new LaneClaims.Demand(owner, atMost, atMost, Map.of()))
                .heads();
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
                                   coalesce_key, priority, state, now() as claimed_at
                            from command where lane_key = l.lane_key order by seq limit 1) c""")
                .bindArray("lanes", String.class, List.copyOf(tokens.keySet()))
                .map((rs, context) -> claimed(rs, tokens))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
        Set<String> running = heads.stream().map(ClaimedCommand::laneKey).collect(Collectors.toSet());
        List<String> idle =
                tokens.keySet().stream().filter(lane -> !running.contains(lane)).toList();
        if (!idle.isEmpty()) {
            handle.useTransaction(transaction -> {
                List<Held> claimed = idle.stream()
                        .map(lane -> new Held(lane, Objects.requireNonNull(tokens.get(lane))))
                        .toList();
                release(transaction, List.copyOf(lockHeld(transaction, claimed).keySet()));
            });
        }
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
                Objects.requireNonNull(instant(rs, "claimed_at")),
                "IN_FLIGHT".equals(rs.getString("state"))));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /**
     * Locks the rows of lanes we hold until the end of the transaction.
     *
     * @return of those that are still ours, whether the entity lacks what an earlier command was given up with
     */
    static Map<String, Boolean> lockHeld(Handle handle, List<Held> lanes) {
        return handle
                .createQuery("""
                        select l.lane_key, l.dirty_for <> '{}' as dirty
                        from unnest(:lanes, :tokens) as h(lane_key, token)
                        join lane l on l.lane_key = h.lane_key and l.lease_token = h.token
                        order by l.lane_key for update of l""")
                .bindArray(
                        "lanes", String.class, lanes.stream().map(Held::laneKey).toList())
                .bindArray("tokens", Long.class, lanes.stream().map(Held::token).toList())
                .map((rs, context) ->
                        Map.entry(Objects.requireNonNull(rs.getString("lane_key")), rs.getBoolean("dirty")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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

    /** Sets when the heads of the lanes are due and gives the lanes back; their rows must be locked. */
    static void release(Handle handle, List<String> lanes) {
        settle(handle, lanes, lanes.stream().map(lane -> false).toList());
    }

    /**
     * Sets when the heads of lanes are due. Gives each lane back, unless we want to go on with it and can: the lease begins
     * anew then. Their rows must be locked.
     *
     * @param goOn for each lane, whether we want to go on with it
     * @return those to go on with
     */
    static Set<String> settle(Handle handle, List<String> lanes, List<Boolean> goOn) {
        return handle
                .createQuery("""
                        with settled as materialized (
                            select s.lane_key, s.go_on, head.due_at
                            from unnest(:lanes, :goOn) as s(lane_key, go_on) left join lateral (
                                select case when c.state = 'BLOCKED' then 'infinity' else c.due_at end as due_at
                                from command c where c.lane_key = s.lane_key order by c.seq limit 1) head on true)
                        update lane l set
                            next_due_at = s.due_at,
                            leased_until = case when can.go_on then now() + make_interval(secs => :lease)
                                                else '-infinity' end
                        from settled s
                        join lane k using (lane_key)
                        cross join lateral (
                            select s.go_on and coalesce(s.due_at <= now(), false)
                                   and not exists (
                                       select 1 from connection_pause p
                                       where p.connection_id = k.connection_id and p.paused_until > now())
                                   and not exists (
                                       select 1 from connection_breaker b
                                       where b.connection_id = k.connection_id and b.open_until is not null)
                                   as go_on) can
                        where l.lane_key = s.lane_key returning l.lane_key, can.go_on""")
                .bindArray("lanes", String.class, lanes)
                .bindArray("goOn", Boolean.class, goOn)
                .bind("lease", LEASE.toSeconds())
                .map((rs, context) -> rs.getBoolean("go_on") ? rs.getString("lane_key") : null)
                .list()
                .stream()
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
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
