package dev.interline.runtime.route;

import dev.interline.canonical.message.Envelope;
import dev.interline.durable.TestMessages;
import dev.interline.durable.outbound.CloudEventBinding;
import dev.interline.durable.outbound.OutboxMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A topic with two partitions and one consumer group, kept in memory; several threads may use it. */
final class ModelTopic {

    static final String NAME = "billing.commands.v1";
    static final int PARTITIONS = 2;
    private static final int POLLED_AT_MOST = 5;

    private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = IntStream.range(0, PARTITIONS)
            .<List<ConsumerRecord<byte[], byte[]>>>mapToObj(i -> new ArrayList<>())
            .toList();
    private final long[] committed = new long[PARTITIONS];

    synchronized void append(String id, String entity) {
        OutboxMessage message = TestMessages.outbox(id, entity);
        Envelope envelope = message.envelope();
        var sent = CloudEventBinding.toRecord(
                NAME, envelope.key(), envelope, message.payload().getBytes(StandardCharsets.UTF_8), 1);
        append(
                partitionOf(entity),
                sent.value(),
                new RecordHeaders(sent.headers().toArray()));
    }

    /** A record that is no message at all; answers what its dead letter is known by. */
    synchronized String appendGarbage(String entity) {
        int partition = partitionOf(entity);
        append(partition, "{".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        return NAME + "/" + partition + "/" + (partitions.get(partition).size() - 1);
    }

    private void append(int partition, byte[] value, RecordHeaders headers) {
        List<ConsumerRecord<byte[], byte[]>> log = partitions.get(partition);
        log.add(new ConsumerRecord<>(
                NAME,
                partition,
                log.size(),
                0L,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                new byte[0],
                value,
                headers,
                Optional.empty()));
    }

    private static int partitionOf(String entity) {
        return Math.floorMod(entity.hashCode(), PARTITIONS);
    }

    /** The ids in a partition before that offset; of garbage what its dead letter is known by. */
    synchronized Set<String> idsBefore(int partition, long offset) {
        Set<String> ids = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> each : partitions.get(partition).subList(0, (int) offset)) {
            var id = each.headers().lastHeader("ce_id");
            ids.add(
                    id == null
                            ? NAME + "/" + partition + "/" + each.offset()
                            : new String(id.value(), StandardCharsets.UTF_8));
        }
        return ids;
    }

    /** Whether the offsets of everything are committed. */
    synchronized boolean isRead() {
        return IntStream.range(0, PARTITIONS)
                .allMatch(i -> committed[i] == partitions.get(i).size());
    }

    /** A consumer that begins where the group's offsets are. */
    Member member(Set<Integer> assigned, BiConsumer<Integer, Long> beforeCommit) {
        return new Member(assigned, beforeCommit);
    }

    final class Member extends MockConsumer<byte[], byte[]> implements Consumer<byte[], byte[]> {

        private final Map<Integer, Long> positions = new HashMap<>();
        private final BiConsumer<Integer, Long> beforeCommit;
        private volatile boolean fenced;

        private Member(Set<Integer> assigned, BiConsumer<Integer, Long> beforeCommit) {
            super("earliest");
            this.beforeCommit = beforeCommit;
            synchronized (ModelTopic.this) {
                assigned.forEach(partition -> positions.put(partition, committed[partition]));
            }
        }

        /** Its partitions belong to others from now on, of which it learns when it commits. */
        void fence() {
            fenced = true;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new HashMap<>();
            synchronized (ModelTopic.this) {
                positions.replaceAll((partition, position) -> {
                    List<ConsumerRecord<byte[], byte[]>> log = partitions.get(partition);
                    int until = (int) Math.min(log.size(), position + POLLED_AT_MOST);
                    if (until > position) {
                        polled.put(
                                new TopicPartition(NAME, partition),
                                List.copyOf(log.subList(Math.toIntExact(position), until)));
                    }
                    return (long) until;
                });
            }
            return new ConsumerRecords<>(polled, Map.of());
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (fenced) {
                throw new CommitFailedException("the partitions are another member's");
            }
            offsets.forEach((partition, offset) -> {
                beforeCommit.accept(partition.partition(), offset.offset());
                synchronized (ModelTopic.this) {
                    committed[partition.partition()] = offset.offset();
                }
            });
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            positions.put(Objects.requireNonNull(partition).partition(), offset);
        }

        @Override
        public synchronized Set<TopicPartition> assignment() {
            Set<TopicPartition> ours = new HashSet<>();
            positions.keySet().forEach(partition -> ours.add(new TopicPartition(NAME, partition)));
            return ours;
        }

        @Override
        public synchronized OptionalLong currentLag(TopicPartition partition) {
            return OptionalLong.empty();
        }
    }
}
