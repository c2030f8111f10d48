package dev.interline.durable.inbound;

import dev.interline.durable.FailPoint;
import dev.interline.durable.Ids;
import dev.interline.durable.StoredJson;
import dev.interline.durable.echo.FieldChange;
import dev.interline.durable.echo.WriteLedger;
import dev.interline.durable.inbound.WebhookDelivery.Event;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lane.NewCommand;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.outbound.OutboxMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;

/**
 * The message store of the way in: bytes, dedupe keys and what follows from them in one transaction, so that a 2xx
 * after it is a promise.
 */
public final class WebhookStore {

    /** How the types of events end that tell the end of a record. */
    private static final String DELETED = ".deleted.v1";

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Lanes lanes;

    public WebhookStore(Jdbi jdbi, Outbox outbox, Lanes lanes) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.lanes = lanes;
    }

    /**
     * Stores the deliveries and what follows from those of their events that are new.
     *
     * @return per delivery, how many of its events were new; 0 for a duplicate
     */
    public List<Integer> store(List<WebhookDelivery> deliveries) {
        List<Integer> fresh = jdbi.inTransaction(handle -> storeIn(handle, deliveries));
        FailPoint.INGEST_AFTER_COMMIT.hit();
        return fresh;
    }

    /** The same in a transaction of the caller's. */
    public List<Integer> storeIn(Handle handle, List<WebhookDelivery> deliveries) {
        List<UUID> deliveryIds =
                deliveries.stream().map(delivery -> Ids.fresh()).toList();
        List<Row> rows = new ArrayList<>();
        Set<String> seenInBatch = new HashSet<>();
        for (int d = 0; d < deliveries.size(); d++) {
            List<Event> events = deliveries.get(d).events();
            for (int position = 0; position < events.size(); position++) {
                Event event = events.get(position);
                if (seenInBatch.add(event.connection() + "\u001f" + event.dedupeKey())) {
                    rows.add(new Row(Ids.fresh(), d, position, event));
                }
            }
        }
        recogniseOwnWrites(handle, rows);
        Set<UUID> inserted = insertEvents(handle, rows, deliveryIds);
        FailPoint.INGEST_AFTER_INSERT.hit();

        int[] fresh = new int[deliveries.size()];
        List<OutboxMessage> messages = new ArrayList<>();
        List<NewCommand> commands = new ArrayList<>();
        for (Row row : rows) {
            if (inserted.contains(row.id())) {
                fresh[row.delivery()]++;
                messages.addAll(row.event().messages());
                commands.addAll(row.event().commands());
                forgetDeleted(handle, row.event());
            }
        }
        insertDeliveries(handle, deliveries, deliveryIds, fresh);
        outbox.append(handle, messages);
        lanes.enqueue(handle, commands);
        List<Integer> result = new ArrayList<>(fresh.length);
        for (int count : fresh) {
            result.add(count);
        }
        return result;
    }

    private static void recogniseOwnWrites(Handle handle, List<Row> rows) {
        List<WriteLedger.Told> told = new ArrayList<>();
        for (Row row : rows) {
            FieldChange change = row.event().change();
            if (change != null) {
                told.add(new WriteLedger.Told(row.id(), row.event().connection(), change));
            }
        }
        Set<UUID> own = WriteLedger.recognise(handle, told);
        rows.replaceAll(row -> own.contains(row.id())
                ? new Row(row.id(), row.delivery(), row.position(), row.event().asOwnWrite())
                : row);
    }

    private static void forgetDeleted(Handle handle, Event event) {
        event.messages().stream()
                .map(OutboxMessage::envelope)
                .filter(envelope -> envelope.type().endsWith(DELETED))
                .forEach(envelope -> KnownRecords.forget(handle, event.connection(), List.of(envelope.subject())));
    }

    private static Set<UUID> insertEvents(Handle handle, List<Row> rows, List<UUID> deliveryIds) {
        // Sorted, so that two transactions with the same keys wait for each other instead of deadlocking.
        List<Row> sorted = rows.stream()
                .sorted((a, b) -> {
                    int byConnection = a.event()
                            .connection()
                            .value()
                            .compareTo(b.event().connection().value());
                    return byConnection != 0
                            ? byConnection
                            : a.event().dedupeKey().compareTo(b.event().dedupeKey());
                })
                .toList();
        return new HashSet<>(handle.createQuery("""
                        insert into provider_event
                               (id, delivery_id, position, connection_id, dedupe_key, type, state, reason)
                        select * from unnest(:ids, :deliveries, :positions, :connections, :keys, :types, :states,
                                             :reasons)
                        on conflict (connection_id, dedupe_key) do nothing
                        returning id""")
                .bindArray("ids", UUID.class, sorted.stream().map(Row::id).toList())
                .bindArray(
                        "deliveries",
                        UUID.class,
                        sorted.stream()
                                .map(row -> deliveryIds.get(row.delivery()))
                                .toList())
                .bindArray(
                        "positions",
                        Integer.class,
                        sorted.stream().map(Row::position).toList())
                .bindArray(
                        "connections",
                        String.class,
                        sorted.stream()
                                .map(row -> row.event().connection().value())
                                .toList())
                .bindArray(
                        "keys",
                        String.class,
                        sorted.stream().map(row -> row.event().dedupeKey()).toList())
                .bindArray(
                        "types",
                        String.class,
                        sorted.stream().map(row -> row.event().type()).toList())
                .bindArray(
                        "states",
                        String.class,
                        sorted.stream().map(row -> row.event().state().name()).toList())
                .bindArray(
                        "reasons",
                        String.class,
                        sorted.stream().map(row -> row.event().reason()).toArray())
                .mapTo(UUID.class)
                .list());
    }

    private static void insertDeliveries(Handle handle, List<WebhookDelivery> deliveries, List<UUID> ids, int[] fresh) {
        List<Integer> kept = IntStream.range(0, deliveries.size())
                .filter(i -> fresh[i] > 0)
                .boxed()
                .toList();
        if (kept.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        insert into webhook_delivery (id, connection_id, secret_index, headers, body)
                        select * from unnest(:ids, :connections, :secretIndexes, :headers, :bodies)""")
                .bindArray("ids", UUID.class, kept.stream().map(ids::get).toList())
                .bindArray(
                        "connections",
                        String.class,
                        kept.stream()
                                .map(i -> deliveries.get(i).connection().value())
                                .toList())
                .bindArray(
                        "secretIndexes",
                        Integer.class,
                        kept.stream().map(i -> deliveries.get(i).secretIndex()).toList())
                .bindArray(
                        "headers",
                        String.class,
                        kept.stream()
                                .map(i -> StoredJson.write(deliveries.get(i).headers()))
                                .toList())
                .bind(
                        "bodies",
                        byteArrays(
                                kept.stream().map(i -> deliveries.get(i).body()).toArray(byte[][]::new)))
                .execute();
        PersonalData.stored(
                handle,
                kept.stream().collect(Collectors.toMap(ids::get, deliveries::get, (a, b) -> a, LinkedHashMap::new)));
    }

    private static Argument byteArrays(byte[][] values) {
        return (position, statement, context) ->
                statement.setArray(position, statement.getConnection().createArrayOf("bytea", values));
    }

    private record Row(UUID id, int delivery, int position, Event event) {}
}
