package dev.interline.durable.outbound;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * One topic, and producers to which happens what happens to Kafka's: a send is refused at once, as when no leader is known
 * in time; it is refused later, with all of its key that are on their way behind it; it is taken and the answer is lost; it
 * is taken and answered.
 */
final class ScriptedBroker {

    /** The process ends here, as by {@code kill -9}. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Where in a round something else happens. */
    enum Place {
        SEND,
        ANSWER
    }

    /** Ids that begin so are of messages no topic takes. */
    static final String TOO_LARGE = "huge";

    private final List<String> log = new ArrayList<>();
    private Random fates = new Random(0);
    private boolean healthy = true;
    private Place place = Place.SEND;
    private int countdown = -1;
    private Runnable meanwhile = () -> {};

    /** Every id the topic holds, in its order, repetitions included. */
    List<String> log() {
        return log;
    }

    /** From now on all is taken and answered. */
    void recover() {
        healthy = true;
        countdown = -1;
    }

    /** Draws from the seed what becomes of each send from now on; the n-th send or answer lets something else happen. */
    void script(long seed, Place at, int nth, Runnable happening) {
        fates = new Random(seed);
        healthy = false;
        place = at;
        countdown = nth;
        meanwhile = happening;
    }

    private void reached(Place at) {
        if (at == place && countdown >= 0 && countdown-- == 0) {
            meanwhile.run();
        }
    }

    /** The producer of one process. */
    Producer<byte[], byte[]> producer() {
        return new ScriptedProducer();
    }

    private final class ScriptedProducer extends MockProducer<byte[], byte[]> {

        private final Set<String> refused = new HashSet<>();

        ScriptedProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
            reached(Place.SEND);
            String id = text(Objects.requireNonNull(message.headers().lastHeader("ce_id"))
                    .value());
            String key = text(message.key());
            if (id.startsWith(TOO_LARGE)) {
                return CompletableFuture.failedFuture(new RecordTooLargeException(id));
            }
            int fate = healthy ? 0 : fates.nextInt(10);
            if (fate == 9) {
                return CompletableFuture.failedFuture(new TimeoutException("no leader is known"));
            }
            if (fate == 8 || refused.contains(key)) {
                refused.add(key);
                return new Answer(new NotEnoughReplicasException("refused"), () -> refused.remove(key));
            }
            log.add(id);
            return new Answer(fate == 7 ? new NetworkException("the answer was lost") : null, () -> {});
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, Callback callback) {
            throw new UnsupportedOperationException("the relay waits for answers");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** An answer that is known when it is waited for, not before. */
    private final class Answer extends CompletableFuture<RecordMetadata> {

        private final @Nullable Exception failure;
        private final Runnable whenKnown;

        Answer(@Nullable Exception failure, Runnable whenKnown) {
            this.failure = failure;
            this.whenKnown = whenKnown;
        }

        @Override
        public RecordMetadata get() throws ExecutionException, InterruptedException {
            if (!isDone()) {
                reached(Place.ANSWER);
                whenKnown.run();
                if (failure == null) {
                    complete(new RecordMetadata(new TopicPartition("topic", 0), 0, 0, 0, 0, 0));
                } else {
                    completeExceptionally(failure);
                }
            }
            return super.get();
        }
    }
}
