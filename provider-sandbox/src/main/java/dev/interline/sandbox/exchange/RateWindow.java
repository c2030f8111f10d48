package dev.interline.sandbox.exchange;

import dev.interline.sandbox.SandboxConfig.RateLimit;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A rolling window over one account's calls. */
public final class RateWindow {
    private final RateLimit limit;
    private final Deque<Long> calls = new ArrayDeque<>();

    public RateWindow(RateLimit limit) {
        this.limit = limit;
    }

    /** Counts a call; false when the window is full, and then the call does not count. */
    public synchronized boolean admit(Instant now) {
        forget(now);
        if (calls.size() >= limit.max()) {
            return false;
        }
        calls.addLast(now.toEpochMilli());
        return true;
    }

    public synchronized int remaining(Instant now) {
        forget(now);
        return limit.max() - calls.size();
    }

    /** Milliseconds until the oldest counted call leaves the window. */
    public synchronized long millisUntilRoom(Instant now) {
        forget(now);
        Long oldest = calls.peekFirst();
        return oldest == null ? 0 : Math.max(1, oldest + limit.intervalMillis() - now.toEpochMilli());
    }

    public RateLimit limit() {
        return limit;
    }

    private void forget(Instant now) {
        long start = now.toEpochMilli() - limit.intervalMillis();
        while (true) {
            Long oldest = calls.peekFirst();
            if (oldest == null || oldest > start) {
                return;
            }
            calls.removeFirst();
        }
    }
}
