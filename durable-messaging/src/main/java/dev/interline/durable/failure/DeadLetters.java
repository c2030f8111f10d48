package dev.interline.durable.failure;

import dev.interline.canonical.message.Envelope;
import dev.interline.durable.Ids;
import dev.interline.durable.StoredJson;
import org.jdbi.v3.core.Handle;

/** The dead letter channel: what cannot be done is kept whole, with the reason, for a person. */
public final class DeadLetters {

    /**
     * Keeps a message that was given up, in the caller's transaction; once, however often it is given up.
     *
     * @param source where it was taken from: a topic or {@code lane}
     * @param payload its body as it was
     */
    public void add(Handle handle, String source, Envelope envelope, String payload, Failure failure) {
        handle.createUpdate("""
                        insert into dead_letter (id, source, message_id, type, tenant_id, correlation_id, causation_id,
                                                 failure_kind, failure_code, detail, envelope, payload)
                        values (:id, :source, :messageId, :type, :tenant, :correlation, :causation,
                                :kind, :code, :detail, :envelope, :payload)
                        on conflict (source, message_id) do nothing""")
                .bind("id", Ids.fresh())
                .bind("source", source)
                .bind("messageId", envelope.id())
                .bind("type", envelope.type())
                .bind("tenant", envelope.tenantId().value())
                .bind("correlation", envelope.correlationId())
                .bind("causation", envelope.causationId())
                .bind("kind", failure.kind().name())
                .bind("code", failure.code())
                .bind("detail", failure.detail())
                .bind("envelope", StoredJson.write(envelope))
                .bind("payload", payload.replace("\u0000", "\uFFFD"))
                .execute();
    }

    /** How many wait for a person. */
    public long count(Handle handle) {
        return handle.select("select count(*) from dead_letter")
                .mapTo(Long.class)
                .one();
    }
}
