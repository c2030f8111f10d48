package dev.interline.durable.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.echo.WriteLedger.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class WriteLedgerTest {

    private final Jdbi jdbi = TestDatabase.create();

    @Test
    void ourOwnWriteIsRecognisedWhenItComesBack() {
        // Given
        wrote("name", "Acme");

        // When
        Told echo = told("name", "Acme", Instant.now());

        // Then
        assertThat(recognised(echo)).containsExactly(echo.event());
    }

    @Test
    void theSameValueASecondTimeIsSomebodysChange() {
        // Given
        wrote("name", "Acme");
        recognised(told("name", "Acme", Instant.now()));

        // When
        Told again = told("name", "Acme", Instant.now());

        // Then
        assertThat(recognised(again)).isEmpty();
    }

    @Test
    void afterSomebodyElsesChangeTheOldValueIsAChangeAgain() {
        // Given
        wrote("name", "Acme");

        // When
        Told other = told("name", "Other", Instant.now());
        Told back = told("name", "Acme", Instant.now());

        // Then
        assertThat(recognised(other)).isEmpty();
        assertThat(recognised(back)).isEmpty();
    }

    @Test
    void whatWasChangedLongAfterOrBeforeOurWriteIsNotOurs() {
        // Given
        wrote("name", "Acme");
        wrote("domain", "acme.example");

        // Then
        assertThat(recognised(told("name", "Acme", Instant.now().plus(WriteLedger.WINDOW.multipliedBy(2)))))
                .isEmpty();
        assertThat(recognised(told("domain", "acme.example", Instant.now().minus(WriteLedger.WINDOW.multipliedBy(2)))))
                .isEmpty();
    }

    @Test
    void anotherRecordOrFieldIsNotOurs() {
        // Given
        wrote("name", "Acme");

        // When
        Told otherField = told("domain", "Acme", Instant.now());
        Told otherRecord = new Told(
                UUID.randomUUID(), TestMessages.CONNECTION, new FieldChange("8", "name", "Acme", Instant.now()));

        // Then
        assertThat(recognised(otherField)).isEmpty();
        assertThat(recognised(otherRecord)).isEmpty();
    }

    @Test
    void twoWritesOfOneFieldAreBothRecognisedInAnyOrder() {
        // Given
        wrote("name", "Acme");
        wrote("name", "Acme Ltd");

        // When
        Told first = told("name", "Acme", Instant.now());
        Told second = told("name", "Acme Ltd", Instant.now());

        // Then
        assertThat(recognised(first)).containsExactly(first.event());
        assertThat(recognised(second)).containsExactly(second.event());
    }

    @Test
    void afterTheLaterWriteCameBackTheEarlierValueIsSomebodysChange() {
        // Given
        wrote("name", "Acme");
        wrote("name", "Acme Ltd");
        recognised(told("name", "Acme Ltd", Instant.now()));

        // When
        Told back = told("name", "Acme", Instant.now());

        // Then
        assertThat(recognised(back)).isEmpty();
    }

    @Test
    void ofTheSameValueTwiceInOneRequestOnlyTheEarlierIsOurs() {
        // Given
        wrote("name", "Acme");
        Told echo = told("name", "Acme", Instant.now());
        Told other = told("name", "Other", echo.change().at().plusMillis(10));
        Told back = told("name", "Acme", echo.change().at().plusMillis(20));

        // When
        Set<UUID> recognised = recognised(back, other, echo);

        // Then
        assertThat(recognised).containsExactly(echo.event());
    }

    @Test
    void theEarlierValueAfterTheLaterInOneRequestIsSomebodysChange() {
        // Given
        wrote("name", "Acme");
        wrote("name", "Acme Ltd");
        Told echo = told("name", "Acme Ltd", Instant.now());
        Told back = told("name", "Acme", echo.change().at().plusMillis(10));

        // When
        Set<UUID> recognised = recognised(back, echo);

        // Then
        assertThat(recognised).containsExactly(echo.event());
    }

    @Test
    void twoWritesThatComeBackInOneRequestInTheirOrderAreBothOurs() {
        // Given
        wrote("name", "Acme");
        wrote("name", "Acme Ltd");
        Told first = told("name", "Acme", Instant.now());
        Told second = told("name", "Acme Ltd", first.change().at().plusMillis(10));

        // When
        Set<UUID> recognised = recognised(second, first);

        // Then
        assertThat(recognised).containsExactlyInAnyOrder(first.event(), second.event());
    }

    @Test
    void whatFollowsSomebodysChangeInOneRequestIsSomebodysToo() {
        // Given
        wrote("name", "Acme");
        Told other = told("name", "Other", Instant.now());
        Told back = told("name", "Acme", other.change().at().plusMillis(10));

        // When
        Set<UUID> recognised = recognised(other, back);

        // Then
        assertThat(recognised).isEmpty();
    }

    @Test
    void aChangeThatTellsMoreThanWeWroteIsNotOurs() {
        // Given
        wrote("name", "Acme");
        Told more = new Told(
                UUID.randomUUID(),
                TestMessages.CONNECTION,
                new FieldChange("7", Map.of("name", "Acme", "phone", "1"), Instant.now()));

        // Then
        assertThat(recognised(more)).isEmpty();
    }

    @Test
    void aChangeOfSeveralFieldsIsOursIfWeWroteAllOfThem() {
        // Given
        wrote("name", "Acme");
        wrote("domain", "acme.example");
        Told all = new Told(
                UUID.randomUUID(),
                TestMessages.CONNECTION,
                new FieldChange("7", Map.of("name", "Acme", "domain", "acme.example"), Instant.now()));

        // Then
        assertThat(recognised(all)).containsExactly(all.event());
    }

    private void wrote(String field, String value) {
        jdbi.useTransaction(handle -> WriteLedger.note(
                handle, List.of(new WriteLedger.Written(TestMessages.CONNECTION, "7", Map.of(field, value)))));
    }

    private static Told told(String field, String value, Instant at) {
        return new Told(UUID.randomUUID(), TestMessages.CONNECTION, new FieldChange("7", field, value, at));
    }

    private Set<UUID> recognised(Told... told) {
        return jdbi.inTransaction(handle -> WriteLedger.recognise(handle, List.of(told)));
    }
}
