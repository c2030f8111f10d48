package dev.interline.runtime.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a topic's consumer group, with a thread of its own: polls, hands what came to the intake in its order, and
 * commits the offsets of what was taken, never of more. What was not taken is read again.
 *
 * <p>Not camel-kafka: it cannot hand over what came together without either waiting for more or committing more than was
 * handled (ADR 0010).
 */
final class TopicMember {

    private static final Logger LOG = LoggerFactory.getLogger(TopicMember.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(200);
    private static final Duration FIRST_REST = Duration.ofMillis(100);
    private static final Duration LONGEST_REST = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final String topic;
    private final Map<String, Object> settings;
    private final EventIntake intake;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long lag;
    private volatile long polledAt = System.nanoTime();

    /** @param settings of the Kafka consumer, deserializers included */
    TopicMember(String topic, Map<String, Object> settings, EventIntake intake) {
        this.topic = topic;
        this.settings = settings;
        this.intake = intake;
        this.thread = Thread.ofPlatform().name("events-" + topic).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Takes nothing more; what is under way is ended. */
    void stop() {
        stopped = true;
    }

    void awaitEnd() {
        try {
            if (!thread.join(STOP)) {
                thread.interrupt();
            }
        } catch (InterruptedException stopping) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** How many records of its partitions were not yet handled when it last asked. */
    long lag() {
        return lag;
    }

    /** How long ago it last asked for records; long means that it hangs. */
    Duration sincePoll() {
        return Duration.ofNanos(System.nanoTime() - polledAt);
    }

    private void run() {
        Rest rest = new Rest();
        while (!stopped) {
            try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
                TakenOffsets offsets = new TakenOffsets(consumer, BETWEEN_COMMITS);
                consumer.subscribe(List.of(topic), offsets);
                while (!stopped) {
                    if (round(consumer, offsets)) {
                        rest.afterSuccess();
                    } else {
                        rest.afterFailure();
                    }
                }
                offsets.commit();
            } catch (WakeupException | org.apache.kafka.common.errors.InterruptException stopping) {
                return;
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                LOG.warn("{} cannot be read, trying again: {}", topic, failed.toString());
                try {
                    rest.afterFailure();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /**
     * Polls, hands over, commits when it is time.
     *
     * @return whether all that came was taken
     */
    boolean round(Consumer<byte[], byte[]> consumer, TakenOffsets offsets) throws InterruptedException {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        polledAt = System.nanoTime();
        if (polled.isEmpty()) {
            offsets.commit();
            lag = 0;
            return true;
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.count());
        polled.forEach(records::add);
        int taken = intake.take(records);
        offsets.taken(records.subList(0, taken));
        lag = lagOf(consumer) + records.size() - taken;
        if (taken < records.size()) {
            goBack(consumer, records.subList(taken, records.size()));
        }
        return taken == records.size();
    }

    /** The next poll answers again what was not taken. */
    private static void goBack(Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> left) {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : left) {
            first.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
        Set<TopicPartition> ours = consumer.assignment();
        first.forEach((partition, offset) -> {
            if (ours.contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
    }

    private static long lagOf(Consumer<byte[], byte[]> consumer) {
        long sum = 0;
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong known = consumer.currentLag(partition);
            sum += known.orElse(0);
        }
        return sum;
    }

    /** Longer after each failure in a row; short enough that Kafka still takes us for alive. */
    private static final class Rest {
        private Duration next = FIRST_REST;

        void afterSuccess() {
            next = FIRST_REST;
        }

        void afterFailure() throws InterruptedException {
            Thread.sleep(next);
            Duration doubled = next.multipliedBy(2);
            next = doubled.compareTo(LONGEST_REST) < 0 ? doubled : LONGEST_REST;
        }
    }
}
