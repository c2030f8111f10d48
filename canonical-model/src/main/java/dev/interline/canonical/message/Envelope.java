package dev.interline.canonical.message;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attributes every message carries beside its payload: CloudEvents 1.0 with Interline's extensions.
 *
 * @param id unique for ever; a duplicate of a message has the same id
 * @param source who says so: {@code /connections/acme-stripe}, {@code /routing}
 * @param subject the entity it is about; with the tenant the Kafka key, so that one entity's messages stay in order
 * @param connectionId the connection it came from or goes to, where there is one
 * @param correlationId the same for everything that follows from one first cause
 * @param causationId the id of the message that directly caused this one
 * @param traceparent W3C trace context of the moment it was made
 * @param mapping name and versions of the mapping that its payload was made by, where one was
 */
public record Envelope(
        String id,
        URI source,
        String type,
        String subject,
        Instant time,
        TenantId tenantId,
        @Nullable ConnectionId connectionId,
        String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent,
        @Nullable String mapping) {

    /** One whose payload no mapping has made. */
    public Envelope(
            String id,
            URI source,
            String type,
            String subject,
            Instant time,
            TenantId tenantId,
            @Nullable ConnectionId connectionId,
            String correlationId,
            @Nullable String causationId,
            @Nullable String traceparent) {
        this(id, source, type, subject, time, tenantId, connectionId, correlationId, causationId, traceparent, null);
    }

    /** The Kafka record key: tenant and entity. */
    public String key() {
        return tenantId + "|" + subject;
    }

    /** The same under another id. */
    public Envelope withId(String other) {
        return new Envelope(
                other,
                source,
                type,
                subject,
                time,
                tenantId,
                connectionId,
                correlationId,
                causationId,
                traceparent,
                mapping);
    }

    /** The same, its payload made by that mapping. */
    public Envelope mappedBy(String label) {
        return new Envelope(
                id,
                source,
                type,
                subject,
                time,
                tenantId,
                connectionId,
                correlationId,
                causationId,
                traceparent,
                label);
    }

    /** Where the JSON Schema of the payload is published. */
    public URI dataSchema() {
        return URI.create(CanonicalSchemas.BASE + type + ".json");
    }
}
