package dev.interline.durable.quota;

import dev.interline.canonical.ConnectionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One bucket as it stands.
 *
 * @param permits allowed in the limit's interval
 * @param capacity the most tokens the bucket holds
 * @param tokens what could be taken now, by the highest priority
 * @param providerLimit what the provider said it allows, if it ever said so
 * @param providerRemaining what the provider said is left, at {@code observedAt}
 * @param pausedUntil until when nothing may be taken; absent if that is over
 * @param reason why it is paused: an error code
 */
public record QuotaStatus(
        ConnectionId connection,
        String limit,
        int permits,
        double capacity,
        double tokens,
        @Nullable Integer providerLimit,
        @Nullable Integer providerRemaining,
        @Nullable Instant observedAt,
        @Nullable Instant pausedUntil,
        @Nullable String reason) {

    /** The limit's name without the record or operation that has it for itself. */
    public String baseLimit() {
        return QuotaLimit.baseOf(limit);
    }
}
