package dev.interline.durable.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.TenantId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.echo.FieldHolds.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class FieldHoldsTest {

    private static final TenantId TENANT = new TenantId("acme");
    private static final Oscillation FOUR = new Oscillation(4, Duration.ofMinutes(10));

    private final Jdbi jdbi = TestDatabase.create();

    @Test
    void aFieldThatTwoSystemsSetInTurnIsHeldAtTheLastChangeThatIsAllowed() {
        // Given
        assertThat(change("billing", "A")).isEmpty();
        assertThat(change("crm", "B")).isEmpty();
        assertThat(change("billing", "A")).isEmpty();

        // When
        Optional<FieldHold> held = change("crm", "B");

        // Then
        assertThat(held).hasValueSatisfying(hold -> {
            assertThat(hold.systems()).containsExactly("billing", "crm");
            assertThat(hold.changes()).isEqualTo(4);
        });
        assertThat(heldFields("acc_1")).containsExactly("name");
        assertThat(heldFields("acc_2")).isEmpty();
    }

    @Test
    void aFightIsOneTooIfASystemWasFoundWithTheOthersValueOnce() {
        // Given
        change("crm", "B");
        change("billing", "A");

        // When
        change("crm", "A");

        // Then
        assertThat(change("billing", "B")).isPresent();
    }

    @Test
    void oneChangeByAnotherSystemMakesNoFightOfSomebodysChangesOfMind() {
        // Given
        change("billing", "A");
        change("billing", "B");
        change("billing", "A");

        // Then
        assertThat(change("crm", "B")).isEmpty();
    }

    @Test
    void somebodyWhoChangesHisMindIsNoOscillation() {
        for (int i = 0; i < 6; i++) {
            assertThat(change("billing", i % 2 == 0 ? "A" : "B")).isEmpty();
        }
    }

    @Test
    void twoSystemsThatSetNewValuesInTurnAreNoOscillation() {
        for (int i = 0; i < 8; i++) {
            assertThat(change(i % 2 == 0 ? "billing" : "crm", "value " + i)).isEmpty();
        }
    }

    @Test
    void changesLongAgoDoNotCount() {
        // Given
        change("billing", "A");
        change("crm", "B");
        change("billing", "A");
        jdbi.useHandle(handle -> handle.execute("update field_change set changed_at = now() - interval '11 minutes'"));

        // Then
        assertThat(change("crm", "B")).isEmpty();
    }

    @Test
    void aFieldThatIsLetGoCountsFromTheBeginning() {
        // Given
        change("billing", "A");
        change("crm", "B");
        change("billing", "A");
        change("crm", "B");

        // When
        boolean released = jdbi.inTransaction(handle -> FieldHolds.release(handle, TENANT, "acc_1", "name"));

        // Then
        assertThat(released).isTrue();
        assertThat(heldFields("acc_1")).isEmpty();
        assertThat(change("billing", "A")).isEmpty();
        boolean again = jdbi.inTransaction(handle -> FieldHolds.release(handle, TENANT, "acc_1", "name"));
        assertThat(again).isFalse();
    }

    @Test
    void noValueIsKept() {
        // When
        change("billing", "Jane Roe");

        // Then
        List<String> rows = jdbi.withHandle(handle -> handle.select("select c::text from field_change c")
                .mapTo(String.class)
                .list());
        assertThat(rows).hasSize(1).noneMatch(row -> row.contains("Jane"));
    }

    @Test
    void fewerThanFourChangesCannotBeAnOscillation() {
        assertThatThrownBy(() -> new Oscillation(3, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Optional<FieldHold> change(String system, String value) {
        return jdbi.inTransaction(
                handle -> FieldHolds.note(handle, new Change(TENANT, "acc_1", "name", system, value, "evt_1"), FOUR));
    }

    private Set<String> heldFields(String record) {
        return jdbi.withHandle(handle -> FieldHolds.of(handle, TENANT, record));
    }
}
