package dev.interline.durable.lane;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.message.Envelope;
import dev.interline.durable.quota.CommandPriority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The head command of a lane this process holds.
 *
 * @param leaseToken proves that we still hold the lane; every write checks it
 * @param attempts how many attempts were begun before this one
 * @param firstAttemptAt when the first was begun, by the database's clock
 * @param wasInFlight an earlier attempt was begun and nobody knows how it ended
 * @param priority who goes first when the provider's quota gets short
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
        boolean wasInFlight,
        CommandPriority priority) {}
