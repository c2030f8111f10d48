package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.webhook.Endpoint;
import dev.interline.sandbox.webhook.Notice;
import dev.interline.sandbox.webhook.WebhookEndpoints;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells the world of changes in one call: an Event object for {@code /v1/events} and one webhook per endpoint. */
final class StripeEvents {
    private final StripeBooks books;
    private final WebhookQueue queue;
    private final Instant now;
    private final @Nullable String requestId;
    private final @Nullable String idempotencyKey;

    StripeEvents(
            StripeBooks books,
            WebhookQueue queue,
            Instant now,
            @Nullable String requestId,
            @Nullable String idempotencyKey) {
        this.books = books;
        this.queue = queue;
        this.now = now;
        this.requestId = requestId;
        this.idempotencyKey = idempotencyKey;
    }

    WebhookEndpoints endpoints() {
        return queue.endpoints();
    }

    long seconds() {
        return now.getEpochSecond();
    }

    void emit(String type, ObjectNode object) {
        emit(type, object, null);
    }

    /** An update; without any difference Stripe tells nobody. */
    void updated(String type, ObjectNode before, ObjectNode after) {
        if (!before.equals(after)) {
            emit(type, after, before);
        }
    }

    private void emit(String type, ObjectNode object, @Nullable ObjectNode before) {
        String id = books.ids().longId("evt_");
        List<Endpoint> endpoints = queue.endpoints().told(books.account()).stream()
                .filter(endpoint -> endpoint.webhook().wants(type))
                .toList();
        ObjectNode event = event(id, type, object, before, books.defaultVersion(), endpoints.size());
        books.events().put(id, event);
        for (Endpoint endpoint : endpoints) {
            String pinned = endpoint.webhook().apiVersion();
            StripeVersion version = pinned == null ? books.defaultVersion() : new StripeVersion(pinned);
            ObjectNode body = event(id, type, object, before, version, endpoints.size());
            queue.enqueue(books.account(), endpoint, new Notice(id, type, Json.write(body)), now);
        }
    }

    private ObjectNode event(
            String id,
            String type,
            ObjectNode object,
            @Nullable ObjectNode before,
            StripeVersion version,
            int pendingWebhooks) {
        ObjectNode rendered = StripeShapes.render(object, version, books);
        ObjectNode event = Json.object()
                .put("id", id)
                .put("object", "event")
                .put("api_version", version.text())
                .put("created", seconds());
        ObjectNode data = event.putObject("data");
        data.set("object", rendered);
        if (before != null) {
            data.set("previous_attributes", difference(StripeShapes.render(before, version, books), rendered));
        }
        event.put("livemode", false).put("pending_webhooks", pendingWebhooks);
        event.putObject("request").put("id", requestId).put("idempotency_key", idempotencyKey);
        return event.put("type", type);
    }

    /** The old values of what differs; nested hashes carry only what differs in them, arrays come whole. */
    static ObjectNode difference(ObjectNode before, ObjectNode after) {
        ObjectNode previous = Json.object();
        TreeSet<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode old = before.path(name);
            JsonNode current = after.path(name);
            if (old.equals(current)) {
                continue;
            }
            if (old instanceof ObjectNode oldHash && current instanceof ObjectNode newHash) {
                previous.set(name, difference(oldHash, newHash));
            } else {
                previous.set(name, old.isMissingNode() ? null : old.deepCopy());
            }
        }
        return previous;
    }
}
