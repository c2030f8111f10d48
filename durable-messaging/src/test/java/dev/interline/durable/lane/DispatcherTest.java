package dev.interline.durable.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interline.canonical.BusinessSystem;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.Wakeup;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.failure.RetrySchedule;
import dev.interline.durable.outbound.Outbox;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private final Jdbi jdbi = TestDatabase.create();
    private final Wakeup wakeup = new Wakeup();
    private final Lanes lanes = new Lanes(wakeup::signal);
    private final List<Dispatcher> started = new ArrayList<>();
    private LanePolicy policy = LanePolicy.SKIP_AND_RECONCILE;
    private Clock clock = Clock.systemUTC();

    @AfterEach
    void stop() {
        started.forEach(Dispatcher::close);
    }

    @Test
    void commandsOfOneEntityRunInTheirOrderAndEachOnce() {
        // Given
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        enqueue("c1", "e1", null);
        enqueue("c2", "e1", null);
        enqueue("c3", "e1", null);

        // When
        dispatcher("one", 4, attempt -> {
            done.add(attempt.command().id());
            return CommandOutcome.done(null);
        });

        // Then
        await().untilAsserted(() -> assertThat(states()).containsOnly("DONE"));
        assertThat(done).containsExactly("c1", "c2", "c3");
        assertThat(results()).isEqualTo(3);
    }

    @Test
    void anEntityThatFailsDoesNotDelayAnother() {
        // Given
        enqueue("bad", "e1", null);
        enqueue("good", "e2", null);

        // When
        dispatcher("one", 4, attempt -> {
            if (attempt.command().id().equals("bad")) {
                throw failure(FailureKind.UNAVAILABLE);
            }
            return CommandOutcome.done(null);
        });

        // Then
        await().untilAsserted(() -> assertThat(state("good")).isEqualTo("DONE"));
        assertThat(state("bad")).isEqualTo("PENDING");
    }

    @Test
    void whatIsRejectedBecomesADeadLetterAndTheLaneGoesOn() {
        // Given
        enqueue("bad", "e1", null);
        enqueue("next", "e1", null);

        // When
        dispatcher("one", 2, attempt -> {
            if (attempt.command().id().equals("bad")) {
                throw failure(FailureKind.REJECTED);
            }
            return CommandOutcome.done(null);
        });

        // Then
        await().untilAsserted(() -> assertThat(state("next")).isEqualTo("DONE"));
        assertThat(state("bad")).isEqualTo("DEAD");
        assertThat(TestDatabase.one(jdbi, "select count(*) from dead_letter", Long.class))
                .isEqualTo(1);
        assertThat(TestDatabase.one(jdbi, "select dirty_for[1] from lane", String.class))
                .isEqualTo("bad");
    }

    @Test
    void throttlingMakesTheCommandWaitCostsNoAttemptAndRestsNoOther() {
        // Given
        AtomicInteger calls = new AtomicInteger();
        enqueue("c1", "e1", null);

        // When
        dispatcher("one", 2, attempt -> {
            if (calls.incrementAndGet() == 1) {
                throw new FailureException(
                        new Failure(FailureKind.THROTTLED, "TEST-429", "wait", Duration.ofMillis(300)));
            }
            return CommandOutcome.done(null);
        });

        // Then
        await().untilAsserted(() -> assertThat(state("c1")).isEqualTo("DONE"));
        assertThat(TestDatabase.one(jdbi, "select attempts from command_history", Integer.class))
                .isEqualTo(1);
        assertThat(TestDatabase.one(jdbi, "select count(*) from connection_pause", Long.class))
                .isZero();
    }

    @Test
    void aProviderThatIsDownIsLeftAloneUntilItAnswersAndOnlyRealAttemptsCount() {
        // Given
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicInteger failures = new AtomicInteger();
        for (int i = 0; i < 40; i++) {
            enqueue("c" + i, "e" + i, null);
        }
        dispatcher("one", 4, attempt -> {
            if (down.get()) {
                failures.incrementAndGet();
                throw failure(FailureKind.UNAVAILABLE);
            }
            return CommandOutcome.done(null);
        });
        await().untilAsserted(() -> assertThat(TestDatabase.one(
                        jdbi, "select count(*) from connection_breaker where open_until is not null", Long.class))
                .isEqualTo(1));

        // When
        down.set(false);

        // Then
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        TestDatabase.one(jdbi, "select count(*) from command_history where state = 'DONE'", Long.class))
                .isEqualTo(40));
        assertThat(TestDatabase.one(jdbi, "select sum(attempts) from command_history", Integer.class))
                .isEqualTo(40 + failures.get());
        assertThat(TestDatabase.one(jdbi, "select count(*) from connection_breaker", Long.class))
                .isZero();
    }

    @Test
    void refusedCredentialsRestTheConnectionAndCostNoAttempt() {
        // Given
        enqueue("c1", "e1", null);

        // When
        dispatcher("one", 2, attempt -> {
            throw failure(FailureKind.UNAUTHORIZED);
        });

        // Then
        await().untilAsserted(() -> assertThat(TestDatabase.one(
                        jdbi, "select count(*) from connection_pause where paused_until > now()", Long.class))
                .isEqualTo(1));
        assertThat(TestDatabase.one(
                        jdbi,
                        "select count(*) from command where attempts = 0 and first_attempt_at is null",
                        Long.class))
                .isEqualTo(1);
    }

    @Test
    void anOutcomeNobodyCanTellIsParkedAndNeverRepeated() {
        // Given
        AtomicInteger calls = new AtomicInteger();
        enqueue("c1", "e1", null);

        // When
        dispatcher("one", 2, attempt -> {
            calls.incrementAndGet();
            throw new UnresolvedOutcome("TEST-3999", "create-thing");
        });

        // Then
        await().untilAsserted(() -> assertThat(state("c1")).isEqualTo("UNKNOWN"));
        assertThat(calls).hasValue(1);
    }

    @Test
    void aCallBegunByAWorkerThatDiedIsKnownToTheNextOne() {
        // Given
        enqueue("c1", "e1", null);
        ClaimedCommand claimed = claim("dead-worker");
        try (Intents intents = new Intents(jdbi, 1)) {
            new CommandAttempt(intents, claimed).begin("create-thing", "NativeKey", "key", "hash");
        }
        expireLeases();
        List<Boolean> wasInFlight = Collections.synchronizedList(new ArrayList<>());

        // When
        dispatcher("heir", 2, attempt -> {
            wasInFlight.add(attempt.command().wasInFlight());
            return CommandOutcome.done(null);
        });

        // Then
        await().untilAsserted(() -> assertThat(state("c1")).isEqualTo("DONE"));
        assertThat(wasInFlight).containsExactly(true);
    }

    @Test
    void aRestartedProcessNeedNotWaitForItsOwnLeases() {
        // Given
        enqueue("c1", "e1", null);
        claim("same-name");

        // When
        dispatcher("same-name", 1, attempt -> CommandOutcome.done(null));

        // Then
        await().atMost(Lanes.LEASE.dividedBy(3))
                .untilAsserted(() -> assertThat(state("c1")).isEqualTo("DONE"));
    }

    @Test
    void aWorkerThatWasAsleepPastItsLeaseCanRecordNothing() throws InterruptedException {
        // Given
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch takenOver = new CountDownLatch(1);
        AtomicInteger sleepersCalls = new AtomicInteger();
        enqueue("c1", "e1", null);
        dispatcher("sleeper", 1, attempt -> {
            if (sleepersCalls.incrementAndGet() == 1) {
                atWork.countDown();
                awaitQuietly(takenOver);
                throw failure(FailureKind.REJECTED);
            }
            return CommandOutcome.done(null);
        });
        atWork.await();
        expireLeases();

        // When
        ClaimedCommand taken = claim("heir");
        takenOver.countDown();
        started.forEach(Dispatcher::close);

        // Then
        assertThat(taken.id()).isEqualTo("c1");
        assertThat(state("c1")).isEqualTo("PENDING");
        assertThat(TestDatabase.one(jdbi, "select count(*) from dead_letter", Long.class))
                .isZero();
    }

    @Test
    void aNewerFullStateTakesThePlaceOfOnesNotYetBegun() {
        // Given
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        enqueue("old", "e1", "upsert");
        jdbi.useTransaction(handle -> lanes.enqueue(handle, List.of(TestMessages.commandOfAnotherType("other", "e1"))));
        enqueue("new", "e1", "upsert");

        // When
        dispatcher("one", 1, attempt -> {
            done.add(attempt.command().id());
            return CommandOutcome.done(null);
        });

        // Then
        await().untilAsserted(() -> assertThat(done).containsExactly("new", "other"));
        assertThat(state("old")).isEqualTo("SUPERSEDED");
    }

    @Test
    void aCommandThatIsSupersededWhileItIsClaimedSendsNothingAndLeavesNothing() {
        // Given
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch superseded = new CountDownLatch(1);
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        enqueue("old", "e1", "upsert");
        dispatcher("one", 1, attempt -> {
            claimed.countDown();
            awaitQuietly(superseded);
            attempt.begin("upsert-thing", "UpsertKey", "key", "hash");
            sent.add(attempt.command().id());
            throw failure(FailureKind.REJECTED);
        });
        awaitQuietly(claimed);

        // When
        enqueue("new", "e1", "upsert");
        superseded.countDown();

        // Then
        await().untilAsserted(() -> assertThat(state("new")).isEqualTo("DEAD"));
        assertThat(sent).containsExactly("new");
        assertThat(state("old")).isEqualTo("SUPERSEDED");
        assertThat(TestDatabase.one(jdbi, "select message_id from dead_letter", String.class))
                .isEqualTo("new");
    }

    @Test
    void twoReplicasShareTheWorkAndDoNothingTwice() {
        // Given
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 200; i++) {
            enqueue("c" + i, "e" + i % 20, null);
        }
        CommandHandler handler = attempt -> {
            done.add(attempt.command().id());
            return CommandOutcome.done(null);
        };

        // When
        dispatcher("one", 4, handler);
        dispatcher("two", 4, handler);

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(states()).containsOnly("DONE"));
        assertThat(done).hasSize(200).doesNotHaveDuplicates();
        for (int entity = 0; entity < 20; entity++) {
            int of = entity;
            assertThat(done.stream()
                            .map(id -> Integer.parseInt(id.substring(1)))
                            .filter(number -> number % 20 == of))
                    .isSorted();
        }
    }

    @Test
    void aDatabaseThatIsAwayForAWhileCostsNoWorker() {
        // Given
        AtomicInteger connections = new AtomicInteger();
        Jdbi away = Jdbi.create(() -> {
            int number = connections.incrementAndGet();
            // The first takes lanes back; those after it look after the breaker, and there are more of them than
            // workers.
            if (number > 1 && number < 5) {
                throw new SQLException("the database is away", "08001");
            }
            return jdbi.open().getConnection();
        });
        enqueue("c1", "e1", null);

        // When
        dispatcher(away, "one", 1, attempt -> CommandOutcome.done(null));

        // Then
        await().untilAsserted(() -> assertThat(state("c1")).isEqualTo("DONE"));
    }

    @Test
    void aClockThatJumpsGivesNothingUpAndStopsNothing() {
        // Given
        JumpingClock jumping = new JumpingClock();
        clock = jumping;
        AtomicInteger attempts = new AtomicInteger();
        enqueue("c1", "e1", null);

        // When
        dispatcher("one", 1, attempt -> {
            int number = attempts.incrementAndGet();
            jumping.ahead = Duration.ofDays(number == 1 ? 400 : -400);
            if (number < 3) {
                throw failure(FailureKind.UNAVAILABLE);
            }
            return CommandOutcome.done(null);
        });
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(state("c1")).isEqualTo("DONE"));
        enqueue("c2", "e2", null);

        // Then
        await().untilAsserted(() -> assertThat(state("c2")).isEqualTo("DONE"));
        assertThat(attempts).hasValue(4);
    }

    private void enqueue(String id, String entity, @org.jspecify.annotations.Nullable String coalesceKey) {
        jdbi.useTransaction(handle -> lanes.enqueue(handle, List.of(TestMessages.command(id, entity, coalesceKey))));
    }

    private ClaimedCommand claim(String owner) {
        return jdbi.inTransaction(handle -> Lanes.claim(handle, owner, 1)).getFirst();
    }

    private void expireLeases() {
        jdbi.useHandle(handle -> handle.execute("update lane set leased_until = now() - interval '1 second'"));
    }

    private void dispatcher(String owner, int workers, CommandHandler handler) {
        dispatcher(jdbi, owner, workers, handler);
    }

    private void dispatcher(Jdbi database, String owner, int workers, CommandHandler handler) {
        RetrySchedule retries = new RetrySchedule(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofHours(1));
        Dispatcher dispatcher = new Dispatcher(
                database,
                new Outbox(() -> {}),
                new DeadLetters(),
                handler,
                new Dispatcher.Settings(
                        BusinessSystem.CRM,
                        owner,
                        workers,
                        type -> new CommandPolicy(retries, policy),
                        ConnectionBreaker.Thresholds.DEFAULT),
                wakeup,
                clock);
        started.add(dispatcher);
        dispatcher.start();
    }

    /** A clock of a process that somebody sets. */
    private static final class JumpingClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    private static FailureException failure(FailureKind kind) {
        return new FailureException(Failure.of(kind, "TEST-1", "as the test wants"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private String state(String id) {
        return jdbi.withHandle(handle -> handle.select(
                        "select state from command where id = ? union all select state from command_history where id = ?",
                        id,
                        id)
                .mapTo(String.class)
                .one());
    }

    private List<String> states() {
        return jdbi.withHandle(
                handle -> handle.select("select state from command union all select state from command_history")
                        .mapTo(String.class)
                        .list());
    }

    private int results() {
        return TestDatabase.one(jdbi, "select count(*) from outbox where topic = 'crm.results.v1'", Integer.class);
    }
}
