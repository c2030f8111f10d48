package dev.interline.durable.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.inbound.ProviderEvents.Raw;
import dev.interline.durable.inbound.ProviderEvents.Recorded;
import dev.interline.durable.inbound.WebhookDelivery.Event;
import dev.interline.durable.inbound.WebhookDelivery.State;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.replay.Filter;
import dev.interline.durable.retention.Partitions;
import dev.interline.durable.retention.Partitions.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What stored requests hold of a person is gone the moment the person is to be forgotten. */
class PersonalDataTest {

    private static final ConnectionId CONNECTION = TestMessages.CONNECTION;
    private static final Persons JANE = Persons.of("contact", List.of("151"));
    private static final Persons JOHN = Persons.of("contact", List.of("152"));

    private final Jdbi jdbi = TestDatabase.create();
    private final WebhookStore store = new WebhookStore(jdbi, new Outbox(() -> {}), new Lanes(() -> {}));
    private final PersonalData personalData = new PersonalData(jdbi);

    @Test
    void aRequestAboutAForgottenPersonLosesItsBodyAndKeepsItsKey() {
        // Given
        take("{\"name\":\"Jane Doe\"}", event("e1").about(JANE));
        take("{\"name\":\"John Roe\"}", event("e2").about(JOHN));

        // When
        take("{\"id\":151}", event("e3").about(JANE.toBeForgotten()));

        // Then
        assertThat(body("e1")).isEmpty();
        assertThat(raw("e1").isErased(0)).isTrue();
        assertThat(raw("e1").erasedAt()).isNotNull();
        assertThat(body("e2")).isEqualTo("{\"name\":\"John Roe\"}");
        assertThat(take("{\"name\":\"Jane Doe\"}", event("e1").about(JANE)))
                .as("a duplicate is still known to be one")
                .isZero();
    }

    @Test
    void ofARequestWithManyEventsOnlyThePersonsAreErasedAndNoOtherByteChanges() {
        // Given
        take(
                "[ {\"n\":\"Jane\",\"of\":[1,{}]} ,{\"n\":1.10, \"c\":\"J\\u00f6hn\"},\n{\"n\":\"Jane ]\"}]",
                event("e1").about(JANE),
                event("e2").about(JOHN),
                event("e3").about(JANE));

        // When
        personalData.forget(CONNECTION, "contact/151");

        // Then
        assertThat(body("e2")).isEqualTo("[ null ,{\"n\":1.10, \"c\":\"J\\u00f6hn\"},\nnull]");
        assertThat(raw("e2").isErased(0)).isTrue();
        assertThat(raw("e2").isErased(1)).isFalse();
        assertThat(raw("e2").isErased(2)).isTrue();
    }

    @Test
    void anEventThatCameBeforeIsErasedFromEveryRequestItCameIn() {
        // Given
        take("[{\"n\":\"Jane\"}]", event("e1").about(JANE));
        take("[{\"n\":\"Jane\"},{\"n\":\"Acme\"}]", event("e1").about(JANE), event("e2"));

        // When
        int requests = personalData.forget(CONNECTION, "contact/151");

        // Then
        assertThat(requests).isEqualTo(2);
        assertThat(bodies()).containsExactly("[null]", "[null,{\"n\":\"Acme\"}]");
    }

    @Test
    void whatComesLateAboutAForgottenPersonIsStoredWithoutContent() {
        // Given
        personalData.forget(CONNECTION, "contact/151");

        // When
        int fresh = take("{\"name\":\"Jane Doe\"}", event("e1").about(JANE));

        // Then
        assertThat(fresh).isEqualTo(1);
        assertThat(body("e1")).isEmpty();
    }

    @Test
    void whatWasBeingStoredWhileThePersonWasForgottenIsErasedByTheSweep() {
        // Given
        try (Handle storing = jdbi.open()) {
            storing.begin();
            store.storeIn(
                    storing,
                    List.of(delivery("{\"name\":\"Jane Doe\"}", event("e1").about(JANE))));
            personalData.forget(CONNECTION, "contact/151");
            storing.commit();
        }
        assertThat(body("e1")).contains("Jane");

        // When
        int erased = personalData.sweep();

        // Then
        assertThat(erased).isEqualTo(1);
        assertThat(body("e1")).isEmpty();
        assertThat(personalData.sweep()).isZero();
    }

