package dev.interline.sdk.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.TenantId;
import dev.interline.durable.TestDatabase;
import dev.interline.sdk.mapping.MappingDesk.Refused;
import dev.interline.sdk.mapping.Mappings.Slot;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class MappingDeskTest {

    private static final Slot BASE = new Slot(Shop.BUYER, Mappings.BASE);
    private static final Slot ACME = new Slot(Shop.BUYER, "acme");
    private static final String SAME = "{\"name\": clean(first-text(.title), 255), \"plan\": clean(text(.level), 20)} ";
    private static final String OTHER =
            "{\"name\": clean(first-text(.title, \"?\"), 255), \"plan\": clean(text(.level), 20)}";

    private final Jdbi jdbi = TestDatabase.create();
    private final Mappings mappings = Mappings.packaged(Shop.MAPPINGS);
    private final MappingDesk desk = new MappingDesk(mappings);

    @Test
    void everyReplicaSeesAnActivationAndItsUndoingWithinSeconds() {
        // Given
        Mappings elsewhere = Mappings.packaged(Shop.MAPPINGS);
        try (MappingRefresh replica = new MappingRefresh(jdbi, elsewhere)) {
            replica.start();

            // When
            int version = add(BASE, SAME, null);
            activate(BASE, version, false);

            // Then
            seen(elsewhere, "shop.buyer.from@1");

            // When
            jdbi.useTransaction(handle -> desk.rollback(handle, BASE));

            // Then
            seen(elsewhere, "shop.buyer.from@0");
        }
    }

    @Test
    void aBaseWhoseSamplesFailIsNotMadeActiveUnlessForced() {
        // Given
        int version = add(BASE, OTHER, null);

        // When / Then
        assertThatThrownBy(() -> activate(BASE, version, false))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("sample 'nothing known': name is \"?\", expected \"\"");

        // When
        activate(BASE, version, true);

        // Then
        assertThat(TestDatabase.one(jdbi, "select forced from mapping_activation", Boolean.class))
                .isTrue();
    }

    @Test
    void aVersionBringsSamplesOfItsOwnWhenItMeansSomethingElse() {
        // Given
        int version =
                add(BASE, OTHER, "[{\"name\":\"unknown\",\"input\":{},\"expected\":{\"name\":\"?\",\"plan\":\"\"}}]");

        // When
        activate(BASE, version, false);

        // Then
        assertThat(active(BASE)).isEqualTo(version);
    }

    @Test
    void anOverlayThatCannotCopeWithTheSamplesIsNotMadeActive() {
        // Given
        int version = add(ACME, "{\n \"plan\": text(number(.level))\n}", null);

        // When / Then
        assertThatThrownBy(() -> activate(ACME, version, false))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("buyer.from.jslt of acme, version 1 line 2, field \"plan\", input /level");
    }

    @Test
    void undoingTwiceGoesBackTwiceAndNoFurtherThanTheRelease() {
        // Given
        activate(ACME, add(ACME, "{\"plan\": \"one\"}", null), false);
        activate(ACME, add(ACME, "{\"plan\": \"two\"}", null), false);

        // When / Then
        assertThat((Integer) jdbi.inTransaction(handle -> desk.rollback(handle, ACME)))
                .isEqualTo(1);
        assertThat((Integer) jdbi.inTransaction(handle -> desk.rollback(handle, ACME)))
                .isEqualTo(0);
        assertThatThrownBy(() -> jdbi.inTransaction(handle -> desk.rollback(handle, ACME)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void theSameTextIsTheSameVersionAndWhatIsNoMappingIsNotKept() {
        // Given
        int version = add(ACME, "{\"plan\": \"one\"}", null);

        // When / Then
        assertThat(add(ACME, "{\"plan\": \"one\"}", null)).isEqualTo(version);
        assertThatThrownBy(() -> add(ACME, "{\"plan\": nothing(.x)}", null))
                .isInstanceOf(MappingRefused.class)
                .hasMessage("buyer.from.jslt of acme line 1: No such function: 'nothing'");
        assertThat(TestDatabase.one(jdbi, "select count(*) from mapping_version", Long.class))
                .isEqualTo(1);
    }

    @Test
    void aPreviewShowsOnRealDeliveriesWhatWouldDifferAndNoFreeText() {
        // Given
        jdbi.useHandle(handle -> {
            handle.execute(
                    "insert into webhook_delivery (id, connection_id, secret_index, headers, body) values"
                            + " ('0190a000-0000-7000-8000-000000000001', 'acme-shop', 0, '{}', convert_to(?, 'UTF8'))",
                    "{\"data\":{\"object\":{\"title\":\"Jane Doe\",\"level\":\"gold\"}}}");
            handle.execute(
                    "insert into provider_event (id, delivery_id, position, connection_id, dedupe_key, type, state) values"
                            + " ('0190a000-0000-7000-8000-000000000002', '0190a000-0000-7000-8000-000000000001', 0,"
                            + " 'acme-shop', 'evt_1', 'buyer.changed', 'TRANSLATED')");
        });
        int version = add(ACME, "{\"plan\": \"p-\" + .level, \"name\": \"Mrs \" + .title}", null);

        // When
        var compared = jdbi.inTransaction(handle -> desk.preview(handle, ACME, version, 0, "acme-shop", "acme", 10));

        // Then
        assertThat(compared).singleElement().satisfies(one -> {
            assertThat(one.input()).isEqualTo("event evt_1");
            assertThat(one.differences().get("plan")).hasToString("Difference[before=\"gold\", after=\"p-gold\"]");
            assertThat(one.differences()).containsOnlyKeys("name", "plan");
        });
        assertThat(compared.toString()).doesNotContain("Jane");
    }

    private int add(Slot slot, String text, @org.jspecify.annotations.Nullable String samples) {
        return jdbi.inTransaction(
                handle -> desk.add(handle, slot, text, samples, "jo", "test").version());
    }

    private void activate(Slot slot, int version, boolean force) {
        jdbi.useTransaction(handle -> desk.activate(handle, slot, version, force, "jo"));
    }

    private int active(Slot slot) {
        return jdbi.inTransaction(handle -> MappingVersions.active(handle, slot));
    }

    private static void seen(Mappings mappings, String label) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        mappings.of(Shop.BUYER, new TenantId("acme")).label())
                .isEqualTo(label));
    }
}
