package dev.interline.devstack.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What is on a topic, read with a plain client. */
final class Topic {

    private static final Duration POLL = Duration.ofMillis(500);

    private final InterlineStack stack;
    private final String name;

    Topic(InterlineStack stack, String name) {
        this.stack = stack;
        this.name = name;
    }

    /** A message: what its headers say, and its body as it is written. */
    record Message(String type, String tenant, String text) {
        JsonNode body() {
            try {
                return Providers.JSON.readTree(text);
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }
    }

    /** All messages until now; of one key in their order. */
    List<Message> read() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.file().path("kafka").path("bootstrapServers").asText()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<Message> messages = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(POLL).forEach(read -> messages.add(message(read)));
            }
            return messages;
        }
    }

    private static Message message(ConsumerRecord<String, String> read) {
        return new Message(header(read, "ce_type"), header(read, "ce_tenantid"), read.value());
    }

    private static String header(ConsumerRecord<String, String> read, String name) {
        Header header = read.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
