package dev.interline.durable.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.interline.canonical.BusinessSystem;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.Wakeup;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.DeadLetter;
import dev.interline.durable.failure.DeadLetterDesk;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.failure.RetrySchedule;
import dev.interline.durable.lane.ClaimedCommand;
import dev.interline.durable.lane.CommandHandler;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.durable.lane.CommandPolicy;
import dev.interline.durable.lane.Dispatcher;
import dev.interline.durable.lane.IntendedCall;
import dev.interline.durable.lane.LaneDesk;
import dev.interline.durable.lane.LanePolicy;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lane.Rehearsed;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.outbound.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a person does with commands that were given up or are done, on the real tables with a real dispatcher. */
class DeadLettersAndReplaysTest {

    private final Jdbi jdbi = TestDatabase.create();
    private final Wakeup wakeup = new Wakeup();
    private final Lanes lanes = new Lanes(wakeup::signal);
    private final LaneDesk laneDesk = new LaneDesk(lanes);
    private final DeadLetterDesk desk = new DeadLetterDesk(new Outbox(() -> {}), laneDesk);
    private final Replays replays =
            new Replays(List.of(new CommandReplay(laneDesk), new DeadLetterReplay(desk)), new Wakeup());
    private final ReplayRunner runner = new ReplayRunner(jdbi, new Leases("test"), replays, new Wakeup());
    private final List<Dispatcher> started = new ArrayList<>();
    private final Set<String> rejected = ConcurrentHashMap.newKeySet();
    private final List<String> effects = Collections.synchronizedList(new ArrayList<>());
    private LanePolicy policy = LanePolicy.SKIP_AND_RECONCILE;

    @AfterEach
    void stop() {
        started.forEach(Dispatcher::close);
    }

    @Test
    void aGivenUpCommandThatBlocksItsLaneKeepsItsPlaceUntilAPersonRetriesIt() {
        // Given
        policy = LanePolicy.BLOCK;
        rejected.add("c1");
        enqueue("c1", "e1");
        enqueue("c2", "e1");
        enqueue("other", "e2");
        dispatch();
        await().until(() -> effects.contains("other") && letter("c1").isPresent());

        // When
        rejected.clear();
        Optional<String> refusal = retry("c1", null);

        // Then
        assertThat(refusal).isEmpty();
        await().until(() -> effects.contains("c2"));
        assertThat(effects).containsSubsequence("c1", "c2");
        await().until(() -> letter("c1").map(DeadLetter::state).equals(Optional.of(DeadLetter.State.RESOLVED)));
    }

    @Test
    void discardingWhatBlocksALaneLetsItGoOn() {
        // Given
        policy = LanePolicy.BLOCK;
        rejected.add("c1");
        enqueue("c1", "e1");
        enqueue("c2", "e1");
        dispatch();
        await().until(() -> letter("c1").isPresent());

        // When
        Optional<String> refusal =
                jdbi.inTransaction(handle -> desk.discard(handle, letter("c1").orElseThrow(), "tester", "not needed"));

        // Then
        assertThat(refusal).isEmpty();
        await().until(() -> effects.contains("c2"));
        assertThat(effects).doesNotContain("c1");
        assertThat(stateInHistory("c1")).isEqualTo("DISCARDED");
    }

    @Test
    void aRetryThatFailsAgainOpensTheSameDeadLetterAgain() {
        // Given
        rejected.add("c1");
        enqueue("c1", "e1");
        dispatch();
        await().until(() -> letter("c1").isPresent());
        assertThat(letter("c1").orElseThrow().attempts()).containsOnlyOnce("TEST-1");

        // When
        retry("c1", null);

        // Then
        await().until(() -> letter("c1").orElseThrow().occurrences() == 2);
        assertThat(letter("c1").orElseThrow().state()).isEqualTo(DeadLetter.State.OPEN);
        assertThat(letter("c1").orElseThrow().attempts()).contains("TEST-1");
    }

