package dev.interline.sdk.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.Ids;
import dev.interline.durable.inbound.GroupCommit;
import dev.interline.durable.inbound.Quarantine;
import dev.interline.durable.inbound.WebhookDelivery;
import dev.interline.durable.inbound.WebhookDelivery.Event;
import dev.interline.durable.inbound.WebhookDelivery.State;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.Connection;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a webhook between its arrival and our answer: verify over the raw bytes, translate, store in one
 * transaction. Requests that arrive together are committed together.
 */
@ApplicationScoped
public class WebhookIngress {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookIngress.class);
    private static final int MAX_KEY = 200;
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7E]{1," + MAX_KEY + "}");

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
    private final WebhookTranslator translator;
    private final Quarantine quarantine;
    private final GroupCommit<WebhookDelivery, Integer> commits;
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
            WebhookTranslator translator,
            Jdbi jdbi,
            Outbox outbox,
            Lanes lanes,
            Clock clock,
            MeterRegistry metrics) {
        this.signature = signature;
        this.translator = translator;
        this.quarantine = new Quarantine(jdbi);
        WebhookStore store = new WebhookStore(jdbi, outbox, lanes);
        this.commits = new GroupCommit<>("webhook-commit", store::store, 2, 2_000, 200);
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
        quarantine.add(connection.id(), reason, kept(request), request.body());
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
        List<Event> events = events(connection, request);
        WebhookDelivery delivery =
                new WebhookDelivery(connection.id(), secretIndex, kept(request), request.body(), events);
        return commits.submit(delivery).thenApply(fresh -> {
            count(connection, fresh == 0 ? "duplicate" : "stored");
            return new Outcome.Stored(events.size(), fresh);
        });
    }

    private List<Event> events(Connection connection, WebhookRequest request) {
        JsonNode json;
        try {
            json = CanonicalJson.mapper().readTree(request.body());
        } catch (IOException broken) {
            return List.of(unreadable(connection, request, "the body is not JSON"));
        }
        try {
            List<ProviderEvent> events = translator.translate(connection, json, request);
            return events.isEmpty()
                    ? List.of(unreadable(connection, request, "the request holds no event"))
                    : events.stream().map(this::event).toList();
        } catch (RuntimeException unexpected) {
            LOG.error("webhook of {} could not be translated", connection.id(), unexpected);
            return List.of(unreadable(
                    connection, request, "unexpected " + unexpected.getClass().getSimpleName()));
        }
    }

    private Event event(ProviderEvent event) {
        ConnectionId connection = event.connection().id();
        String key = storableKey(event.dedupeKey());
        String type = CanonicalText.clean(event.type(), MAX_KEY);
        return switch (event.meaning()) {
            case ProviderEvent.Meaning.Translated translated -> {
                try {
                    List<OutboxMessage> messages = translated.messages().stream()
                            .map(WebhookIngress::message)
                            .toList();
                    yield new Event(connection, key, type, State.TRANSLATED, null, messages, List.of());
                } catch (RuntimeException invalid) {
                    yield kept(connection, key, type, State.UNMAPPABLE, invalid.getMessage());
                }
            }
            case ProviderEvent.Meaning.Refetch refetch ->
                new Event(connection, key, type, State.REFETCHING, null, List.of(), List.of(refetch.command()));
            case ProviderEvent.Meaning.Ignored ignored -> kept(connection, key, type, State.IGNORED, ignored.reason());
            case ProviderEvent.Meaning.Unmappable broken -> {
                LOG.warn("event of {} kept as unmappable: {}", connection, broken.reason());
                yield kept(connection, key, type, State.UNMAPPABLE, broken.reason());
            }
        };
    }

    private static OutboxMessage message(CanonicalMessage message) {
        return OutboxMessage.of(MessageType.of(message.payload()).topic(), message);
    }

    private static Event kept(ConnectionId connection, String key, String type, State state, @Nullable String reason) {
        return new Event(
                connection,
                key,
                type,
                state,
                reason == null ? null : CanonicalText.clean(reason, 500),
                List.of(),
                List.of());
    }

    private Event unreadable(Connection connection, WebhookRequest request, String reason) {
        LOG.warn("webhook of {} kept as unmappable: {}", connection.id(), reason);
        return kept(connection.id(), "body:" + Ids.sha256(request.body()), "unreadable", State.UNMAPPABLE, reason);
    }

    /** A provider's id as it is if it is short and plain, else a hash of it: an id may be anything. */
    private static String storableKey(String key) {
        return PLAIN.matcher(key).matches() ? key : "sha256:" + Ids.sha256(key);
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
