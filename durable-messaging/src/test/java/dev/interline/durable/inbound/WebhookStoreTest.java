package dev.interline.durable.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.echo.FieldChange;
import dev.interline.durable.echo.WriteLedger;
import dev.interline.durable.inbound.WebhookDelivery.Event;
import dev.interline.durable.inbound.WebhookDelivery.State;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.outbound.Outbox;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class WebhookStoreTest {

    private static final ConnectionId CONNECTION = TestMessages.CONNECTION;

    private final Jdbi jdbi = TestDatabase.create();
    private final WebhookStore store = new WebhookStore(jdbi, new Outbox(() -> {}), new Lanes(() -> {}));

    @Test
    void aDeliveryIsStoredByteExactWithWhatFollowsFromIt() {
        // Given
        byte[] body = {0, (byte) 0xFF, '{', '}', '\r', '\n'};

        // When
        List<Integer> fresh = store.store(List.of(delivery(body, event("e1"))));

        // Then
        assertThat(fresh).containsExactly(1);
        assertThat(TestDatabase.one(jdbi, "select body from webhook_delivery", byte[].class))
                .isEqualTo(body);
        assertThat(count("outbox")).isEqualTo(1);
    }

    @Test
    void theSameEventAgainLeavesNoTrace() {
        // Given
        store.store(List.of(delivery(new byte[] {1}, event("e1"))));

        // When
        List<Integer> fresh = store.store(List.of(delivery(new byte[] {2}, event("e1"))));

        // Then
        assertThat(fresh).containsExactly(0);
        assertThat(count("outbox")).isEqualTo(1);
        assertThat(count("webhook_delivery")).isEqualTo(1);
    }

    @Test
    void anEchoIsKeptWithItsReasonAndNothingFollowsFromIt() {
        // Given
        jdbi.useTransaction(handle ->
                WriteLedger.note(handle, List.of(new WriteLedger.Written(CONNECTION, "7", Map.of("name", "Acme")))));

        // When
        List<Integer> fresh = store.store(List.of(delivery(new byte[] {1}, changed("e1", "name", "Acme"))));

        // Then
        assertThat(fresh).containsExactly(1);
        assertThat(count("webhook_delivery")).isEqualTo(1);
        assertThat(TestDatabase.one(jdbi, "select state || ': ' || reason from provider_event", String.class))
                .isEqualTo("IGNORED: our own write coming back");
        assertThat(count("outbox")).isZero();
    }

    @Test
    void aChangeBesideOurWriteOfTheSameRecordIsTold() {
        // Given
        jdbi.useTransaction(handle ->
                WriteLedger.note(handle, List.of(new WriteLedger.Written(CONNECTION, "7", Map.of("name", "Acme")))));

        // When
        store.store(List.of(
                delivery(new byte[] {1}, changed("e1", "name", "Acme by hand")),
                delivery(new byte[] {2}, changed("e2", "domain", "Acme"))));

        // Then
        assertThat(count("outbox")).isEqualTo(2);
        assertThat(TestDatabase.one(jdbi, "select count(*) from own_write", Long.class))
                .isZero();
    }

    @Test
    void theSameEventTwiceInOneBatchCountsOnce() {
        // When
        List<Integer> fresh =
                store.store(List.of(delivery(new byte[] {1}, event("e1")), delivery(new byte[] {2}, event("e1"))));

        // Then
        assertThat(fresh).containsExactly(1, 0);
        assertThat(count("outbox")).isEqualTo(1);
    }

    @Test
    void ofAPartlyKnownDeliveryOnlyTheNewEventsCount() {
        // Given
        store.store(List.of(delivery(new byte[] {1}, event("e1"))));

        // When
        List<Integer> fresh = store.store(List.of(delivery(new byte[] {2}, event("e1"), event("e2"))));

        // Then
        assertThat(fresh).containsExactly(1);
        assertThat(count("outbox")).isEqualTo(2);
    }

    @Test
    void manyThreadsWithTheSameEventsStoreEachOnce() {
        // Given
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<List<Integer>>> running = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.supplyAsync(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException stopping) {
                        Thread.currentThread().interrupt();
                    }
                    Event[] events = IntStream.range(0, 30)
                            .mapToObj(i -> event("e" + (thread % 2 == 0 ? i : 29 - i)))
                            .toArray(Event[]::new);
                    return store.store(List.of(delivery(new byte[] {(byte) thread}, events)));
                }))
                .toList();

        // When
        go.countDown();
        int fresh = running.stream()
                .map(CompletableFuture::join)
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .sum();

        // Then
        assertThat(fresh).isEqualTo(30);
        assertThat(count("outbox")).isEqualTo(30);
    }

    private static Event changed(String key, String field, String value) {
        Event event = event(key);
        return new Event(
                event.connection(),
                event.dedupeKey(),
                event.type(),
                event.state(),
                event.reason(),
                event.messages(),
                event.commands(),
                new FieldChange("7", field, value, Instant.now()),
                Persons.NONE);
    }

    private static WebhookDelivery delivery(byte[] body, Event... events) {
        return new WebhookDelivery(CONNECTION, 0, Map.of(), body, Arrays.asList(events));
    }

    private static Event event(String key) {
        return new Event(
                CONNECTION,
                key,
                "test.event",
                State.TRANSLATED,
                null,
                List.of(TestMessages.outbox("msg-" + key, "entity")),
                List.of());
    }

    private int count(String table) {
        return TestDatabase.one(jdbi, "select count(*) from " + table, Integer.class);
    }
}
