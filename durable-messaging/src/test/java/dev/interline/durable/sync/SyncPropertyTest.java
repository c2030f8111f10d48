package dev.interline.durable.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.TenantId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.Wakeup;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.outbound.Outbox;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jdbi.v3.core.Jdbi;

/**
 * Pages, deaths, other replicas and changes of records in any order. A record that changes while a pass is under way moves
 * out of its window; many have one time, so that pages end among equals.
 */
class SyncPropertyTest {

    private static final Jdbi JDBI = TestDatabase.onOneConnection();
    private static final String STANDING = Syncs.idOf(ListedRecords.CONNECTION, ListedRecords.RESOURCE);
    private static final int RECORDS = 12;

    /** Time stands on its own here: so far before now that no pass' end is before it. */
    private final Instant start = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    enum Act {
        CHANGE,
        CHANGE_AND_WEBHOOK,
        PAGE,
        PAGE_OF_ANOTHER_REPLICA,
        PAGE_THEN_DIE_BEFORE_COMMIT,
        FAIL,
        OVERTAKEN
    }

    record Step(Act act, int record) {}

    @Property(tries = 80)
    void theLastVersionOfEveryRecordIsToldAndNoVersionTwice(@ForAll("histories") List<Step> history) {
        // Given
        JDBI.useHandle(handle -> handle.execute("truncate sync, known_record, lease, outbox, provider_event,"
                + " webhook_delivery, connection_pause, connection_breaker"));
        ListedRecords provider = new ListedRecords(3);
        Syncs syncs = new Syncs(new Wakeup());
        WebhookStore store = new WebhookStore(JDBI, new Outbox(() -> {}), new Lanes(() -> {}));
        SyncRunner one = runner("one", provider, syncs, store);
        SyncRunner two = runner("two", provider, syncs, store);
        JDBI.useTransaction(handle -> syncs.declare(
                handle,
                ListedRecords.CONNECTION,
                new TenantId("acme"),
                ListedRecords.RESOURCE,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5)));
        JDBI.useHandle(handle -> handle.createUpdate("update sync set complete_until = :start")
                .bind("start", Timestamp.from(start))
                .execute());
        Map<String, Integer> versions = new HashMap<>();

        // When
        int clock = 0;
        for (Step step : history) {
            String id = "r" + step.record();
            provider.whileReading(() -> {});
            switch (step.act()) {
                case CHANGE, CHANGE_AND_WEBHOOK -> {
                    // Two changes of different records share a time.
                    Instant at = start.plusSeconds(clock++ / 4);
                    if (versions.merge(id + at, 1, Integer::sum) == 1) {
                        provider.change(id, at);
                        if (step.act() == Act.CHANGE_AND_WEBHOOK) {
                            assertThat(store.store(List.of(ListedRecords.webhook(id, at))))
                                    .hasSize(1);
                        }
                    }
                }
                case PAGE -> page(one);
                case PAGE_OF_ANOTHER_REPLICA -> {
                    expireLeases();
                    page(two);
                }
                case PAGE_THEN_DIE_BEFORE_COMMIT -> {
                    provider.whileReading(() -> {
                        throw new AssertionError("killed");
                    });
                    try {
                        page(one);
                    } catch (AssertionError killed) {
                        expireLeases();
                    }
                }
                case FAIL -> {
                    provider.failWith(ListedRecords.refused(
                            step.record() % 2 == 0 ? FailureKind.UNAVAILABLE : FailureKind.REJECTED));
                    page(one);
                }
                case OVERTAKEN -> {
                    provider.whileReading(() -> {
                        provider.whileReading(() -> {});
                        expireLeases();
                        page(two);
                    });
                    page(one);
                }
            }
        }
        provider.whileReading(() -> {});
        endThePass(one);
        beginAPass();
        endThePass(one);

        // Then
        List<String> told = JDBI.withHandle(handle -> handle.select("select envelope::jsonb->>'id' from outbox")
                .mapTo(String.class)
                .list());
        Set<String> last = new TreeSet<>();
        provider.all().forEach((id, at) -> last.add("evt_" + id + "@" + at));
        assertThat(told).doesNotHaveDuplicates().containsAll(last);
    }

    private static void page(SyncRunner runner) {
        JDBI.useHandle(handle -> handle.execute("update sync set due_at = now()"));
        runner.step(STANDING);
    }

    private static void endThePass(SyncRunner runner) {
        expireLeases();
        for (int i = 0; i < 100; i++) {
            page(runner);
            boolean over = TestDatabase.one(JDBI, "select window_until is null from sync", Boolean.class);
            if (over) {
                return;
            }
        }
        throw new AssertionError("the pass does not end");
    }

    /** The provider's times are long past, so the next pass is told to read all of them again. */
    private void beginAPass() {
        JDBI.useHandle(handle -> handle.createUpdate("update sync set complete_until = :start, due_at = now()")
                .bind("start", Timestamp.from(start))
                .execute());
    }

    private static void expireLeases() {
        JDBI.useHandle(handle -> handle.execute("update lease set leased_until = '-infinity'"));
    }

    private static SyncRunner runner(String replica, ListedRecords provider, Syncs syncs, WebhookStore store) {
        return new SyncRunner(
                JDBI,
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

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.of(Act.class), Arbitraries.integers().between(0, RECORDS))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }
}
