package dev.interline.durable.failure;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that was given up.
 *
 * @param queue who can mend it
 * @param occurrences how often it was given up
 * @param source a topic, or {@code lane} for a command
 * @param causes JSON array of texts: the chain of errors, outermost first
 * @param attempts JSON array: the failed attempts, oldest first
 * @param envelope JSON object
 * @param payload the body as it was; for a person's eyes through {@code Redaction} only
 */
public record DeadLetter(
        UUID id,
        FailureKind.Queue queue,
        State state,
        Instant createdAt,
        Instant lastFailedAt,
        int occurrences,
        String source,
        String messageId,
        String type,
        String tenantId,
        @Nullable String connectionId,
        String subject,
        String correlationId,
        @Nullable String causationId,
        FailureKind kind,
        String code,
        String detail,
        String causes,
        String attempts,
        String envelope,
        String payload,
        @Nullable Instant settledAt,
        @Nullable String settledBy,
        @Nullable String settledReason) {

    /** What has become of it. */
    public enum State {
        /** It waits for a person. */
        OPEN,
        /** A person has sent it on its way again. */
        RETRYING,
        /** It was done after all, or sent again. */
        RESOLVED,
        /** A person has decided that it need not be done. */
        DISCARDED
    }
}
