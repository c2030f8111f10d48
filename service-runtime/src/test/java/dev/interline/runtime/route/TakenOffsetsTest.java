package dev.interline.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TakenOffsetsTest {

    private static final TopicPartition KEPT = new TopicPartition("t", 0);
    private static final TopicPartition GIVEN = new TopicPartition("t", 1);

    private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
    private final TakenOffsets offsets = new TakenOffsets(
            new MockConsumer<>("earliest") {
                @Override
                public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> committed) {
                    commits.add(committed);
                }
            },
            Duration.ofHours(1));

    @Test
    void theFirstIsCommittedAtOnceAndThoseAfterItTogether() {
        // When
        offsets.taken(List.of(record(KEPT, 5)));
        offsets.taken(List.of(record(KEPT, 6), record(GIVEN, 2)));
        offsets.taken(List.of(record(KEPT, 7)));
        offsets.commit();
        offsets.commit();

        // Then
        assertThat(commits)
                .containsExactly(
                        Map.of(KEPT, new OffsetAndMetadata(6)),
                        Map.of(KEPT, new OffsetAndMetadata(8), GIVEN, new OffsetAndMetadata(3)));
    }

    @Test
    void whatIsGivenAwayIsCommittedBefore() {
        // Given
        offsets.taken(List.of(record(KEPT, 5)));
        offsets.taken(List.of(record(GIVEN, 2)));

        // When
        offsets.onPartitionsRevoked(List.of(GIVEN));

        // Then
        assertThat(commits).last().isEqualTo(Map.of(GIVEN, new OffsetAndMetadata(3)));
    }

    @Test
    void whatWasLostIsNotCommittedAsItsNewOwnerMayBeFurther() {
        // Given
        offsets.taken(List.of(record(KEPT, 5)));
        offsets.taken(List.of(record(KEPT, 6), record(GIVEN, 2)));

        // When
        offsets.onPartitionsLost(List.of(GIVEN));
        offsets.commit();

        // Then
        assertThat(commits).last().isEqualTo(Map.of(KEPT, new OffsetAndMetadata(7)));
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]);
    }
}
