package dev.interline.durable.lane;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.message.Envelope;
import dev.interline.durable.replay.ReplayMark;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The head command of a lane this process holds.
 *
 * @param leaseToken proves that we still hold the lane; every write checks it
 * @param attempts how many attempts were begun before this one
 * @param firstAttemptAt when the first was begun, by the database's clock: since then the provider may know its key
 * @param retryingSince since when the time to give up is counted
 * @param coalesceKey the same for commands that carry the whole wanted state
 * @param priority in whose cause it is carried out
 * @param claimedAt when it was claimed, by the database's clock: what the time is for decisions about it, whatever the
 *     clock of this process says
 * @param wasInFlight an earlier attempt was begun and nobody knows how it ended
 */
public record ClaimedCommand(
        String id,
        String laneKey,
        long leaseToken,
        ConnectionId connection,
        Envelope envelope,
        String payload,
        int attempts,
        @Nullable Instant firstAttemptAt,
        @Nullable Instant retryingSince,
        @Nullable String coalesceKey,
        CommandPriority priority,
        Instant claimedAt,
        boolean wasInFlight) {

    /** Whether only a report is wanted. */
    public boolean isDryRun() {
        return ReplayMark.isDryRun(id);
    }

    /** What its effects are known by, whoever carries it out and however often. */
    public String effectId() {
        return ReplayMark.effect(id);
    }

    /** What its entity lacks if it is given up: the state of that kind, or just this command. */
    String lacks() {
        return coalesceKey == null || ReplayMark.of(id).isPresent() ? ReplayMark.original(id) : coalesceKey;
    }
}
