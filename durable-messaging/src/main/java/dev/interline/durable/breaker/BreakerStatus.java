package dev.interline.durable.breaker;

import dev.interline.canonical.ConnectionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often in a row a connection's provider gave no answer.
 *
 * @param lanes of how many lanes those commands were, as far as counted
 * @param lastCode the error code of the last
 * @param openUntil until when no lane is claimed; past if one at a time tries now; absent while closed
 */
public record BreakerStatus(
        ConnectionId connection,
        int failures,
        int lanes,
        Instant lastFailedAt,
        String lastCode,
        @Nullable Instant openUntil) {

    /** Whether commands of the connection are held back. */
    public boolean isOpen() {
        return openUntil != null;
    }
}
