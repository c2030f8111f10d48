package dev.interline.testkit.contract;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.MessageType;
import dev.interline.canonical.message.Topics;
import dev.interline.durable.outbound.CloudEventBinding;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;

/** Orders something of a connector under test, as routing would. */
final class StandCommands {

    private final Config config;
    private final BusinessSystem system;

    StandCommands(Config config, BusinessSystem system) {
        this.config = config;
        this.system = system;
    }

    /**
     * Sends commands about one entity.
     *
     * @return the id of the last one
     */
    String order(TenantId tenant, List<CanonicalCommand> commands, String key) {
        String last = "";
        try (KafkaProducer<byte[], byte[]> kafka = new KafkaProducer<>(
                Map.of("bootstrap.servers", config.getValue("kafka.bootstrap.servers", String.class)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (CanonicalCommand command : commands) {
                last = "cmd_" + UUID.randomUUID();
                Envelope envelope = new Envelope(
                        last,
                        URI.create("/routing"),
                        MessageType.of(command).name(),
                        key,
                        Instant.now(),
                        tenant,
                        null,
                        last,
                        null,
                        null);
                ProducerRecord<Void, byte[]> record = CloudEventBinding.toRecord(
                        Topics.commands(system), envelope.key(), envelope, CanonicalJson.write(command), 1);
                kafka.send(new ProducerRecord<>(
                                record.topic(),
                                null,
                                envelope.key().getBytes(StandardCharsets.UTF_8),
                                record.value(),
                                record.headers()))
                        .get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Broken off", stopping);
        }
        return last;
    }
}