    @Test
    void whatIsNotOpenCannotBeRetriedOrDiscarded() {
        // Given
        rejected.add("c1");
        enqueue("c1", "e1");
        dispatch();
        await().until(() -> letter("c1").isPresent());
        jdbi.useTransaction(handle -> desk.discard(handle, letter("c1").orElseThrow(), "tester", "not needed"));

        // Then
        assertThat(retry("c1", null)).hasValue("it is DISCARDED, not OPEN");
        Optional<String> again =
                jdbi.inTransaction(handle -> desk.discard(handle, letter("c1").orElseThrow(), "tester", "again"));
        assertThat(again).hasValue("it is DISCARDED, not OPEN");
    }

    @Test
    void aReplayedCommandHasTheEffectIdOfTheFirstTimeAndAForcedOneItsOwn() {
        // Given
        List<String> effectIds = Collections.synchronizedList(new ArrayList<>());
        enqueue("c1", "e1");
        dispatch(attempt -> {
            effectIds.add(attempt.command().effectId());
            return CommandOutcome.done(null);
        });
        await().until(() -> stateInHistory("c1").equals("DONE"));

        // When
        Replay first = start(ReplayMode.REPLAY, Filter.ofIds(List.of("c1")));
        runToEnd(first);
        await().until(() -> effectIds.size() == 2);
        Replay second = start(ReplayMode.FORCE_NEW_EFFECT, Filter.ofIds(List.of("c1")));
        runToEnd(second);
        await().until(() -> effectIds.size() == 3);

        // Then
        assertThat(effectIds.get(0)).isEqualTo("c1");
        assertThat(effectIds.get(1)).isEqualTo("c1");
        assertThat(effectIds.get(2)).isNotEqualTo("c1");
    }

    @Test
    void aDryRunHasNoEffectTellsNobodyAndReportsTheCall() {
        // Given
        enqueue("c1", "e1");
        dispatch(attempt -> {
            if (attempt.isDryRun()) {
                assertThatThrownBy(() -> attempt.begin("create-thing", "UpsertKey", "key", "hash"))
                        .isInstanceOf(IllegalStateException.class);
                throw new Rehearsed(new IntendedCall(
                        "create-thing",
                        "POST /things",
                        new TreeMap<>(Map.of("plan", new IntendedCall.Difference("pro", "free"))),
                        "it would change"));
            }
            effects.add(attempt.command().id());
            return CommandOutcome.done(null);
        });
        await().until(() -> stateInHistory("c1").equals("DONE"));
        long messages = outbox();

        // When
        Replay replay = start(ReplayMode.DRY_RUN, Filter.ofIds(List.of("c1")));
        runToEnd(replay);

        // Then
        await().until(() -> !findings(replay).isEmpty());
        assertThat(findings(replay)).singleElement().satisfies(finding -> assertThat(finding.detail())
                .contains("would call create-thing (POST /things)")
                .contains("plan: \"pro\" -> \"free\""));
        assertThat(effects).containsExactly("c1");
        assertThat(outbox()).isEqualTo(messages);
    }

    @Test
    void aReplayGoesOnWhereItWasWhenItsProcessDies() {
        // Given
        for (int i = 0; i < 25; i++) {
            enqueue("c" + i, "e" + i);
        }
        dispatch();
        await().until(() -> done() == 25);
        Replay replay = start(ReplayMode.REPLAY, Filter.all());

        // When
        runner.chunk(replay.id(), 10);
        ReplayRunner heir = new ReplayRunner(jdbi, new Leases("heir"), replays, new Wakeup());
        heir.chunk(replay.id(), 10);
        heir.chunk(replay.id(), 10);
        heir.chunk(replay.id(), 10);

        // Then
        await().until(() -> effects.size() == 50);
        assertThat(effects).doesNotHaveDuplicates();
        assertThat(find(replay).state()).isEqualTo(Replay.State.DONE);
        assertThat(find(replay).replayed()).isEqualTo(25);
    }

