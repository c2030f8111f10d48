package dev.interline.durable.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jdbi.v3.core.Jdbi;

/**
 * The leases of lanes against a model: who claimed a lane last holds it, for as long as nobody claims it after the lease has
 * ended. Three workers, each of which can stop for any time and then go on with what it believes to hold.
 */
class LaneLeasePropertyTest {

    private static final Jdbi JDBI = TestDatabase.onOneConnection();
    private static final Intents INTENTS = new Intents(JDBI, 1);
    private static final CommandResults RESULTS = TestResults.of(JDBI);
    private static final long LENGTH = Lanes.LEASE.toSeconds();

    enum Act {
        ENQUEUE,
        CLAIM,
        CALL_THE_PROVIDER,
        FINISH,
        RESTART,
        PASS_TIME
    }

    record Step(Act act, int worker, int entity, int seconds) {}

    private record Held(int worker, long token, long seconds) {}

    private final Map<String, Deque<String>> waiting = new HashMap<>();
    private final Map<String, Held> holders = new HashMap<>();
    private final Map<String, Map<Integer, ClaimedCommand>> beliefs = new HashMap<>();
    private final List<String> finished = new ArrayList<>();
    private int commands;
    private int calls;

    @BeforeTry
    void beginAnew() {
        JDBI.useHandle(handle -> handle.execute("truncate lane, command, command_history, provider_call"));
        waiting.clear();
        holders.clear();
        beliefs.clear();
        finished.clear();
        calls = 0;
    }

    @Property(tries = 100)
    void onlyWhoClaimedALaneLastCallsAndRecords(@ForAll("histories") List<Step> history) {
        Lanes lanes = new Lanes(() -> {});
        for (Step step : history) {
            // Given
            String entity = "e" + step.entity();
            String lane = NewCommand.laneKey(TestMessages.CONNECTION, entity);

            // When, then
            switch (step.act()) {
                case ENQUEUE -> {
                    String id = "p" + ++commands;
                    JDBI.useTransaction(
                            handle -> lanes.enqueue(handle, List.of(TestMessages.command(id, entity, null))));
                    waiting.computeIfAbsent(lane, none -> new ArrayDeque<>()).add(id);
                }
                case CLAIM -> claim(step.worker());
                case CALL_THE_PROVIDER ->
                    believed(lane, step.worker()).ifPresent(command -> call(step.worker(), command));
                case FINISH -> believed(lane, step.worker()).ifPresent(command -> finish(step.worker(), command));
                case RESTART -> {
                    // The one before it may live after all: what it believes to hold stays in its memory.
                    JDBI.useTransaction(handle -> Lanes.releaseOwned(handle, "worker-" + step.worker()));
                    holders.replaceAll((of, held) ->
                            held.worker() == step.worker() ? new Held(held.worker(), held.token(), 0) : held);
                }
                case PASS_TIME -> pass(step.seconds());
            }
        }

        // Then
        assertThat(finished).doesNotHaveDuplicates();
        List<String> recorded = JDBI.withHandle(handle -> handle.select("select id from command_history")
                .mapTo(String.class)
                .list());
        assertThat(recorded).containsExactlyInAnyOrderElementsOf(finished);
        assertThat(TestDatabase.one(JDBI, "select count(*) from provider_call", Integer.class))
                .isEqualTo(calls);
    }

    private void claim(int worker) {
        List<ClaimedCommand> claimed = JDBI.inTransaction(
                handle -> LaneClaims.claim(handle, new LaneClaims.Demand("worker-" + worker, 2, 2, Map.of()))
                        .heads());
        for (ClaimedCommand command : claimed) {
            Held before = holders.get(command.laneKey());
            assertThat(before == null || before.seconds() <= 0)
                    .as("%s is free", command.laneKey())
                    .isTrue();
            assertThat(before == null || before.token() < command.leaseToken())
                    .as("the token of %s grows", command.laneKey())
                    .isTrue();
            assertThat(command.id())
                    .isEqualTo(Objects.requireNonNull(waiting.get(command.laneKey()))
                            .peek());
            holders.put(command.laneKey(), new Held(worker, command.leaseToken(), LENGTH));
            beliefs.computeIfAbsent(command.laneKey(), none -> new HashMap<>()).put(worker, command);
        }
        Set<String> taken =
                Set.copyOf(claimed.stream().map(ClaimedCommand::laneKey).toList());
        long free = waiting.entrySet().stream()
                .filter(lane -> !lane.getValue().isEmpty() && !taken.contains(lane.getKey()))
                .filter(lane -> !isHeld(lane.getKey()))
                .count();
        assertThat(claimed.size() == 2 || free == 0)
                .as("%s free lanes are left to wait", free)
                .isTrue();
    }

    private boolean isHeld(String lane) {
        Held held = holders.get(lane);
        return held != null && held.seconds() > 0;
    }

    private void call(int worker, ClaimedCommand command) {
        CommandAttempt attempt = new CommandAttempt(INTENTS, command);
        if (isLastClaim(command)) {
            attempt.begin("upsert", "UpsertKey", command.id(), "hash");
            calls++;
            holders.put(command.laneKey(), new Held(worker, command.leaseToken(), LENGTH));
        } else {
            assertThatThrownBy(() -> attempt.begin("upsert", "UpsertKey", command.id(), "hash"))
                    .isInstanceOf(LeaseLost.class);
        }
    }

    private void finish(int worker, ClaimedCommand command) {
        if (isLastClaim(command)) {
            record(command);
            finished.add(command.id());
            assertThat(Objects.requireNonNull(waiting.get(command.laneKey())).poll())
                    .isEqualTo(command.id());
            holders.put(command.laneKey(), new Held(worker, command.leaseToken(), 0));
        } else {
            assertThatThrownBy(() -> record(command)).isInstanceOf(LeaseLost.class);
        }
        Objects.requireNonNull(beliefs.get(command.laneKey())).remove(worker);
    }

    private static void record(ClaimedCommand command) {
        RESULTS.record(new CommandResults.Ended(
                new CommandAttempt(INTENTS, command), new Attempted.Succeeded(CommandOutcome.done(null)), true));
    }

    private boolean isLastClaim(ClaimedCommand command) {
        Held held = holders.get(command.laneKey());
        return held != null && held.token() == command.leaseToken();
    }

    private Optional<ClaimedCommand> believed(String lane, int worker) {
        return Optional.ofNullable(beliefs.getOrDefault(lane, Map.of()).get(worker));
    }

    private void pass(int seconds) {
        JDBI.useHandle(handle ->
                handle.execute("update lane set leased_until = leased_until - make_interval(secs => ?)", seconds));
        holders.replaceAll((lane, held) -> new Held(held.worker(), held.token(), held.seconds() - seconds));
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.of(
                                Act.ENQUEUE,
                                Act.ENQUEUE,
                                Act.CLAIM,
                                Act.CLAIM,
                                Act.CALL_THE_PROVIDER,
                                Act.FINISH,
                                Act.FINISH,
                                Act.RESTART,
                                Act.PASS_TIME),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(10, 31))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(50);
    }
}
