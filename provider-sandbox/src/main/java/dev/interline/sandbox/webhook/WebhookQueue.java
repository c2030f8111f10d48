package dev.interline.sandbox.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.StateMap;
import dev.interline.sandbox.state.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Webhooks waiting to be sent, written in the same change as what they tell of. */
public final class WebhookQueue {
    private static final int SETTLED_KEPT = 10_000;

    private final StateStore store;
    private final WebhookEndpoints endpoints;
    private final Map<String, WebhookDialect> dialects;
    private final Map<String, Long> collecting = new HashMap<>();
    private Consumer<Delivery> scheduler = delivery -> {};

    public WebhookQueue(StateStore store, List<WebhookDialect> dialects) {
        this.store = store;
        this.endpoints = new WebhookEndpoints(store);
        Map<String, WebhookDialect> byProvider = new HashMap<>();
        dialects.forEach(dialect -> byProvider.put(dialect.provider(), dialect));
        this.dialects = Map.copyOf(byProvider);
    }

    /** Where new deliveries are announced once they are committed. */
    void announceTo(Consumer<Delivery> target) {
        scheduler = target;
    }

    /** The endpoints of all accounts. */
    public WebhookEndpoints endpoints() {
        return endpoints;
    }

    WebhookDialect dialect(String provider) {
        WebhookDialect dialect = dialects.get(provider);
        if (dialect == null) {
            throw new IllegalArgumentException("no webhooks for " + provider);
        }
        return dialect;
    }

    /** Puts an event on its way to an endpoint, inside a change. */
    public void enqueue(Account account, Endpoint endpoint, Notice notice, Instant now) {
        WebhookDialect dialect = dialect(account.provider());
        String url = endpoint.webhook().url();
        String lane = account + " " + endpoint.id();
        Delivery open = dialect.batchSize() > 1 ? collecting(lane, url, dialect.batchSize()) : null;
        if (open != null) {
            store.pendingWebhooks().put(open.sequence(), open.with(notice).toJson());
            return;
        }
        long sequence = store.next("webhooks", 1);
        Delivery delivery = new Delivery(
                sequence,
                account.provider(),
                account.account(),
                endpoint.id(),
                url,
                now,
                List.of(notice),
                0,
                now.plus(dialect.collectFor()),
                null,
                null,
                Delivery.PENDING);
        store.pendingWebhooks().put(sequence, delivery.toJson());
        if (dialect.batchSize() > 1) {
            collecting.put(lane, sequence);
        }
        store.afterCommit(() -> scheduler.accept(delivery));
    }

    private @Nullable Delivery collecting(String lane, String url, int batchSize) {
        Long sequence = collecting.get(lane);
        String json = sequence == null ? null : store.pendingWebhooks().get(sequence);
        if (json == null) {
            return null;
        }
        Delivery delivery = Delivery.fromJson(json);
        return delivery.url().equals(url) && delivery.notices().size() < batchSize ? delivery : null;
    }

    /** Takes a delivery to send it; from now on nothing is added to it. Null when it no longer exists. */
    @Nullable
    Delivery take(long sequence) {
        return store.read(() -> {
            collecting.values().removeIf(open -> open == sequence);
            String json = store.pendingWebhooks().get(sequence);
            return json == null ? null : Delivery.fromJson(json);
        });
    }

    /** The endpoint as it is now. */
    Optional<Endpoint> endpoint(Account account, String id) {
        return store.read(() -> endpoints.find(account, id));
    }

    /** Writes down how attempts ended. */
    void settle(List<Delivery> attempted) {
        store.change(() -> {
            attempted.forEach(this::note);
            return attempted;
        });
    }

    private void note(Delivery delivery) {
        StateMap<Long, String> settled = store.settledWebhooks();
        if (!store.pendingWebhooks().containsKey(delivery.sequence())) {
            return;
        }
        if (delivery.state().equals(Delivery.PENDING)) {
            store.pendingWebhooks().put(delivery.sequence(), delivery.toJson());
            return;
        }
        store.pendingWebhooks().remove(delivery.sequence());
        settled.put(delivery.sequence(), Json.write(delivery.summary()));
        while (settled.size() > SETTLED_KEPT) {
            settled.removeFirst();
        }
    }

    /** Everything that is still to be sent, oldest first. */
    List<Delivery> pending() {
        return store.read(() -> {
            List<Delivery> pending = new ArrayList<>();
            store.pendingWebhooks().values().forEach(json -> pending.add(Delivery.fromJson(json)));
            return pending;
        });
    }

    /** Deliveries with their attempts and last status, oldest first; null filters let everything through. */
    public ArrayNode deliveries(@Nullable String provider, @Nullable String account) {
        return store.read(() -> {
            List<ObjectNode> all = new ArrayList<>();
            store.settledWebhooks().values().forEach(json -> all.add(Json.object(json)));
            store.pendingWebhooks()
                    .values()
                    .forEach(json -> all.add(Delivery.fromJson(json).summary()));
            all.removeIf(row -> (provider != null && !provider.equals(Json.text(row, "provider")))
                    || (account != null && !account.equals(Json.text(row, "account"))));
            all.sort((one, other) -> Long.compare(
                    one.path("sequence").asLong(), other.path("sequence").asLong()));
            return Json.array().addAll(all);
        });
    }
}
