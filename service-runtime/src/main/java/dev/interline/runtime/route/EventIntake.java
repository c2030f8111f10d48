package dev.interline.runtime.route;

import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.InvalidMessage;
import dev.interline.durable.FailPoint;
import dev.interline.durable.Together;
import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.DatabaseFailures;
import dev.interline.durable.failure.DeadLetterDesk;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.outbound.CloudEventBinding;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.durable.replay.ReplayFindings;
import dev.interline.durable.replay.ReplayMark;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a topic's records through a route in database transactions: what the route writes is committed together with the
 * record's inbox row, or not at all. Records that came together share a transaction; should one of them fail, each has its
 * own, so that none suffers for another.
 *
 * <p>A record that can never be handled becomes a dead letter and the partition goes on; only our own database being
 * away holds the partition, as then nothing at all can be kept.
 */
final class EventIntake {

    private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);

    private final String topic;
    private final Endpoint endpoint;
    private final Processor route;
    private final Jdbi jdbi;
    private final DeadLetters deadLetters;
    private final DryRuns dryRuns;
    private final ReentrantLock oneAtATime;

    /**
     * @param oneAtATime shared by the intakes of a process: their transactions lock entities in the order of their records,
     *     so that two at once could wait for each other
     */
    EventIntake(
            String topic,
            Endpoint endpoint,
            Processor route,
            Jdbi jdbi,
            DeadLetters deadLetters,
            DryRuns dryRuns,
            ReentrantLock oneAtATime) {
        this.topic = topic;
        this.endpoint = endpoint;
        this.route = route;
        this.jdbi = jdbi;
        this.deadLetters = deadLetters;
        this.dryRuns = dryRuns;
        this.oneAtATime = oneAtATime;
    }

    /**
     * Takes the records in their order.
     *
     * @return how many were taken, from the first on; fewer than given if our database cannot take anything now
     */
    int take(List<ConsumerRecord<byte[], byte[]>> records) throws InterruptedException {
        List<Read> read = records.stream().map(this::read).toList();
        oneAtATime.lockInterruptibly();
        try {
            if (together(read)) {
                FailPoint.ROUTE_AFTER_COMMIT_BEFORE_OFFSET.hit();
                return read.size();
            }
            for (int taken = 0; taken < read.size(); taken++) {
                Read next = read.get(taken);
                try {
                    alone(next);
                } catch (Exception failed) {
                    LOG.warn(
                            "{} offset {} waits for the database: {}",
                            topic,
                            next.record().offset(),
                            failed.toString());
                    return taken;
                }
                FailPoint.ROUTE_AFTER_COMMIT_BEFORE_OFFSET.hit();
            }
            return read.size();
        } finally {
            oneAtATime.unlock();
        }
    }

    /** A record with what is in it, or why that cannot be told. */
    private record Read(
            ConsumerRecord<byte[], byte[]> record,
            byte[] body,
            @Nullable Envelope envelope,
            @Nullable CanonicalPayload payload,
            @Nullable Exception unreadable) {

        boolean isOrdinary() {
            return envelope != null && payload != null && !isRehearsal();
        }

        boolean isRehearsal() {
            return envelope != null && ReplayMark.isDryRun(envelope.id()) && !(payload instanceof CanonicalCommand);
        }
    }

    private Read read(ConsumerRecord<byte[], byte[]> record) {
        byte[] body = record.value() == null ? new byte[0] : record.value();
        Envelope envelope = null;
        try {
            envelope = CloudEventBinding.toEnvelope(record.headers(), body);
            CanonicalSchemas.check(envelope.type(), body);
            return new Read(record, body, envelope, CanonicalJson.read(envelope.type(), body), null);
        } catch (Exception failed) {
            return new Read(record, body, envelope, null, failed);
        }
    }

    /** Whether all of them were taken in one transaction; if not, none was. */
    private boolean together(List<Read> read) {
        if (read.size() < 2 || !read.stream().allMatch(Read::isOrdinary)) {
            return false;
        }
        Set<String> ids = read.stream()
                .map(next -> Objects.requireNonNull(next.envelope()).id())
                .collect(Collectors.toSet());
        try {
            FailPoint.ROUTE_BEFORE_TX.hit();
            jdbi.useTransaction(handle -> {
                Together.run(handle, ids, () -> {
                    for (Read next : read) {
                        runRoute(next, handle);
                    }
                });
                FailPoint.ROUTE_INSIDE_TX.hit();
            });
            return true;
        } catch (Exception failed) {
            LOG.debug("{} records of {} are taken one by one: {}", read.size(), topic, failed.toString());
            return false;
        }
    }

    /** @throws Exception only if our database cannot take anything now */
    private void alone(Read read) throws Exception {
        try {
            if (read.unreadable() != null) {
                throw read.unreadable();
            }
            if (read.isRehearsal()) {
                rehearse(read);
            } else {
                FailPoint.ROUTE_BEFORE_TX.hit();
                jdbi.useTransaction(handle -> {
                    runRoute(read, handle);
                    FailPoint.ROUTE_INSIDE_TX.hit();
                });
            }
        } catch (Exception failed) {
            if (DatabaseFailures.isTransient(failed)) {
                throw failed;
            }
            bury(read, failed);
        }
    }

    private void runRoute(Read read, Handle transaction) throws Exception {
        Exchange delivery = endpoint.createExchange();
        delivery.getMessage().setBody(read.payload());
        new Delivery(Objects.requireNonNull(read.envelope()), transaction).on(delivery);
        route.process(delivery);
        Exception failed = delivery.getException();
        if (failed != null) {
            throw failed;
        }
    }

    /** Runs the route and takes everything back; what it would have sent is reported, and commands go on as dry runs. */
    private void rehearse(Read read) throws Exception {
        List<OutboxMessage> wouldFollow;
        try (Handle handle = jdbi.open()) {
            handle.begin();
            try {
                runRoute(read, handle);
                wouldFollow = dryRuns.writtenIn(handle);
            } finally {
                handle.rollback();
            }
        }
        jdbi.useTransaction(handle -> dryRuns.report(handle, Objects.requireNonNull(read.envelope()), wouldFollow));
    }

    private void bury(Read read, Exception failed) {
        Failure failure = failureOf(failed);
        Envelope envelope = read.envelope() != null ? read.envelope() : unreadable(read.record());
        jdbi.useTransaction(handle -> {
            if (ReplayMark.isDryRun(envelope.id())) {
                ReplayFindings.add(
                        handle,
                        envelope,
                        ReplayFindings.Kind.FAILURE,
                        "would fail: " + failure.kind() + " " + failure.code() + ": " + failure.detail());
            } else {
                deadLetters.add(
                        handle,
                        topic,
                        envelope,
                        new String(read.body(), StandardCharsets.UTF_8),
                        failure,
                        Causes.of(failed));
            }
        });
        if (failure.kind() == FailureKind.DEFECT) {
            LOG.error(
                    "{} offset {} is now a dead letter: {} {}",
                    topic,
                    read.record().offset(),
                    failure.code(),
                    failure.detail(),
                    failed);
        } else {
            LOG.error(
                    "{} offset {} is now a dead letter: {} {}",
                    topic,
                    read.record().offset(),
                    failure.code(),
                    failure.detail());
        }
    }

    private static Failure failureOf(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailureException known) {
                return known.failure();
            }
            if (cause instanceof InvalidMessage invalid) {
                return Failure.of(FailureKind.UNMAPPABLE, "ROUTING-1001", String.valueOf(invalid.getMessage()));
            }
        }
        return Failure.of(
                FailureKind.DEFECT,
                "ROUTING-9001",
                "Unexpected " + failed.getClass().getSimpleName() + " in a route");
    }

    /** What we say of a record that does not say what it is. */
    private Envelope unreadable(ConsumerRecord<byte[], byte[]> record) {
        String id = topic + "/" + record.partition() + "/" + record.offset();
        return new Envelope(
                id,
                URI.create("/topics/" + topic),
                DeadLetterDesk.UNREADABLE,
                "",
                Instant.EPOCH,
                new TenantId("unknown"),
                null,
                id,
                null,
                null);
    }
}
