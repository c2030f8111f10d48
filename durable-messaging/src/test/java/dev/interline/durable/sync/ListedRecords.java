package dev.interline.durable.sync;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.inbound.WebhookDelivery;
import dev.interline.durable.inbound.WebhookDelivery.Event;
import dev.interline.durable.inbound.WebhookDelivery.State;
import dev.interline.durable.outbound.OutboxMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A provider in memory: it lists by time of change and id, a page at a time, and fails when told to. */
final class ListedRecords implements SyncReader {

    static final ConnectionId CONNECTION = new ConnectionId("acme-test");
    static final String RESOURCE = "companies";

    private final Map<String, Instant> records = new TreeMap<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final int pageSize;
    private Runnable whileReading = () -> {};
    private int reads;

    ListedRecords(int pageSize) {
        this.pageSize = pageSize;
    }

    void change(String id, Instant at) {
        records.put(id, at);
    }

    void remove(String id) {
        records.remove(id);
    }

    Map<String, Instant> all() {
        return Map.copyOf(records);
    }

    void failWith(Failure failure) {
        failures.add(failure);
    }

    /** What happens between a page's being asked for and its being there. */
    void whileReading(Runnable happens) {
        whileReading = happens;
    }

    int reads() {
        return reads;
    }

    @Override
    public SyncPage read(Sync sync, Window window) {
        reads++;
        whileReading.run();
        Failure failure = failures.poll();
        if (failure != null) {
            throw new FailureException(failure);
        }
        Cursor after = sync.cursor();
        List<Cursor> rest = records.entrySet().stream()
                .map(record -> new Cursor(record.getValue(), record.getKey()))
                .filter(record ->
                        !record.at().isBefore(window.from()) && record.at().isBefore(window.until()))
                .filter(record -> after == null || compare(record, after) > 0)
                .sorted(ListedRecords::compare)
                .toList();
        List<Cursor> page = rest.subList(0, Math.min(pageSize, rest.size()));
        return new SyncPage(
                page.size(),
                page.stream().map(Cursor::id).toList(),
                delivery(page.stream().map(ListedRecords::changed).toList()),
                rest.size() > pageSize ? page.getLast() : null,
                (long) rest.size() - page.size());
    }

    @Override
    public WebhookDelivery deleted(Sync sync, List<String> ids) {
        return delivery(ids.stream()
                .map(id -> event(
                        "deleted:" + id + "@" + sync.id(),
                        id,
                        new CustomerEvent.AccountDeleted(account(id, sync.createdAt())),
                        "customer.account.deleted.v1"))
                .toList());
    }

    /** The same change, as its webhook tells it. */
    static WebhookDelivery webhook(String id, Instant at) {
        return delivery(List.of(changed(new Cursor(at, id))));
    }

    static Failure refused(FailureKind kind) {
        return Failure.of(kind, "CRM-2999", "as the test wants it");
    }

    private static int compare(Cursor one, Cursor other) {
        return Comparator.comparing(Cursor::at).thenComparing(Cursor::id).compare(one, other);
    }

    private static WebhookDelivery delivery(List<Event> events) {
        return new WebhookDelivery(CONNECTION, -1, Map.of(), "{}".getBytes(StandardCharsets.UTF_8), events);
    }

    private static Event changed(Cursor record) {
        return event(
                record.id() + "@" + record.at(),
                record.id(),
                new CustomerEvent.AccountUpdated(account(record.id(), record.at())),
                "customer.account.updated.v1");
    }

    private static Account account(String id, Instant at) {
        return new Account(
                new ExternalRef(BusinessSystem.CRM, id),
                null,
                Map.of(),
                new SourceVersion(at, SourceVersion.OBSERVED, ""));
    }

    private static Event event(String key, String id, CustomerEvent payload, String type) {
        @Nullable String cause = null;
        CanonicalMessage message = new CanonicalMessage(
                new Envelope(
                        "evt_" + key,
                        URI.create("/test"),
                        type,
                        id,
                        Instant.EPOCH,
                        new TenantId("acme"),
                        CONNECTION,
                        key,
                        cause,
                        null),
                payload);
        return new Event(
                CONNECTION,
                key,
                type,
                State.TRANSLATED,
                null,
                List.of(OutboxMessage.of("customer.events.v1", message)),
                List.of());
    }
}
