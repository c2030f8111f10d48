package dev.interline.durable.quota;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;

/** Real time that can be moved forward: for the replicas by their clock, for the buckets by moving what they remember back. */
final class MovableTime {

    private final Jdbi jdbi;
    private final AtomicLong moved = new AtomicLong();

    MovableTime(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    long nanos() {
        return System.nanoTime() + moved.get();
    }

    void forward(Duration by) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        update quota_bucket set refilled_at = refilled_at - make_interval(secs => :secs),
                                                paused_until = paused_until - make_interval(secs => :secs)""").bind("secs", by.toNanos() / 1e9).execute());
        moved.addAndGet(by.toNanos());
    }
}
