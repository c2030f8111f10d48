package dev.interline.durable.outbound;

import dev.interline.canonical.message.Envelope;
import dev.interline.durable.FailPoint;
import dev.interline.durable.Pace;
import dev.interline.durable.StoredJson;
import dev.interline.durable.Wakeup;
import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lease.Leases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the outbox to Kafka: every message at least once, the messages of one key in order.
 *
 * <p>Reads what is not yet published, never "newer than the last one": ids are given before the commit, so a slow
 * transaction appears behind a fast one. Marks a message only when all earlier ones of its key are acknowledged. A
 * process that dies between the two sends again; consumers know the message by its id.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(10);
    private static final int BATCH = 500;

    private final Jdbi jdbi;
    private final Leases leases;
    private final Producer<byte[], byte[]> producer;
    private final DeadLetters deadLetters;
    private final Wakeup wakeup;
    private final List<String> shardLeases;
    private final Thread thread;
    private final Pace pace = new Pace(BETWEEN_ROUNDS);
    private List<String> heldShards = List.of();
    private long heldSince;
    private volatile boolean stopped;

    /**
     * @param producer with acks=all and idempotence; the relay closes it
     * @param wakeup signalled after each commit that wrote to the outbox
     */
    public Relay(Jdbi jdbi, Leases leases, Producer<byte[], byte[]> producer, DeadLetters deadLetters, Wakeup wakeup) {
        this.jdbi = jdbi;
        this.leases = leases;
        this.producer = producer;
        this.deadLetters = deadLetters;
        this.wakeup = wakeup;
        this.shardLeases = IntStream.range(0, Outbox.SHARDS)
                .mapToObj(shard -> "relay/" + shard)
                .toList();
        this.thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
    }

    /** Starts relaying. */
    public void start() {
        thread.start();
    }

    /** Whether the relay is at work, as opposed to stopped for good. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    private void run() {
        boolean declared = false;
        while (!stopped) {
            try {
                if (!declared) {
                    jdbi.useHandle(handle -> leases.declare(handle, shardLeases));
                    declared = true;
                }
                pace.await();
                if (relayOnce() < BATCH) {
                    wakeup.await(POLL);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception failed) {
                heldShards = List.of();
                LOG.warn(
                        "relay could not publish, trying again in {} s: {}, because {}",
                        REST_AFTER_FAILURE.toSeconds(),
                        failed.toString(),
                        String.valueOf(failed.getCause()));
                try {
                    Thread.sleep(REST_AFTER_FAILURE.toMillis());
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /**
     * One round: leases, read, send, mark.
     *
     * @return how many messages were read
     */
    int relayOnce() throws InterruptedException {
        List<Integer> shards = held().stream()
                .map(name -> Integer.valueOf(name.substring("relay/".length())))
                .toList();
        if (shards.isEmpty()) {
            return 0;
        }
        List<Row> rows = jdbi.withHandle(handle -> unpublished(handle, shards));
        if (rows.isEmpty()) {
            return 0;
        }
        List<Future<RecordMetadata>> sends = send(rows);
        FailPoint.RELAY_AFTER_SEND.hit();
        Acknowledged acknowledged = acknowledgedPrefixes(rows, sends);
        List<Long> published = acknowledged.ids();
        FailPoint.RELAY_AFTER_ACK.hit();
        if (!published.isEmpty()) {
            jdbi.useTransaction(handle -> markPublished(handle, published));
        }
        if (acknowledged.refusal() != null) {
            throw new IllegalStateException(
                    (rows.size() - published.size()) + " of " + rows.size()
                            + " messages were not acknowledged by Kafka",
                    acknowledged.refusal());
        }
        return rows.size();
    }

    /** Sends them; not those whose key has one before them that Kafka has refused at once: they would overtake it. */
    private List<Future<RecordMetadata>> send(List<Row> rows) {
        List<Future<RecordMetadata>> sends = new ArrayList<>(rows.size());
        Map<String, Future<RecordMetadata>> refused = new HashMap<>();
        for (Row row : rows) {
            Future<RecordMetadata> before = refused.get(row.key());
            Future<RecordMetadata> send = before == null ? producer.send(row.toRecord()) : before;
            if (send.state() == Future.State.FAILED && !isTooLarge(send.exceptionNow())) {
                refused.put(row.key(), send);
            }
            sends.add(send);
        }
        return sends;
    }

    private static boolean isTooLarge(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException;
    }

    /** The shards we hold. Asked for anew once a third of the lease has passed, not at every round. */
    private List<String> held() {
        long now = System.nanoTime();
        if (heldShards.isEmpty() || now - heldSince > LEASE.dividedBy(3).toNanos()) {
            heldShards = jdbi.inTransaction(handle -> leases.acquireShare(handle, "relay", shardLeases, LEASE));
            heldSince = now;
        }
        return heldShards;
    }

    private static List<Row> unpublished(Handle handle, List<Integer> shards) {
        return handle.createQuery("""
                        select id, topic, record_key, envelope, payload from outbox
                        where shard = any(:shards)
                        order by id limit :limit""")
                .bindArray("shards", Integer.class, shards)
                .bind("limit", BATCH)
                .map((rs, context) -> new Row(
                        rs.getLong("id"),
                        rs.getString("topic"),
                        rs.getString("record_key"),
                        rs.getString("envelope"),
                        rs.getString("payload")))
                .list();
    }

    private Acknowledged acknowledgedPrefixes(List<Row> rows, List<Future<RecordMetadata>> sends)
            throws InterruptedException {
        List<Long> published = new ArrayList<>(rows.size());
        Set<String> broken = new HashSet<>();
        Throwable refusal = null;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            try {
                sends.get(i).get();
                if (!broken.contains(row.key())) {
                    published.add(row.id());
                }
            } catch (ExecutionException failed) {
                if (isTooLarge(failed.getCause())) {
                    jdbi.useTransaction(handle -> giveUp(handle, row));
                    published.add(row.id());
                } else {
                    broken.add(row.key());
                    refusal = failed.getCause();
                }
            }
        }
        return new Acknowledged(published, refusal);
    }

    private void giveUp(Handle handle, Row row) {
        deadLetters.add(
                handle,
                row.topic(),
                StoredJson.envelope(row.envelope()),
                row.payload(),
                Failure.of(
                        FailureKind.DEFECT,
                        "MESSAGING-1001",
                        "The message is larger than the topic accepts (max.message.bytes)"),
                Causes.none());
    }

    private static void markPublished(Handle handle, List<Long> ids) {
        handle.createUpdate("""
                        with gone as (delete from outbox where id = any(:ids) returning *)
                        insert into published_message (id, shard, topic, record_key, envelope, payload, created_at)
                        select id, shard, topic, record_key, envelope, payload, created_at from gone""").bindArray("ids", Long.class, ids).execute();
    }

    /** Stops after the present round and gives the shards back. */
    @Override
    public void close() {
        stopped = true;
        wakeup.signal();
        try {
            thread.join(Duration.ofSeconds(5));
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(2));
        try {
            jdbi.useHandle(handle -> {
                leases.release(handle, shardLeases);
                leases.leave(handle, "relay");
            });
        } catch (RuntimeException away) {
            LOG.info("leases not given back, they expire in {} s: {}", LEASE.toSeconds(), away.toString());
        }
    }

    /** The messages that are on Kafka with all earlier ones of their key, and why others are not. */
    private record Acknowledged(List<Long> ids, @Nullable Throwable refusal) {}

    private record Row(long id, String topic, String key, String envelope, String payload) {

        ProducerRecord<byte[], byte[]> toRecord() {
            Envelope parsed = StoredJson.envelope(envelope);
            ProducerRecord<Void, byte[]> event =
                    CloudEventBinding.toRecord(topic, key, parsed, payload.getBytes(StandardCharsets.UTF_8), id);
            return new ProducerRecord<>(
                    topic, null, null, CloudEventBinding.keyBytes(key), event.value(), event.headers());
        }
    }
}
