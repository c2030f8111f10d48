package dev.interline.durable.breaker;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens when a connection's provider has given no answer to many commands in a row, of several lanes: then none of its
 * lanes is claimed for a while, and after that one command at a time tries. Any answer closes it. A lane that fails alone
 * never opens it. Whoever waits for it loses no attempt, as it is not claimed.
 */
public final class ConnectionBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionBreaker.class);

    /** Beyond this a failing lane is not remembered; it may be taken for a probe. */
    private static final int LANES_KEPT = 50;

    private final Thresholds thresholds;
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();

    /**
     * When to open, and for how long.
     *
     * @param failures commands in a row without an answer
     * @param lanes of how many lanes at least
     * @param first how long it is open at first; doubles with each probe that fails
     * @param longest how long it is open at most
     * @param forget failures are counted from the start if none was met for so long
     */
    public record Thresholds(int failures, int lanes, Duration first, Duration longest, Duration forget) {

        /** 10 commands of 3 lanes; 5 s to 60 s. */
        public static final Thresholds DEFAULT =
                new Thresholds(10, 3, Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(10));

        /** @throws IllegalArgumentException if a number or duration is not positive, or it is first open longer than ever */
        public Thresholds {
            if (failures < 1
                    || lanes < 1
                    || !first.isPositive()
                    || !forget.isPositive()
                    || longest.compareTo(first) < 0) {
                throw new IllegalArgumentException(
                        "A breaker needs failures and entities of at least 1, 0 < open-first <= open-longest and a positive "
                                + "forget time, but was failures=" + failures + " entities=" + lanes + " open-first="
                                + first
                                + " open-longest=" + longest + " forget-after=" + forget);
            }
        }
    }

    public ConnectionBreaker(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /** Learns which connections have trouble; what other replicas met is known here after the next call. */
    public void refresh(Handle handle) {
        List<String> troubled = handle.select("select connection_id from connection_breaker")
                .mapTo(String.class)
                .list();
        suspects.retainAll(troubled);
        suspects.addAll(troubled);
    }

    /** The provider answered, whatever it said: closed. Costs nothing while there is no trouble. */
    public void answered(Handle handle, ConnectionId connection) {
        if (!suspects.contains(connection.value())) {
            return;
        }
        boolean wasOpen = handle.createQuery("""
                        with closed as (delete from connection_breaker where connection_id = :connection returning *)
                        select 1 from closed where open_until is not null""")
                .bind("connection", connection.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        suspects.remove(connection.value());
        if (wasOpen) {
            LOG.info("the provider of connection {} answers again", connection);
        }
    }

    /** What a failed command says of the provider: it answered, it did not, or nothing. */
    public void failed(Handle handle, ConnectionId connection, String laneKey, Failure failure) {
        switch (failure.kind()) {
            case UNAVAILABLE, AMBIGUOUS -> missed(handle, connection, laneKey, failure);
            case UNAUTHORIZED, REJECTED, CONFLICT -> answered(handle, connection);
            case THROTTLED, UNMAPPABLE, DEFECT -> untold(handle, connection, laneKey);
        }
    }

    /** The command tells nothing of the provider; should it have been the probe, another takes its place. */
    public void untold(Handle handle, ConnectionId connection, String laneKey) {
        if (suspects.contains(connection.value())) {
            handle.createUpdate("""
                            update connection_breaker set probe_until = '-infinity', probe_lane = null
                            where connection_id = :connection and probe_lane = :lane""")
                    .bind("connection", connection.value())
                    .bind("lane", laneKey)
                    .execute();
        }
    }

    private void missed(Handle handle, ConnectionId connection, String laneKey, Failure failure) {
        suspects.add(connection.value());
        Count count = handle.createQuery("""
                        insert into connection_breaker as b (connection_id, failures, lanes, last_failed_at, last_code)
                        values (:connection, 1, array[:lane], now(), :code)
                        on conflict (connection_id) do update
                        set failures = case when b.open_until is null and b.last_failed_at < now() - make_interval(secs => :forget)
                                            then 1 else b.failures + 1 end,
                            lanes = case when b.open_until is null and b.last_failed_at < now() - make_interval(secs => :forget)
                                         then excluded.lanes
                                         when :lane = any(b.lanes) or cardinality(b.lanes) >= :kept then b.lanes
                                         else b.lanes || excluded.lanes end,
                            last_failed_at = now(), last_code = excluded.last_code
                        returning failures, cardinality(lanes) as lanes, open_until is null as closed,
                                  coalesce(probe_lane = :lane, false) as probe""")
                .bind("connection", connection.value())
                .bind("lane", laneKey)
                .bind("code", failure.code())
                .bind("forget", seconds(thresholds.forget()))
                .bind("kept", LANES_KEPT)
                .map((rs, context) -> new Count(
                        rs.getInt("failures"), rs.getInt("lanes"), rs.getBoolean("closed"), rs.getBoolean("probe")))
                .one();
        boolean opens =
                count.closed() && count.failures() >= thresholds.failures() && count.lanes() >= thresholds.lanes();
        if (opens || count.probe()) {
            open(handle, connection, failure);
        }
    }

    private void open(Handle handle, ConnectionId connection, Failure failure) {
        double length = handle.createQuery("""
                        update connection_breaker
                        set open_seconds = least(:longest, greatest(:first, 2 * open_seconds)),
                            open_until = now() + make_interval(secs => least(:longest, greatest(:first, 2 * open_seconds))),
                            probe_until = '-infinity', probe_lane = null
                        where connection_id = :connection
                        returning open_seconds""")
                .bind("connection", connection.value())
                .bind("first", seconds(thresholds.first()))
                .bind("longest", seconds(thresholds.longest()))
                .mapTo(Double.class)
                .one();
        LOG.warn(
                "the provider of connection {} does not answer ({}), left alone for {} s",
                connection,
                failure.code(),
                length);
    }

    /** The connections that have trouble. */
    public static List<BreakerStatus> status(Handle handle) {
        return handle.select(
                        "select *, cardinality(lanes) as lane_count from connection_breaker order by connection_id")
                .map((rs, context) -> new BreakerStatus(
                        new ConnectionId(Objects.requireNonNull(rs.getString("connection_id"))),
                        rs.getInt("failures"),
                        rs.getInt("lane_count"),
                        rs.getTimestamp("last_failed_at").toInstant(),
                        Objects.requireNonNull(rs.getString("last_code")),
                        rs.getTimestamp("open_until") == null
                                ? null
                                : rs.getTimestamp("open_until").toInstant()))
                .list();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private record Count(int failures, int lanes, boolean closed, boolean probe) {}
}
