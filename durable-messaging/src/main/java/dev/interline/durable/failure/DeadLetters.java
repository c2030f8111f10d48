package dev.interline.durable.failure;

import dev.interline.canonical.message.Envelope;
import dev.interline.durable.Ids;
import dev.interline.durable.StoredJson;
import org.jdbi.v3.core.Handle;

/** The dead letter channel: what cannot be done is kept whole, with the reason, for a person. */
public final class DeadLetters {

    /** The source of commands that were given up. */
    public static final String LANE = "lane";

    /** Keeps a message that was given up without further history. */
    public void add(Handle handle, String source, Envelope envelope, String payload, Failure failure, Causes causes) {
        add(handle, source, envelope, payload, failure, causes, "[]");
    }

    /**
     * Keeps a message that was given up, in the caller's transaction; once, however often it is given up: one that was
     * settled is open again.
     *
     * @param source where it was taken from: a topic or {@link #LANE}
     * @param payload its body as it was
     * @param attempts the failed attempts, oldest first, as a JSON array
     */
    public void add(
            Handle handle,
            String source,
            Envelope envelope,
            String payload,
            Failure failure,
            Causes causes,
            String attempts) {
        handle.createUpdate("""
                        insert into dead_letter (id, queue, source, message_id, type, tenant_id, connection_id, subject,
                                                 correlation_id, causation_id, failure_kind, failure_code, detail, causes,
                                                 attempts, envelope, payload)
                        values (:id, :queue, :source, :messageId, :type, :tenant, :connection, :subject,
                                :correlation, :causation, :kind, :code, :detail, :causes::jsonb,
                                :attempts::jsonb, :envelope, :payload)
                        on conflict (source, message_id) do update
                        set state = 'OPEN', occurrences = dead_letter.occurrences + 1, last_failed_at = now(),
                            queue = excluded.queue, failure_kind = excluded.failure_kind,
                            failure_code = excluded.failure_code, detail = excluded.detail, causes = excluded.causes,
                            attempts = excluded.attempts, settled_at = null, settled_by = null, settled_reason = null""")
                .bind("id", Ids.fresh())
                .bind("queue", failure.kind().queue().name())
                .bind("source", source)
                .bind("messageId", envelope.id())
                .bind("type", envelope.type())
                .bind("tenant", envelope.tenantId().value())
                .bind(
                        "connection",
                        envelope.connectionId() == null
                                ? null
                                : envelope.connectionId().value())
                .bind("subject", envelope.subject())
                .bind("correlation", envelope.correlationId())
                .bind("causation", envelope.causationId())
                .bind("kind", failure.kind().name())
                .bind("code", failure.code())
                .bind("detail", failure.detail())
                .bind("causes", causes.toJson())
                .bind("attempts", attempts)
                .bind("envelope", StoredJson.write(envelope))
                .bind("payload", payload.replace("\u0000", "\uFFFD"))
                .execute();
    }

    /** Settles the dead letter of a message that worked in the end; does nothing if there is none. */
    public void resolve(Handle handle, String source, String messageId) {
        handle.createUpdate("""
                        update dead_letter
                        set state = 'RESOLVED', settled_at = now(), settled_by = coalesce(settled_by, 'interline'),
                            settled_reason = 'a later attempt worked'
                        where source = :source and message_id = :messageId and state in ('OPEN', 'RETRYING')""")
                .bind("source", source)
                .bind("messageId", messageId)
                .execute();
    }
}
