package dev.interline.durable.quota;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.lane.CommandPriority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The buckets in the database, by the database's clock. Every statement is one short transaction that does not wait for
 * the disk: should PostgreSQL crash, at most the last blocks are granted again.
 */
final class QuotaBuckets {

    private static final double NANOS = 1e9;

    private final Jdbi jdbi;

    QuotaBuckets(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What was given.
     *
     * @param tokens 0 if nothing was
     * @param delay until a token can be had
     */
    record Lease(int tokens, Duration delay) {}

    /** Makes the bucket, full, or fits it to a limit that was configured anew. */
    void define(ConnectionId connection, QuotaLimit limit) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into quota_bucket as b
                               (connection_id, limit_name, permits, capacity, refill_per_second, tokens)
                        values (:connection, :limit, :permits, :capacity, :refill, :capacity)
                        on conflict (connection_id, limit_name) do update
                        set permits = excluded.permits, capacity = excluded.capacity,
                            refill_per_second = excluded.refill_per_second,
                            tokens = least(b.tokens, excluded.capacity)
                        where (b.permits, b.capacity, b.refill_per_second)
                              is distinct from (excluded.permits, excluded.capacity, excluded.refill_per_second)""")
                .bind("connection", connection.value())
                .bind("limit", limit.name())
                .bind("permits", limit.permits())
                .bind("capacity", limit.burst())
                .bind("refill", limit.refillPerSecond())
                .execute());
    }

    /**
     * Takes up to {@code wanted} tokens, as far as the priority's reserve allows.
     *
     * <p>Where the provider allows less than is configured, the bucket is as much smaller; where it says less is left than
     * we have counted, that is believed. What was taken before it told so is taken from the smaller bucket too, so that its
     * level may be below zero.
     *
     * @param remaining what the provider has left by its own word, brought up to now; absent if it said nothing new
     * @return empty if there is no such bucket
     */
    Optional<Lease> lease(
            ConnectionId connection,
            QuotaLimit limit,
            CommandPriority priority,
            int wanted,
            @Nullable QuotaObservation seen,
            @Nullable Double remaining) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with relaxed as materialized (
                            select set_config('synchronous_commit', 'off', true)),
                        held as materialized (
                            select b.*, clock_timestamp() as at from quota_bucket b, relaxed
                            where connection_id = :connection and limit_name = :limit
                            for update of b),
                        scaled as (
                            select h.*, least(1, coalesce(:providerLimit, provider_limit, permits)::float8 / permits) as scale,
                                   least(1, coalesce(provider_limit, permits)::float8 / permits) as scale_before
                            from held h),
                        sized as (
                            select s.*, greatest(1, capacity * scale) as room,
                                   greatest(0, capacity * (scale_before - scale)) as lost,
                                   refill_per_second * scale as flow from scaled s),
                        filled as (
                            select s.*, least(room, :remaining, tokens - lost
                                       + flow * greatest(0, extract(epoch from at - refilled_at))) as level,
                                   greatest(1, least(room, :reserve * room + 1)) as needed
                            from sized s),
                        given as (
                            select f.*, case when paused_until > at or level < needed then 0
                                             else least(:wanted, 1 + floor(level - needed)) end as tokens_given
                            from filled f)
                        update quota_bucket b
                        set tokens = level - tokens_given, refilled_at = greatest(b.refilled_at, at),
                            provider_limit = coalesce(:providerLimit, b.provider_limit),
                            provider_remaining = coalesce(:providerRemaining, b.provider_remaining),
                            observed_at = case when :providerRemaining is null then b.observed_at else at end
                        from given g
                        where b.connection_id = g.connection_id and b.limit_name = g.limit_name
                        returning tokens_given::int,
                                  greatest(case when b.paused_until > at then extract(epoch from b.paused_until - at) end,
                                           case when level < needed then (needed - level) / flow end, 0) as wait""")
                .bind("connection", connection.value())
                .bind("limit", limit.name())
                .bind("reserve", Reserve.of(priority))
                .bind("wanted", wanted)
                .bindBySqlType(
                        "remaining", remaining == null ? Double.valueOf(limit.permits()) : remaining, Types.DOUBLE)
                .bindBySqlType("providerLimit", seen == null ? null : seen.limit(), Types.INTEGER)
                .bindBySqlType("providerRemaining", seen == null ? null : seen.remaining(), Types.INTEGER)
                .map((rs, context) -> new Lease(rs.getInt("tokens_given"), seconds(rs.getDouble("wait"))))
                .findOne());
    }

    /** Brings back tokens that were not used. */
    void giveBack(ConnectionId connection, QuotaLimit limit, int tokens) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update quota_bucket set tokens = least(capacity, tokens + :tokens)
                        where connection_id = :connection and limit_name = :limit""")
                .bind("tokens", tokens)
                .bind("connection", connection.value())
                .bind("limit", limit.name())
                .execute());
    }

    /** Lets the bucket rest, and starts it empty; the longer of two pauses counts. */
    void pause(ConnectionId connection, QuotaLimit limit, Duration length, String reason) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update quota_bucket
                        set paused_until = greatest(paused_until, clock_timestamp() + make_interval(secs => :length)),
                            pause_reason = :reason, tokens = 0, refilled_at = clock_timestamp()
                        where connection_id = :connection and limit_name = :limit""")
                .bind("length", length.toNanos() / NANOS)
                .bind("reason", reason)
                .bind("connection", connection.value())
                .bind("limit", limit.name())
                .execute());
    }

    static List<QuotaStatus> status(Handle handle) {
        return handle.createQuery("""
                        select b.*, least(capacity, tokens
                                   + refill_per_second * greatest(0, extract(epoch from clock_timestamp() - refilled_at)))
                                   as level,
                               case when paused_until > clock_timestamp() then paused_until end as resting_until
                        from quota_bucket b order by connection_id, limit_name""").map((rs, context) -> status(rs)).list();
    }

    private static QuotaStatus status(ResultSet rs) throws SQLException {
        Instant pausedUntil = instant(rs, "resting_until");
        return new QuotaStatus(
                new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                Objects.requireNonNull(rs.getString("limit_name")),
                rs.getInt("permits"),
                rs.getDouble("capacity"),
                pausedUntil == null ? rs.getDouble("level") : 0,
                rs.getObject("provider_limit", Integer.class),
                rs.getObject("provider_remaining", Integer.class),
                instant(rs, "observed_at"),
                pausedUntil,
                pausedUntil == null ? null : rs.getString("pause_reason"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * NANOS));
    }
}
