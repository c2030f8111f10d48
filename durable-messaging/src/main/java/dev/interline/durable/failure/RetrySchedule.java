package dev.interline.durable.failure;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again: exponential with full jitter, so that what failed together does not return together.
 *
 * @param first the longest wait after the first failure
 * @param cap the longest wait ever
 * @param giveUpAfter how long after the first attempt the last one may be
 */
public record RetrySchedule(Duration first, Duration cap, Duration giveUpAfter) {

    /** From 1 s to 1 h, for 72 h: outlasts a weekend at a provider. */
    public static final RetrySchedule DEFAULT =
            new RetrySchedule(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofHours(72));

    private static final int MAX_DOUBLINGS = 30;

    /** @throws IllegalArgumentException if a duration is not positive or the cap is below the first wait */
    public RetrySchedule {
        if (!first.isPositive() || !giveUpAfter.isPositive() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "A retry schedule needs 0 < first <= cap and a positive give-up time, but was first=" + first
                            + " cap=" + cap + " giveUpAfter=" + giveUpAfter);
        }
    }

    /**
     * The wait before the next attempt.
     *
     * @param attempts how many attempts have failed, at least 1
     */
    public Duration waitAfter(int attempts, RandomGenerator random) {
        int doublings = Math.min(Math.max(attempts - 1, 0), MAX_DOUBLINGS);
        long ceiling = Math.min(first.toMillis() << Math.min(doublings, 20), cap.toMillis());
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }
}
