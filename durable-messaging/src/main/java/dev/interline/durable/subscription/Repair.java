package dev.interline.durable.subscription;

import dev.interline.canonical.ConnectionId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of a subscription, written down before it is made.
 *
 * @param providerId the provider's id of what is changed; absent while it is made
 * @param detail what is changed; ids and types of events, never secrets
 * @param begunBy who asked for it, or {@code interline}
 */
public record Repair(
        UUID id,
        ConnectionId connection,
        Step step,
        @Nullable String providerId,
        State state,
        String detail,
        String begunBy,
        Instant begunAt) {

    /** What is done. */
    public enum Step {
        CREATE,
        CHANGE,
        DELETE,
        ADOPT_SECRET
    }

    /** How far it has come; what is BEGUN may have happened or not. */
    public enum State {
        BEGUN,
        DONE,
        FAILED
    }
}
