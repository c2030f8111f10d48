package dev.interline.durable.replay;

import dev.interline.durable.FailPoint;
import dev.interline.durable.Wakeup;
import dev.interline.durable.lease.Leases;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works the running replays off, each at its rate, in one process at a time. A chunk of rows and the place it ends at are
 * one transaction: a process that dies resumes there, and takes nothing twice.
 */
public final class ReplayRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayRunner.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final String NAME = "replay-runner";
    private static final int MAX_CHUNK = 100;

    private final Jdbi jdbi;
    private final Leases leases;
    private final Replays replays;
    private final Wakeup wakeup;
    private final Thread thread;
    private final Map<String, Long> takenAt = new HashMap<>();
    private final Map<String, Long> restsUntil = new HashMap<>();
    private volatile boolean stopped;

    public ReplayRunner(Jdbi jdbi, Leases leases, Replays replays, Wakeup wakeup) {
        this.jdbi = jdbi;
        this.leases = leases;
        this.replays = replays;
        this.wakeup = wakeup;
        this.thread = Thread.ofPlatform().name(NAME).unstarted(this::run);
    }

    /** Starts working. */
    public void start() {
        thread.start();
    }

    private void run() {
        boolean declared = false;
        while (!stopped) {
            try {
                if (!declared) {
                    jdbi.useHandle(handle -> leases.declare(handle, List.of(NAME)));
                    declared = true;
                }
                wakeup.await(runOnce() > 0 ? TICK : IDLE);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                LOG.warn("replays rest for {} s: {}", IDLE.toSeconds(), failed.toString());
                try {
                    Thread.sleep(IDLE.toMillis());
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /**
     * One round over the running replays.
     *
     * @return how many are running
     */
    int runOnce() {
        List<Replay> running = jdbi.withHandle(
                handle -> handle.createQuery("select * from replay where state = 'RUNNING' order by created_at")
                        .map((rs, context) -> Replays.read(rs))
                        .list());
        if (running.isEmpty()) {
            return 0;
        }
        if (jdbi.inTransaction(handle -> leases.acquire(handle, List.of(NAME), LEASE))
                .isEmpty()) {
            return 0;
        }
        for (Replay replay : running) {
            try {
                advance(replay);
            } catch (RuntimeException failed) {
                restsUntil.put(replay.id(), System.nanoTime() + REST_AFTER_FAILURE.toNanos());
                LOG.warn(
                        "replay {} rests for {} s and goes on from where it was: {}",
                        replay.id(),
                        REST_AFTER_FAILURE.toSeconds(),
                        failed.toString());
            }
        }
        List<String> ids = running.stream().map(Replay::id).toList();
        takenAt.keySet().retainAll(ids);
        restsUntil.keySet().retainAll(ids);
        return running.size();
    }

    private void advance(Replay replay) {
        long now = System.nanoTime();
        if (restsUntil.getOrDefault(replay.id(), now) > now) {
            return;
        }
        long since = Math.min(
                now - takenAt.getOrDefault(replay.id(), now - TICK.toNanos()),
                Duration.ofSeconds(1).toNanos());
        int allowed = (int) Math.min(
                MAX_CHUNK,
                since * replay.ratePerSecond() / Duration.ofSeconds(1).toNanos());
        if (replay.ratePerSecond() <= Duration.ofSeconds(1).dividedBy(TICK) && !takenAt.containsKey(replay.id())) {
            allowed = 1;
        }
        if (allowed > 0) {
            takenAt.put(replay.id(), now);
            chunk(replay.id(), allowed);
        }
    }

    /** Takes up to that many rows; ends the replay when there are none left. */
    void chunk(String id, int limit) {
        jdbi.useTransaction(handle -> {
            Replay replay = Replays.find(handle, id);
            if (replay.state() != Replay.State.RUNNING) {
                return;
            }
            ReplaySource source = replays.source(replay.source());
            Place place = place(handle, id);
            List<ReplaySource.Item> items = source.next(handle, replay.filter(), place.at(), place.id(), limit);
            if (items.isEmpty()) {
                handle.createUpdate("update replay set state = 'DONE', finished_at = now() where id = :id")
                        .bind("id", id)
                        .execute();
                LOG.info("replay {} is done: {} replayed, {} passed over", id, replay.replayed(), replay.passedOver());
                return;
            }
            ReplayMark mark = new ReplayMark(id, replay.mode());
            int passedOver = 0;
            for (ReplaySource.Item item : items) {
                Optional<String> why = source.take(handle, item, mark, replay.createdBy());
                if (why.isPresent()) {
                    passedOver++;
                    ReplayFindings.add(
                            handle,
                            id,
                            item.id(),
                            item.type(),
                            item.subject(),
                            ReplayFindings.Kind.PASSED_OVER,
                            why.get());
                }
            }
            FailPoint.REPLAY_INSIDE_TX.hit();
            move(handle, id, items.getLast(), items.size(), passedOver);
        });
        FailPoint.REPLAY_AFTER_COMMIT.hit();
    }

    private static Place place(Handle handle, String id) {
        return handle.createQuery(
                        "select greatest(cursor_at, 'epoch') as cursor_at, cursor_id from replay where id = :id")
                .bind("id", id)
                .map((rs, context) -> new Place(
                        Objects.requireNonNull(rs.getTimestamp("cursor_at")).toInstant(), rs.getString("cursor_id")))
                .one();
    }

    private static void move(Handle handle, String id, ReplaySource.Item last, int taken, int passedOver) {
        handle.createUpdate("""
                        update replay
                        set cursor_at = :at, cursor_id = :lastId, taken = taken + :taken,
                            replayed = replayed + :taken - :passedOver, passed_over = passed_over + :passedOver
                        where id = :id""")
                .bind("id", id)
                .bind("at", Timestamp.from(last.at()))
                .bind("lastId", last.id())
                .bind("taken", taken)
                .bind("passedOver", passedOver)
                .execute();
    }

    /** Ends after the present chunk. */
    @Override
    public void close() {
        stopped = true;
        wakeup.signal();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private record Place(Instant at, String id) {}
}
