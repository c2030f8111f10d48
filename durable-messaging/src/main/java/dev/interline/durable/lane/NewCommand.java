package dev.interline.durable.lane;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.durable.replay.ReplayMark;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way into the lane of its entity.
 *
 * @param coalesceKey commands of one lane with the same key each carry the whole wanted state: a newer one takes the
 *     place of those not yet begun; absent if each must run
 * @param priority in whose cause it is
 */
public record NewCommand(
        ConnectionId connection,
        String laneKey,
        @Nullable String coalesceKey,
        CommandPriority priority,
        OutboxMessage message) {

    /** What is replayed yields to what is new; what is only tried is about nothing but itself. */
    public NewCommand {
        String id = message.envelope().id();
        if (ReplayMark.of(id).isPresent()) {
            priority = CommandPriority.BACKFILL;
        }
        if (ReplayMark.isDryRun(id)) {
            coalesceKey = null;
        }
    }

    /** Whether it makes those before it needless; what is replayed may carry an old state, and does not. */
    boolean takesPlaces() {
        return coalesceKey != null && ReplayMark.of(message.envelope().id()).isEmpty();
    }

    /** The lane of an entity at a connection. */
    public static String laneKey(ConnectionId connection, String entity) {
        return connection + "|" + entity;
    }

    /** A command about that entity that a provider's event has caused, from a message that is not on a topic. */
    public static NewCommand of(
            ConnectionId connection, String entity, @Nullable String coalesceKey, CanonicalMessage message) {
        return new NewCommand(
                connection,
                laneKey(connection, entity),
                coalesceKey,
                CommandPriority.WEBHOOK,
                OutboxMessage.of("", message));
    }
}
