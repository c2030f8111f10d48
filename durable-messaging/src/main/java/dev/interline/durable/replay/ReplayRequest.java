package dev.interline.durable.replay;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants replayed.
 *
 * @param ratePerSecond how many rows a second at most, 1 to 1000
 * @param tenant the only tenant whose rows may be taken; absent for all
 * @param reason why, for the audit log
 */
public record ReplayRequest(
        ReplaySource.Kind source,
        ReplayMode mode,
        Filter filter,
        int ratePerSecond,
        @Nullable String tenant,
        String reason) {

    /** @throws IllegalArgumentException if the rate is out of bounds or the reason is missing */
    public ReplayRequest {
        if (ratePerSecond < 1 || ratePerSecond > 1_000) {
            throw new IllegalArgumentException("The rate is 1 to 1000 a second, not " + ratePerSecond);
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("A replay needs a reason; it is kept in the audit log");
        }
        filter = filter.within(tenant);
    }
}
