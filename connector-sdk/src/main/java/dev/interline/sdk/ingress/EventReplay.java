package dev.interline.sdk.ingress;

import dev.interline.durable.inbound.ProviderEvents;
import dev.interline.durable.inbound.ProviderEvents.Recorded;
import dev.interline.durable.inbound.WebhookDelivery.Event;
import dev.interline.durable.inbound.WebhookDelivery.State;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lane.NewCommand;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.replay.ReplayMark;
import dev.interline.durable.replay.ReplayMode;
import dev.interline.durable.replay.ReplaySource;
import dev.interline.runtime.admin.TenantConnections;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Provider events, read from their stored requests by the present mapping. An event that could not be read before, or was
 * ignored, and now means something is told for the first time, under its own id; any other goes out under a marked one.
 */
@ApplicationScoped
public class EventReplay implements ReplaySource {

    private final Connections connections;
    private final TenantConnections tenants;
    private final EventReader reader;
    private final Outbox outbox;
    private final Lanes lanes;

    EventReplay(Connections connections, TenantConnections tenants, EventReader reader, Outbox outbox, Lanes lanes) {
        this.connections = connections;
        this.tenants = tenants;
        this.reader = reader;
        this.outbox = outbox;
        this.lanes = lanes;
    }

    @Override
    public Kind kind() {
        return Kind.EVENTS;
    }

    @Override
    public long count(Handle handle, Filter filter) {
        return ProviderEvents.count(handle, ofTenant(filter));
    }

    @Override
    public List<Item> next(Handle handle, Filter filter, Instant afterAt, String afterId, int limit) {
        UUID after = afterId.isEmpty() ? null : UUID.fromString(afterId);
        return ProviderEvents.list(handle, ofTenant(filter), afterAt, after, limit).stream()
                .map(event -> new Item(event.receivedAt(), event.id().toString(), event.type(), event.dedupeKey()))
                .toList();
    }

    /** Events are kept by connection; a tenant's events are those of its connection. */
    private Filter ofTenant(Filter filter) {
        return tenants.narrowed(filter);
    }

    @Override
    public Optional<String> take(Handle handle, Item item, ReplayMark mark, String actor) {
        Optional<Recorded> recorded =
                ProviderEvents.list(handle, Filter.ofIds(List.of(item.id())), Instant.EPOCH, null, 1).stream()
                        .findFirst();
        if (recorded.isEmpty()) {
            return Optional.of("its record is gone");
        }
        Optional<ProviderEvents.Raw> raw =
                ProviderEvents.raw(handle, recorded.get().deliveryId());
        if (raw.isEmpty()) {
            return Optional.of("its request is no longer kept (interline.retention.webhooks)");
        }
        if (raw.get().isErased(recorded.get().position())) {
            return Optional.of(
                    "it was erased on " + raw.get().erasedAt() + ", as a person it told of is to be forgotten");
        }
        Optional<Connection> connection =
                connections.byId(raw.get().connection().value());
        if (connection.isEmpty()) {
            return Optional.of("its connection is not configured here any more");
        }
        return read(connection.get(), raw.get(), recorded.get())
                .map(event -> tell(handle, recorded.get(), event, mark))
                .orElseGet(() -> Optional.of("the present mapping finds no such event in its request"));
    }

    private Optional<Event> read(Connection connection, ProviderEvents.Raw raw, Recorded recorded) {
        WebhookRequest request = new WebhookRequest("POST", connection.webhookUrl(), raw.headers(), raw.body());
        List<Event> events = reader.read(connection, request);
        Optional<Event> same = events.stream()
                .filter(event -> event.connection().equals(recorded.connection())
                        && event.dedupeKey().equals(recorded.dedupeKey()))
                .findFirst();
        // What was unreadable had no key of its own; if it was all of its request, it is what the request says now.
        return same.isPresent() || !recorded.dedupeKey().startsWith(EventReader.UNREADABLE_KEY) || events.size() != 1
                ? same
                : Optional.of(events.getFirst());
    }

    private Optional<String> tell(Handle handle, Recorded recorded, Event event, ReplayMark mark) {
        if (event.state() == State.IGNORED || event.state() == State.UNMAPPABLE) {
            return Optional.of("by the present mapping it is " + event.state() + ": "
                    + Objects.requireNonNullElse(event.reason(), "no reason given"));
        }
        boolean firstTime = recorded.state() == State.IGNORED || recorded.state() == State.UNMAPPABLE;
        boolean asNew = firstTime && mark.mode() == ReplayMode.REPLAY;
        if (asNew) {
            ProviderEvents.update(handle, recorded.id(), event.state(), null);
        }
        outbox.append(
                handle,
                event.messages().stream()
                        .map(message -> asNew ? message : marked(message, mark))
                        .toList());
        lanes.enqueue(
                handle,
                event.commands().stream()
                        .map(command -> new NewCommand(
                                command.connection(),
                                command.laneKey(),
                                command.coalesceKey(),
                                CommandPriority.BACKFILL,
                                asNew ? command.message() : marked(command.message(), mark)))
                        .toList());
        return Optional.empty();
    }

    private static OutboxMessage marked(OutboxMessage message, ReplayMark mark) {
        return new OutboxMessage(
                message.topic(),
                message.envelope().withId(mark.on(message.envelope().id())),
                message.payload());
    }
}
