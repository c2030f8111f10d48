package dev.interline.durable.outbound;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.InvalidMessage;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The envelope as Kafka record headers: CloudEvents 1.0, Kafka protocol binding, binary mode. */
public final class CloudEventBinding {

    private CloudEventBinding() {}

    /**
     * The record for a topic.
     *
     * @param sequence the message's place in its producer's outbox
     */
    public static ProducerRecord<Void, byte[]> toRecord(
            String topic, String key, Envelope envelope, byte[] payload, long sequence) {
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(envelope.id())
                .withSource(envelope.source())
                .withType(envelope.type())
                .withSubject(envelope.subject())
                .withTime(OffsetDateTime.ofInstant(envelope.time(), ZoneOffset.UTC))
                .withDataSchema(envelope.dataSchema())
                .withData("application/json", payload)
                .withExtension("tenantid", envelope.tenantId().value())
                .withExtension("correlationid", envelope.correlationId())
                .withExtension("sequence", Long.toString(sequence));
        if (envelope.connectionId() != null) {
            event.withExtension("connectionid", envelope.connectionId().value());
        }
        if (envelope.causationId() != null) {
            event.withExtension("causationid", envelope.causationId());
        }
        if (envelope.traceparent() != null) {
            event.withExtension("traceparent", envelope.traceparent());
        }
        if (envelope.mapping() != null) {
            event.withExtension("mapping", envelope.mapping());
        }
        return KafkaMessageFactory.<Void>createWriter(topic, null, null, null).writeBinary(event.build());
    }

    /**
     * The envelope of a record.
     *
     * @throws InvalidMessage if a mandatory attribute is missing or has not its form
     */
    public static Envelope toEnvelope(Headers headers, byte[] payload) {
        try {
            CloudEvent event =
                    KafkaMessageFactory.createReader(headers, payload).toEvent();
            Instant time =
                    event.getTime() == null ? Instant.EPOCH : event.getTime().toInstant();
            String connection = extension(event, "connectionid");
            return new Envelope(
                    event.getId(),
                    event.getSource(),
                    event.getType(),
                    Objects.requireNonNullElse(event.getSubject(), ""),
                    time,
                    new TenantId(Objects.requireNonNullElse(extension(event, "tenantid"), "")),
                    connection == null ? null : new ConnectionId(connection),
                    Objects.requireNonNullElse(extension(event, "correlationid"), event.getId()),
                    extension(event, "causationid"),
                    extension(event, "traceparent"),
                    extension(event, "mapping"));
        } catch (RuntimeException broken) {
            // The library tells of strangers' bytes in many ways: CloudEventRWException, IllegalStateException, more.
            throw new InvalidMessage(
                    "The record is not a CloudEvent of Interline: "
                            + broken.getClass().getSimpleName(),
                    broken);
        }
    }

    private static @Nullable String extension(CloudEvent event, String name) {
        Object value = event.getExtension(name);
        return value == null ? null : value.toString();
    }

    /** The record key as bytes. */
    static byte[] keyBytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
