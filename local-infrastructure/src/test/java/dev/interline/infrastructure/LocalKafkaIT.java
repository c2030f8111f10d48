package dev.interline.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalKafkaIT {
    private final Path folder;

    LocalKafkaIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void keepsAcknowledgedRecordsWhenItIsKilledAndStartedAgain() throws Exception {
        // Given
        KafkaSettings settings = KafkaSettings.in(folder.resolve("kafka"));
        KafkaBroker first = LocalKafka.start(settings);
        first.createTopics(List.of("promises"), 3);
        send(first, "promises", "kept");

        // When
        first.kill();

        // Then
        assertThat(ProcessHandle.of(first.pid())).isEmpty();
        try (KafkaBroker second = LocalKafka.start(settings)) {
            assertThat(firstRecordOf(second, "promises")).isEqualTo("kept");
        }
    }

    @Test
    void createsOnlyTheTopicsThatAreMissingAndNoneByItself() throws Exception {
        // Given
        try (KafkaBroker broker = LocalKafka.start(KafkaSettings.in(folder.resolve("kafka")))) {
            broker.createTopics(List.of("promises"), 3);

            // When
            broker.createTopics(List.of("promises", "results"), 5);

            // Then
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                assertThat(partitions(admin, "promises")).isEqualTo(3);
                assertThat(partitions(admin, "results")).isEqualTo(5);
                assertThatThrownBy(() -> partitions(admin, "never-created"))
                        .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
            }
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            KafkaSettings settings = KafkaSettings.in(folder.resolve("kafka")).withPort(taken.getLocalPort());

            // When
            var attempt = assertThatThrownBy(() -> LocalKafka.start(settings));

            // Then
            attempt.isInstanceOf(InfrastructureFailure.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " for Kafka is taken");
        }
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get(20, TimeUnit.SECONDS).values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    private static void send(KafkaBroker broker, String topic, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static String firstRecordOf(KafkaBroker broker, String topic) {
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", broker.bootstrapServers(),
                        "group.id", "reader",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                assertThat(values).isNotEmpty();
            });
        }
        return values.getFirst();
    }
}
