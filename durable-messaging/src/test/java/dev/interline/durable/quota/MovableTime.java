package dev.interline.durable.quota;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;

/**
 * Time that can be moved forward: for the replicas by their clock, for the buckets by moving back what they remember.
 */
final class MovableTime {

    private final Jdbi jdbi;
    private final AtomicLong moved = new AtomicLong();

    MovableTime(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    long nanos() {
        return System.nanoTime() + moved.get();
    }

    /** Without the time that really passes. */
    long movedNanos() {
        return moved.get();
    }

    void forward(Duration by) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        update quota_bucket set refilled_at = refilled_at - make_interval(secs => :secs),
                                                paused_until = paused_until - make_interval(secs => :secs)""").bind("secs", by.toNanos() / 1e9).execute());
        moved.addAndGet(by.toNanos());
    }
}
