package dev.interline.durable.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.TenantId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.Wakeup;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.sync.Sync.State;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncRunnerTest {

    private static final Instant BEFORE =
            Instant.now().minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    private static final String STANDING = Syncs.idOf(ListedRecords.CONNECTION, ListedRecords.RESOURCE);

    private final Jdbi jdbi = TestDatabase.create();
    private final WebhookStore store = new WebhookStore(jdbi, new Outbox(() -> {}), new Lanes(() -> {}));
    private final Syncs syncs = new Syncs(new Wakeup());
    private final ListedRecords provider = new ListedRecords(10);
    private final SyncRunner runner = runner("one");

    @BeforeEach
    void declared() {
        jdbi.useTransaction(handle -> syncs.declare(
                handle,
                ListedRecords.CONNECTION,
                new TenantId("acme"),
                ListedRecords.RESOURCE,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5)));
    }

    private SyncRunner runner(String replica) {
        return new SyncRunner(
                jdbi,
                new Leases(replica),
                store,
                provider,
                syncs,
                new SyncRunner.Settings(
                        1,
                        Set.of(STANDING),
                        Duration.ofDays(1),
                        new DeletionLimit(100, 20),
                        ConnectionBreaker.Thresholds.DEFAULT));
    }

    @Test
    void aBackfillTellsEveryRecordOnceAndReportsHowFarItHasCome() {
        // Given
        records(25, BEFORE);
        String backfill = backfill();

        // When
        runner.step(backfill);
        Sync halfway = find(backfill);
        work(backfill);

        // Then
        assertThat(halfway.seen()).isEqualTo(10);
        assertThat(halfway.remaining()).isEqualTo(15);
        assertThat(halfway.timeLeft(Instant.now().plusSeconds(60))).isPositive();
        assertThat(find(backfill).state()).isEqualTo(State.DONE);
        assertThat(told()).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void aRecordThatItsWebhookHasToldIsNotToldAgainNorTheOtherWayRound() {
        // Given
        provider.change("1", BEFORE);
        provider.change("2", BEFORE);
        store.store(List.of(ListedRecords.webhook("1", BEFORE)));

        // When
        work(backfill());
        store.store(List.of(ListedRecords.webhook("2", BEFORE)));

        // Then
        assertThat(told()).containsExactlyInAnyOrder("evt_1@" + BEFORE, "evt_2@" + BEFORE);
    }

    @Test
    void aStandingSyncReadsWhatChangedSinceItsLastPassAndALittleMore() {
        // Given
        provider.change("long-before", BEFORE);
        passNow();
        provider.change("late", Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.MICROS));

        // When
        passNow();

        // Then
        assertThat(told()).hasSize(1).first().asString().startsWith("evt_late@");
        assertThat(find(STANDING).completeUntil()).isAfter(Instant.now().minusSeconds(60));
        assertThat(find(STANDING).dueAt()).isAfter(Instant.now().plusSeconds(240));
    }

    @Test
    void aPausedBackfillStandsStillAndGoesOnWhereItWas() {
        // Given
        records(25, BEFORE);
        String backfill = backfill();
        runner.step(backfill);
        change(syncs::pause, backfill);

        // When
        boolean worked = runner.step(backfill);
        change(syncs::resume, backfill);
        work(backfill);

        // Then
        assertThat(worked).isFalse();
        assertThat(provider.reads()).isEqualTo(3);
        assertThat(told()).hasSize(25);
    }

    @Test
    void aPageThatWasBeingReadWhenTheSyncWasCancelledIsThrownAway() {
        // Given
        records(5, BEFORE);
        String backfill = backfill();
        provider.whileReading(() -> change(syncs::cancel, backfill));

        // When
        runner.step(backfill);

        // Then
        assertThat(find(backfill).state()).isEqualTo(State.CANCELLED);
        assertThat(told()).isEmpty();
    }

    @Test
    void aReplicaThatHasLostItsLeaseWhileReadingTellsNothing() {
        // Given
        records(25, BEFORE);
        String backfill = backfill();
        SyncRunner other = runner("two");
        Runnable overtaken = () -> {
            provider.whileReading(() -> {});
            jdbi.useHandle(handle -> handle.execute("update lease set leased_until = '-infinity'"));
            other.step(backfill);
        };
        provider.whileReading(overtaken);

        // When
        runner.step(backfill);

        // Then
        assertThat(find(backfill).pages()).isEqualTo(1);
        assertThat(told()).hasSize(10);
    }

    @Test
    void twoReplicasDoNotReadTheSameSync() {
        // Given
        records(25, BEFORE);
        String backfill = backfill();
        runner.step(backfill);

        // When
        boolean worked = runner("two").step(backfill);

        // Then
        assertThat(worked).isFalse();
        assertThat(provider.reads()).isEqualTo(1);
    }

    @Test
    void aPageThatCannotBeReadIsReadLaterFromTheSamePlace() {
        // Given
        records(25, BEFORE);
        String backfill = backfill();
        runner.step(backfill);
        provider.failWith(ListedRecords.refused(FailureKind.UNAVAILABLE));

        // When
        runner.step(backfill);
        Sync failed = find(backfill);
        due(backfill);
        work(backfill);

        // Then
        assertThat(failed.failures()).isEqualTo(1);
        assertThat(failed.failureCode()).isEqualTo("CRM-2999");
        assertThat(failed.seen()).isEqualTo(10);
        assertThat(find(backfill).failures()).isZero();
        assertThat(told()).hasSize(25);
    }

    @Test
    void aPlaceTheProviderDoesNotKnowAnyMoreIsGivenUpAndThePassBeginsAnew() {
        // Given
        records(25, BEFORE);
        String backfill = backfill();
        runner.step(backfill);

        // When
        for (int i = 0; i < 3; i++) {
            provider.failWith(ListedRecords.refused(FailureKind.REJECTED));
            due(backfill);
            runner.step(backfill);
        }
        Sync anew = find(backfill);
        due(backfill);
        work(backfill);

        // Then
        assertThat(anew.cursor()).isNull();
        assertThat(told()).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void refusedCredentialsLetTheWholeConnectionRest() {
        // Given
        String backfill = backfill();
        provider.failWith(ListedRecords.refused(FailureKind.UNAUTHORIZED));

        // When
        runner.step(backfill);
        due(backfill);

        // Then
        assertThat(runner.due()).isEmpty();
        assertThat(TestDatabase.one(
                        jdbi, "select count(*) from connection_pause where paused_until > now()", Long.class))
                .isOne();
    }

    @Test
    void whatIsMissingAtTheProviderIsToldAsDeletedOnce() {
        // Given
        records(20, BEFORE);
        work(backfill());
        provider.remove("company-3");
        provider.remove("company-4");

        // When
        String first = compare();
        work(first);
        String second = compare();
        work(second);

        // Then
        assertThat(find(first).state()).isEqualTo(State.DONE);
        assertThat(find(first).missing()).isEqualTo(2);
        assertThat(find(second).missing()).isZero();
        assertThat(deletions()).containsExactlyInAnyOrder("company-3", "company-4");
    }

    @Test
    void aDeletionThatItsWebhookHasToldIsNotToldAgain() {
        // Given
        records(20, BEFORE);
        work(backfill());
        provider.remove("company-3");
        store.store(List.of(provider.deleted(find(STANDING), List.of("company-3"))));

        // When
        work(compare());

        // Then
        assertThat(deletions()).containsExactly("company-3");
    }

    @Test
    void whenTooMuchIsMissingNothingIsToldUntilAPersonSaysSo() {
        // Given
        records(20, BEFORE);
        work(backfill());
        for (int i = 0; i < 10; i++) {
            provider.remove("company-" + i);
        }

        // When
        String comparison = compare();
        work(comparison);
        Sync refused = find(comparison);
        List<String> toldBefore = deletions();
        jdbi.useTransaction(handle -> syncs.confirmDeletions(handle, comparison, 10));
        work(comparison);

        // Then
        assertThat(refused.state()).isEqualTo(State.REFUSED);
        assertThat(refused.missing()).isEqualTo(10);
        assertThat(refused.known()).isEqualTo(20);
        assertThat(toldBefore).isEmpty();
        assertThat(deletions()).hasSize(10);
    }

    @Test
    void aProviderThatShowsNothingAtAllDeletesNothing() {
        // Given
        records(3, BEFORE);
        work(backfill());
        records(3, null);

        // When
        String comparison = compare();
        work(comparison);

        // Then
        assertThat(find(comparison).state()).isEqualTo(State.REFUSED);
        assertThat(deletions()).isEmpty();
    }

    @Test
    void aPersonWhoWasToldOfOtherNumbersHasToLookAgain() {
        // Given
        records(3, BEFORE);
        work(backfill());
        records(3, null);
        String comparison = compare();
        work(comparison);

        // Then
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> syncs.confirmDeletions(handle, comparison, 2)))
                .isInstanceOf(SyncRefused.class)
                .hasMessageContaining("3 records are missing");
    }

    @Test
    void aSecondBackfillOfTheSameRecordsIsRefusedWhileTheFirstIsNotOver() {
        // Given
        String first = backfill();

        // Then
        assertThatThrownBy(this::backfill).isInstanceOf(SyncRefused.class).hasMessageContaining(first);
    }

    private void records(int count, @org.jspecify.annotations.Nullable Instant at) {
        for (int i = 0; i < count; i++) {
            if (at == null) {
                provider.remove("company-" + i);
            } else {
                provider.change("company-" + i, at);
            }
        }
    }

    private String backfill() {
        return jdbi.inTransaction(handle -> syncs.backfill(
                        handle, ListedRecords.CONNECTION, ListedRecords.RESOURCE, null, "tester", "test"))
                .id();
    }

    private String compare() {
        return jdbi.inTransaction(handle ->
                        syncs.compare(handle, ListedRecords.CONNECTION, ListedRecords.RESOURCE, "tester", "test"))
                .id();
    }

    private void passNow() {
        change(syncs::runNow, STANDING);
        work(STANDING);
    }

    private void work(String id) {
        while (runner.step(id)) {
            assertThat(provider.reads()).isLessThan(1_000);
        }
    }

    private void due(String id) {
        jdbi.useHandle(handle -> handle.execute("update sync set due_at = now() where id = ?", id));
    }

    private void change(BiFunction<Handle, String, Sync> change, String id) {
        assertThat(jdbi.<Sync, RuntimeException>inTransaction(handle -> change.apply(handle, id)))
                .isNotNull();
    }

    private Sync find(String id) {
        return jdbi.inTransaction(handle -> Syncs.find(handle, id));
    }

    private List<String> told() {
        return jdbi.withHandle(handle -> handle.select("select envelope::jsonb->>'id' from outbox order by id")
                .mapTo(String.class)
                .list());
    }

    private List<String> deletions() {
        return jdbi.withHandle(handle -> handle.select("select envelope::jsonb->>'subject' from outbox"
                        + " where envelope::jsonb->>'type' = 'customer.account.deleted.v1'")
                .mapTo(String.class)
                .list());
    }
}
