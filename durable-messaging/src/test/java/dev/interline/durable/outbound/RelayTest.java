package dev.interline.durable.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.Wakeup;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.lease.Leases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    private final Jdbi jdbi = TestDatabase.create();
    private final Outbox outbox = new Outbox(() -> {});
    private final FakeKafka kafka = new FakeKafka();
    private final Leases leases = new Leases("relay-test");
    private final Relay relay = new Relay(jdbi, leases, kafka, new DeadLetters(), new Wakeup());

    @BeforeEach
    void declare() {
        jdbi.useHandle(handle -> {
            for (int shard = 0; shard < Outbox.SHARDS; shard++) {
                leases.declare(handle, List.of("relay/" + shard));
            }
        });
    }

    @Test
    void aSlowTransactionWithASmallerIdIsNotSkipped() throws InterruptedException {
        // Given
        try (Handle slow = jdbi.open()) {
            slow.begin();
            outbox.append(slow, List.of(TestMessages.outbox("slow", "a")));
            append("fast", "b");

            // When
            relay.relayOnce();
            slow.commit();
            relay.relayOnce();
        }

        // Then
        assertThat(kafka.ids()).containsExactly("fast", "slow");
        assertThat(unpublished()).isZero();
    }

    @Test
    void onlyTheAcknowledgedBeginningOfAKeyIsMarked() {
        // Given
        append("a1", "a");
        append("a2", "a");
        append("a3", "a");
        append("b1", "b");
        kafka.refuse.add("a2");

        // When
        assertThatThrownBy(relay::relayOnce).hasMessageContaining("not acknowledged");

        // Then
        assertThat(publishedIds()).containsExactlyInAnyOrder("a1", "b1");
    }

    @Test
    void whatWasNotAcknowledgedIsSentAgainWithTheSameIdAndInOrder() throws InterruptedException {
        // Given
        append("a1", "a");
        append("a2", "a");
        kafka.refuse.add("a1");
        assertThatThrownBy(relay::relayOnce).hasMessageContaining("not acknowledged");
        kafka.refuse.clear();
        kafka.sent.clear();

        // When
        relay.relayOnce();

        // Then
        assertThat(kafka.ids()).containsExactly("a1", "a2");
        assertThat(unpublished()).isZero();
    }

    @Test
    void aMessageNoTopicTakesBecomesADeadLetterAndTheRestGoesOn() throws InterruptedException {
        // Given
        append("huge", "a");
        append("next", "a");
        kafka.tooLarge.add("huge");

        // When
        relay.relayOnce();

        // Then
        assertThat(unpublished()).isZero();
        assertThat(TestDatabase.one(jdbi, "select count(*) from dead_letter", Long.class))
                .isEqualTo(1);
    }

    @Test
    void shardsHeldByAnotherProcessAreLeftToIt() throws InterruptedException {
        // Given
        append("a1", "a");
        Leases other = new Leases("other");
        List<String> all = new ArrayList<>();
        for (int shard = 0; shard < Outbox.SHARDS; shard++) {
            all.add("relay/" + shard);
        }
        jdbi.useTransaction(handle -> other.acquire(handle, all, Duration.ofMinutes(1)));

        // When
        int read = relay.relayOnce();

        // Then
        assertThat(read).isZero();
        assertThat(kafka.ids()).isEmpty();
    }

    @Test
    void recordsCarryTheCloudEventsAttributesAndTheEntityAsKey() throws InterruptedException {
        // Given
        append("a1", "entity-1");

        // When
        relay.relayOnce();

        // Then
        ProducerRecord<byte[], byte[]> record = kafka.sent.getFirst();
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("acme|entity-1");
        assertThat(header(record, "ce_type")).isEqualTo("billing.refetch-account.v1");
        assertThat(header(record, "ce_subject")).isEqualTo("entity-1");
        assertThat(header(record, "ce_tenantid")).isEqualTo("acme");
        assertThat(header(record, "ce_specversion")).isEqualTo("1.0");
        assertThat(CloudEventBinding.toEnvelope(record.headers(), record.value()))
                .isEqualTo(TestMessages.message("a1", "entity-1").envelope());
    }

    private void append(String id, String subject) {
        jdbi.useTransaction(handle -> outbox.append(handle, List.of(TestMessages.outbox(id, subject))));
    }

    private long unpublished() {
        return TestDatabase.one(jdbi, "select count(*) from outbox", Long.class);
    }

    private List<String> publishedIds() {
        return jdbi.withHandle(handle -> handle.select("select envelope::json ->> 'id' from published_message")
                .mapTo(String.class)
                .list());
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** A broker that acknowledges at once, except what it is told to refuse. */
    private static final class FakeKafka extends MockProducer<byte[], byte[]> {
        final Set<String> refuse = new HashSet<>();
        final Set<String> tooLarge = new HashSet<>();
        final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();

        FakeKafka() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            String id = header(record, "ce_id");
            if (tooLarge.contains(id)) {
                return CompletableFuture.failedFuture(new RecordTooLargeException("too large"));
            }
            if (refuse.contains(id)) {
                return CompletableFuture.failedFuture(new NotEnoughReplicasException("no"));
            }
            sent.add(record);
            return super.send(record, callback);
        }

        List<String> ids() {
            return sent.stream().map(record -> header(record, "ce_id")).toList();
        }
    }
}
