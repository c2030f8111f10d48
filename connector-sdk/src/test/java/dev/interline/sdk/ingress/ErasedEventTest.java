package dev.interline.sdk.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.inbound.PersonalData;
import dev.interline.durable.inbound.Persons;
import dev.interline.durable.inbound.ProviderEvents;
import dev.interline.durable.inbound.ProviderEvents.Recorded;
import dev.interline.durable.inbound.WebhookDelivery;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.replay.ReplayMark;
import dev.interline.durable.replay.ReplayMode;
import dev.interline.durable.replay.ReplaySource.Item;
import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.admin.TenantConnections;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.TestConfig;
import dev.interline.sdk.credential.TestConnections;
import dev.interline.sdk.sync.SyncSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Who wants to replay an event of a forgotten person is told that it was erased; the others of its request replay. */
class ErasedEventTest {

    private final Jdbi jdbi = TestDatabase.create();
    private final InterlineConfig config = TestConfig.withConnection("acme-shop", "acme");
    private final Connections connections = TestConnections.of(config, jdbi);
    private final Connection connection = connections.byId("acme-shop").orElseThrow();
    private final EventReader reader = new EventReader(ErasedEventTest::translate, List.<SyncSource>of());
    private final Outbox outbox = new Outbox(() -> {});
    private final Lanes lanes = new Lanes(() -> {});
    private final WebhookStore store = new WebhookStore(jdbi, outbox, lanes);
    private final EventReplay replay =
            new EventReplay(connections, new TenantConnections(config), reader, outbox, lanes);

    @Test
    void aReplaySaysThatTheEventWasErased() {
        // Given
        take("[{\"id\":\"e1\",\"buyer\":\"151\"},{\"id\":\"e2\",\"buyer\":\"152\"}]");
        assertThat(replayed("e1")).hasValueSatisfying(why -> assertThat(why).contains("nobody asked"));

        // When
        new PersonalData(jdbi).forget(connection.id(), "buyer/151");

        // Then
        assertThat(replayed("e1"))
                .hasValueSatisfying(
                        why -> assertThat(why).startsWith("it was erased on ").contains("to be forgotten"));
        assertThat(replayed("e2")).hasValueSatisfying(why -> assertThat(why).contains("nobody asked"));
    }

    @Test
    void aRequestOfOneEventIsErasedAsAWhole() {
        // Given
        take("{\"id\":\"e1\",\"buyer\":\"151\"}");

        // When
        new PersonalData(jdbi).forget(connection.id(), "buyer/151");

        // Then
        assertThat(replayed("e1")).hasValueSatisfying(why -> assertThat(why).startsWith("it was erased on "));
    }

    private static List<ProviderEvent> translate(Connection endpoint, JsonNode request, WebhookRequest raw) {
        List<ProviderEvent> events = new ArrayList<>();
        Iterable<JsonNode> told = request.isArray() ? request : List.of(request);
        told.forEach(event -> events.add(new ProviderEvent(
                        endpoint,
                        event.path("id").asText(),
                        "buyer.changed",
                        new ProviderEvent.Meaning.Ignored("nobody asked"))
                .about(Persons.of("buyer", List.of(event.path("buyer").asText())))));
        return events;
    }

    private void take(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        WebhookRequest request = new WebhookRequest("POST", "https://x.example", Map.of(), body);
        store.store(List.of(new WebhookDelivery(connection.id(), 0, Map.of(), body, reader.read(connection, request))));
    }

    private Optional<String> replayed(String key) {
        return jdbi.inTransaction(handle -> {
            Recorded event = ProviderEvents.list(handle, Filter.all(), Instant.EPOCH, null, 10).stream()
                    .filter(one -> one.dedupeKey().equals(key))
                    .findFirst()
                    .orElseThrow();
            return replay.take(
                    handle,
                    new Item(event.receivedAt(), event.id().toString(), event.type(), event.dedupeKey()),
                    new ReplayMark("rpl_1", ReplayMode.REPLAY),
                    "jo");
        });
    }
}
