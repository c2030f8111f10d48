package dev.interline.durable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the rounds of a loop apart, so that under load each takes more at once. A round after a longer rest begins at once:
 * a quiet event is never delayed. Used by one thread.
 */
public final class Pace {

    private final long nanos;
    private long last;

    /** @param between from the beginning of a round to that of the next, at least */
    public Pace(Duration between) {
        this.nanos = between.toNanos();
        this.last = System.nanoTime() - nanos;
    }

    /**
     * Returns when the next round may begin.
     *
     * @throws InterruptedException if the loop is being stopped
     */
    public void await() throws InterruptedException {
        long left = nanos - (System.nanoTime() - last);
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        last = System.nanoTime();
    }
}
