package dev.interline.durable;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells a waiting loop that there is work, so that a quiet event need not wait for the next poll. */
public final class Wakeup {

    private final Semaphore signals = new Semaphore(0);

    /** Wakes the loop now, or its next wait at once. */
    public void signal() {
        if (signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /**
     * Waits for a signal, at most that long.
     *
     * @throws InterruptedException if the loop is being stopped
     */
    @SuppressWarnings("ReturnValueIgnored")
    public void await(Duration atMost) throws InterruptedException {
        if (signals.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            signals.drainPermits();
        }
    }
}
