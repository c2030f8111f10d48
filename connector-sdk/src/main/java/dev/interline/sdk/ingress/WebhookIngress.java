package dev.interline.sdk.ingress;

import dev.interline.durable.GroupCommit;
import dev.interline.durable.inbound.Quarantine;
import dev.interline.durable.inbound.WebhookDelivery;
import dev.interline.durable.inbound.WebhookDelivery.Event;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.Connection;
import dev.interline.sdk.credential.SigningSecretWatch;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a webhook between its arrival and our answer: verify over the raw bytes, translate, store in one
 * transaction. Requests that arrive together are committed together.
 */
@ApplicationScoped
public class WebhookIngress {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookIngress.class);

    /** The headers kept with a request: what identifies and dates it, never credentials or cookies. */
    private static final Set<String> KEPT_HEADERS = Set.of(
            "content-type",
            "user-agent",
            "stripe-signature",
            "x-hubspot-signature",
            "x-hubspot-signature-v3",
            "x-hubspot-signature-version",
            "x-hubspot-request-timestamp",
            "x-zendesk-webhook-signature",
            "x-zendesk-webhook-signature-timestamp",
            "x-zendesk-webhook-id",
            "x-zendesk-webhook-invocation-id",
            "traceparent");

    private final WebhookSignature signature;
    private final EventReader reader;
    private final Quarantine quarantine;
    private final GroupCommit<WebhookDelivery, Integer> commits;
    private final SigningSecretWatch watch;
    private final Clock clock;
    private final MeterRegistry metrics;

    /** What a request came to. */
    public sealed interface Outcome {
        /** Stored; {@code fresh} of its {@code events} are new, the others were stored before. */
        record Stored(int events, int fresh) implements Outcome {}

        /** Not verified, and kept in quarantine. */
        record Refused(Verification.Reason reason) implements Outcome {}
    }

    WebhookIngress(
            WebhookSignature signature,
            EventReader reader,
            WebhookStore store,
            Quarantine quarantine,
            SigningSecretWatch watch,
            Clock clock,
            MeterRegistry metrics) {
        this.signature = signature;
        this.reader = reader;
        this.quarantine = quarantine;
        this.commits = new GroupCommit<>("webhook-commit", store::store, 2, 2_000, 200);
        this.watch = watch;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Takes a request in.
     *
     * @return completes after the commit; exceptionally with {@link GroupCommit.Overloaded} when too many wait, or with
     *     the database's exception, in both cases with nothing stored
     */
    public CompletableFuture<Outcome> take(Connection connection, WebhookRequest request) {
        Verification verification = signature.verify(request, connection, clock.instant());
        return switch (verification) {
            case Verification.Accepted accepted -> store(connection, request, accepted.secretIndex());
            case Verification.Rejected rejected -> refuse(connection, request, rejected.reason());
        };
    }

    /** Keeps an authentic request that cannot be processed as it is; {@code reason} says why. */
    public void quarantine(Connection connection, WebhookRequest request, String reason) {
        Map<String, String> headers = kept(request);
        headers.put(Quarantine.URL, CanonicalText.clean(request.url(), 2_000));
        quarantine.add(connection.id(), reason, headers, request.body());
    }

    private CompletableFuture<Outcome> refuse(
            Connection connection, WebhookRequest request, Verification.Reason reason) {
        count(connection, "refused");
        LOG.warn("webhook of {} refused: {}", connection.id(), reason);
        return CompletableFuture.supplyAsync(() -> {
            quarantine(connection, request, reason.name());
            return new Outcome.Refused(reason);
        });
    }

    private CompletableFuture<Outcome> store(Connection connection, WebhookRequest request, int secretIndex) {
        watch.verified(connection, secretIndex, clock.instant());
        List<Event> events = reader.read(connection, request);
        WebhookDelivery delivery =
                new WebhookDelivery(connection.id(), secretIndex, kept(request), request.body(), events);
        return commits.submit(delivery).thenApply(fresh -> {
            count(connection, fresh == 0 ? "duplicate" : "stored");
            return new Outcome.Stored(events.size(), fresh);
        });
    }

    private static Map<String, String> kept(WebhookRequest request) {
        Map<String, String> kept = new HashMap<>();
        request.headers().forEach((name, value) -> {
            if (KEPT_HEADERS.contains(name)) {
                kept.put(name, CanonicalText.clean(value, 2_000));
            }
        });
        return kept;
    }

    private void count(Connection connection, String outcome) {
        metrics.counter("interline.webhooks", "connection", connection.id().value(), "outcome", outcome)
                .increment();
    }

    @PreDestroy
    void stop() {
        commits.close();
    }
}