    @Test
    void whoWasMergedIsForgottenUnderEveryIdThereWas() {
        // Given
        take("{\"name\":\"Jane Doe\"}", event("e1").about(JANE));
        take("{\"name\":\"J. Doe\"}", event("e2").about(JOHN));
        take(
                "{}",
                event("e3").about(Persons.of("contact", List.of("151", "152")).merged()));
        take(
                "{}",
                event("e4").about(Persons.of("contact", List.of("152", "153")).merged()));

        // When
        personalData.forget(CONNECTION, "contact/153");

        // Then
        assertThat(body("e1") + body("e2")).isEmpty();
        take("{\"name\":\"Jane late\"}", event("e5").about(JANE));
        assertThat(body("e5")).isEmpty();
    }

    @Test
    void aMergeThatIsToldAfterThePersonWasForgottenCountsToo() {
        // Given
        take("{\"name\":\"Jane Doe\"}", event("e1").about(JANE));
        personalData.forget(CONNECTION, "contact/152");
        assertThat(body("e1")).contains("Jane");

        // When
        take(
                "{}",
                event("e2").about(Persons.of("contact", List.of("151", "152")).merged()));

        // Then
        assertThat(body("e1")).isEmpty();
    }

    @Test
    void aPersonOfAnotherConnectionWithTheSameIdIsUntouched() {
        // Given
        take("{\"name\":\"Jane Doe\"}", event("e1").about(JANE));

        // When
        personalData.forget(new ConnectionId("globex-crm"), "contact/151");

        // Then
        assertThat(body("e1")).contains("Jane");
    }

    @Test
    void aBodyThatCannotBeTakenApartGoesAsAWhole() {
        // Given
        take("[{\"n\":\"Jane\"},", event("e1").about(JANE));

        // When
        personalData.forget(CONNECTION, "contact/151");

        // Then
        assertThat(body("e1")).isEmpty();
    }

    @Test
    void theTrackIsDroppedWithTheRequests() {
        // Given
        Partitions partitions = new Partitions(
                jdbi,
                new RetentionPolicy(
                        Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(30)));
        partitions.maintain(Instant.now());
        take("{\"name\":\"Jane Doe\"}", event("e1").about(JANE));

        // When
        partitions.maintain(Instant.now().plus(Duration.ofDays(60)));

        // Then
        assertThat(TestDatabase.one(jdbi, "select count(*) from personal_event", Integer.class))
                .isZero();
        assertThat(TestDatabase.one(jdbi, "select count(*) from webhook_delivery", Integer.class))
                .isZero();
    }

    @Test
    void theBodyOfAReleasedRequestIsKeptOnlyAsADelivery() {
        // Given
        new Quarantine(jdbi)
                .add(CONNECTION, "WRONG_SIGNATURE", Map.of(), "{\"n\":\"Jane\"}".getBytes(StandardCharsets.UTF_8));
        Quarantine.Held held = jdbi.withHandle(
                handle -> Quarantine.list(handle, Filter.all(), null, 1).getFirst());

        // When
        jdbi.useHandle(handle -> Quarantine.settle(handle, held.id(), "RELEASED"));

        // Then
        byte[] kept = jdbi.withHandle(handle ->
                Quarantine.list(handle, Filter.all(), null, 1).getFirst().body());
        assertThat(kept).isEmpty();
    }

    private int take(String body, Event... events) {
        return store.store(List.of(delivery(body, events))).getFirst();
    }

    private static WebhookDelivery delivery(String body, Event... events) {
        return new WebhookDelivery(CONNECTION, 0, Map.of(), body.getBytes(StandardCharsets.UTF_8), List.of(events));
    }

    private static Event event(String key) {
        return new Event(CONNECTION, key, "test.event", State.IGNORED, "nobody asked", List.of(), List.of());
    }

    private Raw raw(String key) {
        return jdbi.withHandle(handle -> {
            Recorded recorded = ProviderEvents.list(handle, Filter.all(), Instant.EPOCH, null, 100).stream()
                    .filter(event -> event.dedupeKey().equals(key))
                    .findFirst()
                    .orElseThrow();
            return ProviderEvents.raw(handle, recorded.deliveryId()).orElseThrow();
        });
    }

    private String body(String key) {
        return new String(raw(key).body(), StandardCharsets.UTF_8);
    }

    private List<String> bodies() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select convert_from(body, 'UTF8') from webhook_delivery order by id")
                        .mapTo(String.class)
                        .list());
    }
}
