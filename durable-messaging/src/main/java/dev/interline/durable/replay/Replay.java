package dev.interline.durable.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A replay and how far it has come.
 *
 * @param tenant the only tenant whose rows it takes; absent for all
 * @param total how many rows matched when it was asked for
 * @param taken how many of them were looked at
 * @param replayed how many were put on their way
 * @param passedOver how many were not; its findings say why
 */
public record Replay(
        String id,
        ReplaySource.Kind source,
        ReplayMode mode,
        Filter filter,
        int ratePerSecond,
        State state,
        @Nullable String tenant,
        long total,
        long taken,
        long replayed,
        long passedOver,
        Instant createdAt,
        String createdBy,
        String reason,
        @Nullable Instant finishedAt) {

    /** Whether it goes on. */
    public enum State {
        RUNNING,
        PAUSED,
        DONE,
        CANCELLED
    }
}