    @Test
    void twoReplaysOfTheSameRowsAndASecondCancelAreRefused() {
        // Given
        enqueue("c1", "e1");
        dispatch();
        await().until(() -> done() == 1);
        Replay replay = start(ReplayMode.REPLAY, Filter.all());

        // Then
        assertThatThrownBy(() -> start(ReplayMode.REPLAY, Filter.all()))
                .isInstanceOf(ReplayRefused.class)
                .hasMessageContaining(replay.id());
        jdbi.useTransaction(handle -> replays.cancel(handle, replay.id()));
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> replays.cancel(handle, replay.id())))
                .isInstanceOf(ReplayRefused.class)
                .hasMessageContaining("is CANCELLED");
        runner.chunk(replay.id(), 10);
        assertThat(find(replay).taken()).isZero();
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> replays.cancel(handle, "rpl_unknown")))
                .isInstanceOf(ReplayRefused.class)
                .hasMessageContaining("no replay");
    }

    @Test
    void whatMatchesNothingIsRefused() {
        assertThatThrownBy(() -> start(ReplayMode.REPLAY, Filter.ofIds(List.of("nothing"))))
                .isInstanceOf(ReplayRefused.class)
                .hasMessageContaining("Nothing matches");
    }

    @Test
    void anUnknownOutcomeStaysOneWhenAPersonRetries() {
        // Given
        List<Boolean> wasInFlight = Collections.synchronizedList(new ArrayList<>());
        enqueue("c1", "e1");
        dispatch(attempt -> {
            wasInFlight.add(attempt.command().wasInFlight());
            if (wasInFlight.size() == 1) {
                attempt.begin("create-thing", "AtMostOncePark", "key", "hash");
                throw new FailureException(Failure.of(FailureKind.REJECTED, "TEST-1", "as the test wants"));
            }
            return CommandOutcome.done(null);
        });
        await().until(() -> letter("c1").isPresent());

        // When
        retry("c1", null);

        // Then
        await().until(() -> wasInFlight.size() == 2);
        assertThat(wasInFlight).containsExactly(false, true);
    }

    private void enqueue(String id, String entity) {
        jdbi.useTransaction(handle -> lanes.enqueue(handle, List.of(TestMessages.command(id, entity, null))));
    }

    private long done() {
        return TestDatabase.one(jdbi, "select count(*) from command_history where state = 'DONE'", Long.class);
    }

    private void dispatch() {
        dispatch(attempt -> {
            ClaimedCommand command = attempt.command();
            if (rejected.contains(command.id())) {
                throw new FailureException(Failure.of(FailureKind.REJECTED, "TEST-1", "as the test wants"));
            }
            effects.add(command.id());
            return CommandOutcome.done(null);
        });
    }

    private void dispatch(CommandHandler handler) {
        RetrySchedule retries = new RetrySchedule(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofHours(1));
        Dispatcher dispatcher = new Dispatcher(
                jdbi,
                new Outbox(() -> {}),
                new DeadLetters(),
                handler,
                new Dispatcher.Settings(
                        BusinessSystem.CRM,
                        "test",
                        4,
                        type -> new CommandPolicy(retries, policy),
                        ConnectionBreaker.Thresholds.DEFAULT),
                wakeup,
                Clock.systemUTC());
        started.add(dispatcher);
        dispatcher.start();
    }

    private Optional<DeadLetter> letter(String messageId) {
        return jdbi.withHandle(handle -> desk.list(handle, Filter.all(), null, 100).stream()
                .filter(letter -> letter.messageId().equals(messageId))
                .findFirst());
    }

    private Optional<String> retry(String messageId, @org.jspecify.annotations.Nullable ReplayMark mark) {
        return jdbi.inTransaction(handle -> desk.retry(handle, letter(messageId).orElseThrow(), "tester", mark));
    }

    private Replay start(ReplayMode mode, Filter filter) {
        return jdbi.inTransaction(handle -> replays.create(
                handle, new ReplayRequest(ReplaySource.Kind.COMMANDS, mode, filter, 100, null, "test"), "tester"));
    }

    private void runToEnd(Replay replay) {
        while (find(replay).state() == Replay.State.RUNNING) {
            runner.chunk(replay.id(), 50);
        }
    }

    private Replay find(Replay replay) {
        return jdbi.inTransaction(handle -> Replays.find(handle, replay.id()));
    }

    private List<ReplayFindings.Finding> findings(Replay replay) {
        return jdbi.withHandle(handle -> ReplayFindings.of(handle, replay.id(), 0, 100));
    }

    private String stateInHistory(String id) {
        return jdbi.withHandle(handle -> handle.select("select state from command_history where id = ?", id)
                .mapTo(String.class)
                .findOne()
                .orElse(""));
    }

    private long outbox() {
        return TestDatabase.one(jdbi, "select count(*) from outbox", Long.class);
    }
}
