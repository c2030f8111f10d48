package dev.interline.runtime.route;

import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.InvalidMessage;
import dev.interline.durable.FailPoint;
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
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one record through a route in one database transaction: what the route writes is committed together with its
 * inbox row, or not at all.
 *
 * <p>A record that can never be handled becomes a dead letter and the partition goes on; only our own database being
 * away holds the partition, as then nothing at all can be kept.
 */
final class EventIntake implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);
    private static final long[] WAITS_MILLIS = {100, 500, 2_000};

    private final String topic;
    private final Processor route;
    private final Jdbi jdbi;
    private final DeadLetters deadLetters;
    private final DryRuns dryRuns;

    EventIntake(String topic, Processor route, Jdbi jdbi, DeadLetters deadLetters, DryRuns dryRuns) {
        this.topic = topic;
        this.route = route;
        this.jdbi = jdbi;
        this.deadLetters = deadLetters;
        this.dryRuns = dryRuns;
    }

    @Override
    public void process(Exchange record) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                take(record);
                FailPoint.ROUTE_AFTER_COMMIT_BEFORE_OFFSET.hit();
                return;
            } catch (Exception failed) {
                if (attempt == WAITS_MILLIS.length) {
                    // The consumer breaks, reconnects and reads this record again.
                    throw failed;
                }
                LOG.warn("{} offset {} waits for the database: {}", topic, offset(record), failed.toString());
                Thread.sleep(WAITS_MILLIS[attempt]);
            }
        }
    }

    /** @throws Exception only if our database cannot take anything now */
    private void take(Exchange record) throws Exception {
        byte[] value = record.getMessage().getBody(byte[].class);
        byte[] body = value == null ? new byte[0] : value;
        Headers headers = record.getMessage().getHeader(KafkaConstants.HEADERS, Headers.class);
        Envelope envelope = null;
        try {
            envelope = CloudEventBinding.toEnvelope(headers == null ? new RecordHeaders() : headers, body);
            CanonicalSchemas.check(envelope.type(), body);
            CanonicalPayload payload = CanonicalJson.read(envelope.type(), body);
            if (ReplayMark.isDryRun(envelope.id()) && !(payload instanceof CanonicalCommand)) {
                rehearse(record, envelope, payload);
            } else {
                deliver(record, envelope, payload);
            }
        } catch (Exception failed) {
            if (DatabaseFailures.isTransient(failed)) {
                throw failed;
            }
            bury(record, envelope, body, failed);
        }
    }

    private void deliver(Exchange record, Envelope envelope, CanonicalPayload payload) throws Exception {
        FailPoint.ROUTE_BEFORE_TX.hit();
        jdbi.useTransaction(handle -> {
            runRoute(record, envelope, payload, handle);
            FailPoint.ROUTE_INSIDE_TX.hit();
        });
    }

    private void runRoute(Exchange record, Envelope envelope, CanonicalPayload payload, Handle transaction)
            throws Exception {
        Exchange delivery = record.getFromEndpoint().createExchange();
        delivery.getMessage().setBody(payload);
        new Delivery(envelope, transaction).on(delivery);
        route.process(delivery);
        Exception failed = delivery.getException();
        if (failed != null) {
            throw failed;
        }
    }

    /** Runs the route and takes everything back; what it would have sent is reported, and commands go on as dry runs. */
    private void rehearse(Exchange record, Envelope envelope, CanonicalPayload payload) throws Exception {
        List<OutboxMessage> wouldFollow;
        try (Handle handle = jdbi.open()) {
            handle.begin();
            try {
                runRoute(record, envelope, payload, handle);
                wouldFollow = dryRuns.writtenIn(handle);
            } finally {
                handle.rollback();
            }
        }
        jdbi.useTransaction(handle -> dryRuns.report(handle, envelope, wouldFollow));
    }

    private void bury(Exchange record, @Nullable Envelope known, byte[] body, Exception failed) {
        Failure failure = failureOf(failed);
        Envelope envelope = known != null ? known : unreadable(record);
        jdbi.useTransaction(handle -> {
            if (ReplayMark.isDryRun(envelope.id())) {
                ReplayFindings.add(
                        handle,
                        envelope,
                        ReplayFindings.Kind.FAILURE,
                        "would fail: " + failure.kind() + " " + failure.code() + ": " + failure.detail());
            } else {
                deadLetters.add(
                        handle, topic, envelope, new String(body, StandardCharsets.UTF_8), failure, Causes.of(failed));
            }
        });
        if (failure.kind() == FailureKind.DEFECT) {
            LOG.error(
                    "{} offset {} is now a dead letter: {} {}",
                    topic,
                    offset(record),
                    failure.code(),
                    failure.detail(),
                    failed);
        } else {
            LOG.error(
                    "{} offset {} is now a dead letter: {} {}",
                    topic,
                    offset(record),
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
    private Envelope unreadable(Exchange record) {
        String id = topic + "/" + record.getMessage().getHeader(KafkaConstants.PARTITION) + "/" + offset(record);
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

    private static @Nullable Object offset(Exchange record) {
        return record.getMessage().getHeader(KafkaConstants.OFFSET);
    }
}
