package dev.interline.sdk.ingress;

import dev.interline.durable.inbound.Quarantine;
import dev.interline.durable.inbound.Quarantine.Held;
import dev.interline.durable.inbound.WebhookDelivery;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.replay.ReplayMark;
import dev.interline.durable.replay.ReplayMode;
import dev.interline.durable.replay.ReplaySource;
import dev.interline.runtime.admin.TenantConnections;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Requests that were refused, verified again with the secrets of today and the clock of their arrival. What verifies now
 * is taken in as if it had come now; what does not stays where it is.
 */
@ApplicationScoped
public class QuarantineRelease implements ReplaySource {

    private final Connections connections;
    private final TenantConnections tenants;
    private final WebhookSignature signature;
    private final EventReader reader;
    private final WebhookStore store;

    QuarantineRelease(
            Connections connections,
            TenantConnections tenants,
            WebhookSignature signature,
            EventReader reader,
            WebhookStore store) {
        this.connections = connections;
        this.tenants = tenants;
        this.signature = signature;
        this.reader = reader;
        this.store = store;
    }

    @Override
    public Kind kind() {
        return Kind.QUARANTINE;
    }

    @Override
    public long count(Handle handle, Filter filter) {
        return Quarantine.count(handle, tenants.narrowed(filter).withDefaultState("HELD"));
    }

    /** In order of their ids, which are in order of time. */
    @Override
    public List<Item> next(Handle handle, Filter filter, Instant afterAt, String afterId, int limit) {
        UUID after = afterId.isEmpty() ? null : UUID.fromString(afterId);
        return Quarantine.list(handle, tenants.narrowed(filter).withDefaultState("HELD"), after, limit).stream()
                .map(held -> new Item(
                        held.receivedAt(),
                        held.id().toString(),
                        held.reason(),
                        held.connection().value()))
                .toList();
    }

    @Override
    public Optional<String> take(Handle handle, Item item, ReplayMark mark, String actor) {
        Optional<Held> found = Quarantine.list(handle, Filter.ofIds(List.of(item.id())), null, 1).stream()
                .findFirst();
        if (found.isEmpty() || !found.get().state().equals("HELD")) {
            return Optional.of("it is not held any more");
        }
        Held held = found.get();
        Optional<Connection> connection = connections.byId(held.connection().value());
        if (connection.isEmpty()) {
            return Optional.of("its connection is not configured here any more");
        }
        WebhookRequest request = request(connection.get(), held);
        return switch (signature.verify(request, connection.get(), held.receivedAt())) {
            case Verification.Rejected rejected -> Optional.of("it still does not verify: " + rejected.reason());
            case Verification.Accepted accepted -> {
                if (mark.mode() != ReplayMode.DRY_RUN) {
                    release(handle, connection.get(), held, request, accepted.secretIndex());
                }
                yield Optional.empty();
            }
        };
    }

    private void release(Handle handle, Connection connection, Held held, WebhookRequest request, int secretIndex) {
        store.storeIn(
                handle,
                List.of(new WebhookDelivery(
                        connection.id(),
                        secretIndex,
                        request.headers(),
                        held.body(),
                        reader.read(connection, request))));
        Quarantine.settle(handle, held.id(), "RELEASED");
    }

    private static WebhookRequest request(Connection connection, Held held) {
        Map<String, String> headers = new HashMap<>(held.headers());
        String url = headers.remove(Quarantine.URL);
        return new WebhookRequest("POST", url == null ? connection.webhookUrl() : url, headers, held.body());
    }
}
