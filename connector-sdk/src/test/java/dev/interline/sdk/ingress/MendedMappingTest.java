package dev.interline.sdk.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent.AccountUpdated;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.inbound.ProviderEvents;
import dev.interline.durable.inbound.ProviderEvents.Recorded;
import dev.interline.durable.inbound.WebhookDelivery;
import dev.interline.durable.inbound.WebhookDelivery.State;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.replay.ReplayMark;
import dev.interline.durable.replay.ReplayMode;
import dev.interline.durable.replay.ReplaySource.Item;
import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.admin.TenantConnections;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.TestConfig;
import dev.interline.sdk.credential.TestConnections;
import dev.interline.sdk.mapping.Mapping;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.mapping.Shop;
import dev.interline.sdk.sync.SyncSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** An event that a tenant's mapping could not cope with is kept, and told once after the mapping is mended. */
class MendedMappingTest {

    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");

    private final Jdbi jdbi = TestDatabase.create();
    private final Mappings mappings = Mappings.packaged(Shop.MAPPINGS);
    private final InterlineConfig config = TestConfig.withConnection("acme-shop", "acme");
    private final Connections connections = TestConnections.of(config, jdbi);
    private final Connection connection = connections.byId("acme-shop").orElseThrow();
    private final EventReader reader = new EventReader(this::translate, List.<SyncSource>of());
    private final Outbox outbox = new Outbox(() -> {});
    private final Lanes lanes = new Lanes(() -> {});
    private final WebhookStore store = new WebhookStore(jdbi, outbox, lanes);
    private final EventReplay replay =
            new EventReplay(connections, new TenantConnections(config), reader, outbox, lanes);

    @Test
    void aBrokenOverlayLosesNothingAndOnceMendedTheEventIsToldOnce() {
        // Given
        Shop.activate(jdbi, mappings, "acme", "{\n  \"name\": .title,\n  \"plan\": text(number(.level))\n}");
        take("evt_1", "gold");
        Recorded kept = recorded();
        assertThat(kept.state()).isEqualTo(State.UNMAPPABLE);
        assertThat(kept.reason())
                .isEqualTo(
                        "buyer.changed evt_1: mapping shop.buyer.from@0+1: buyer.from.jslt of acme, version 1 line 3,"
                                + " field \"plan\", input /level: cannot be evaluated");
        assertThat(told()).isEmpty();
        assertThat(replayed("rpl_1")).hasValueSatisfying(why -> assertThat(why).contains("UNMAPPABLE", "line 3"));

        // When
        Shop.activate(jdbi, mappings, "acme", "{\"name\": .title, \"plan\": clean(.level, 20)}");
        take("evt_1", "gold");
        Optional<String> passedOver = replayed("rpl_2");

        // Then
        assertThat(passedOver).isEmpty();
        assertThat(recorded().state()).isEqualTo(State.TRANSLATED);
        assertThat(told())
                .singleElement()
                .asString()
                .contains("\"mapping\":\"shop.buyer.from@0+2\"", "evt_")
                .doesNotContain("!r.");
    }

    private List<ProviderEvent> translate(Connection endpoint, JsonNode event, WebhookRequest raw) {
        String key = event.path("id").asText();
        JsonNode buyer = event.path("data").path("object");
        try {
            Mapping mapping = mappings.of(Shop.BUYER, endpoint.tenant());
            Account account = new Account(
                    new ExternalRef(BusinessSystem.BILLING, "b1"),
                    null,
                    mapping.accountFields(buyer),
                    new SourceVersion(AT, SourceVersion.CHANGED, key));
            CanonicalMessage message =
                    CanonicalMessages.fromProvider(endpoint, key, "b1", AT, new AccountUpdated(account));
            return List.of(new ProviderEvent(
                    endpoint,
                    key,
                    "buyer.changed",
                    new ProviderEvent.Meaning.Translated(List.of(
                            new CanonicalMessage(message.envelope().mappedBy(mapping.label()), message.payload())))));
        } catch (FailureException failed) {
            return List.of(new ProviderEvent(
                    endpoint,
                    key,
                    "buyer.changed",
                    new ProviderEvent.Meaning.Unmappable(
                            "buyer.changed " + key + ": " + failed.failure().detail())));
        }
    }

    private void take(String id, String level) {
        byte[] body = ("{\"id\":\"" + id + "\",\"data\":{\"object\":{\"title\":\"Acme\",\"level\":\"" + level + "\"}}}")
                .getBytes(StandardCharsets.UTF_8);
        WebhookRequest request = new WebhookRequest("POST", "https://x.example", Map.of(), body);
        store.store(List.of(new WebhookDelivery(connection.id(), 0, Map.of(), body, reader.read(connection, request))));
    }

    private Recorded recorded() {
        return jdbi.inTransaction(handle -> ProviderEvents.list(handle, Filter.all(), Instant.EPOCH, null, 10)
                .getFirst());
    }

    private Optional<String> replayed(String id) {
        Recorded event = recorded();
        return jdbi.inTransaction(handle -> replay.take(
                handle,
                new Item(event.receivedAt(), event.id().toString(), event.type(), event.dedupeKey()),
                new ReplayMark(id, ReplayMode.REPLAY),
                "jo"));
    }

    private List<String> told() {
        return jdbi.withHandle(handle -> handle.createQuery("select envelope from outbox")
                .mapTo(String.class)
                .list());
    }
}
