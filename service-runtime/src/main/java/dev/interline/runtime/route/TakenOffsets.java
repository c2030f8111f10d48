package dev.interline.runtime.route;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets of records that were taken, committed some time apart: a commit costs the broker what a record does. They
 * are committed before a partition is given away and as soon as nothing more comes. What is read again after a crash is
 * known by its id, as is what was taken just before its offset could be committed.
 */
final class TakenOffsets implements ConsumerRebalanceListener {

    private final Consumer<byte[], byte[]> consumer;
    private final long between;
    private final Map<TopicPartition, OffsetAndMetadata> pending = new HashMap<>();
    private long committedAt;

    /** @param between two commits, at least, while records keep coming */
    TakenOffsets(Consumer<byte[], byte[]> consumer, Duration between) {
        this.consumer = consumer;
        this.between = between.toNanos();
        this.committedAt = System.nanoTime() - this.between;
    }

    /** Notes records that were taken, of each partition in its order; commits if it is time. */
    void taken(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            pending.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        if (System.nanoTime() - committedAt >= between) {
            commit();
        }
    }

    /** Commits what was not yet committed. */
    void commit() {
        if (!pending.isEmpty()) {
            consumer.commitSync(Map.copyOf(pending));
            pending.clear();
            committedAt = System.nanoTime();
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commit();
    }

    /** Their new owner may be further already: an offset of ours would throw it back. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(pending::remove);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // They are read from where the group stands.
    }
}
