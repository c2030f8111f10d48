package dev.interline.durable.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jdbi.v3.core.Jdbi;

/** Lanes against a model: a queue per entity of which only the head may be held, by one holder. */
class LaneOrderPropertyTest {

    private static final Jdbi JDBI = TestDatabase.create();
    private int commands;

    enum Act {
        ENQUEUE,
        CLAIM,
        FINISH,
        FAIL,
        DIE
    }

    record Step(Act act, int entity) {}

    @Property(tries = 60)
    void onlyHeadsAreClaimedInOrderAndOnce(@ForAll("histories") List<Step> history) {
        // Given
        JDBI.useHandle(handle -> handle.execute("truncate lane, command, command_history, provider_call"));
        Lanes lanes = new Lanes(() -> {});
        Map<String, Deque<String>> model = new HashMap<>();
        Map<String, ClaimedCommand> held = new HashMap<>();
        List<String> finished = new ArrayList<>();

        // When
        for (Step step : history) {
            String entity = "e" + step.entity();
            switch (step.act()) {
                case ENQUEUE -> {
                    String id = "p" + ++commands;
                    JDBI.useTransaction(
                            handle -> lanes.enqueue(handle, List.of(TestMessages.command(id, entity, null))));
                    model.computeIfAbsent(entity, key -> new ArrayDeque<>()).add(id);
                }
                case CLAIM -> {
                    List<ClaimedCommand> claimed = JDBI.inTransaction(handle -> Lanes.claim(handle, "model", 2));
                    Set<String> claimedLanes = new HashSet<>();
                    for (ClaimedCommand command : claimed) {
                        String of = command.envelope().subject();
                        // Then
                        assertThat(held).doesNotContainKey(of);
                        assertThat(claimedLanes.add(of)).isTrue();
                        assertThat(command.id())
                                .isEqualTo(model.getOrDefault(of, new ArrayDeque<>())
                                        .peek());
                        held.put(of, command);
                    }
                }
                case FINISH -> {
                    ClaimedCommand command = held.remove(entity);
                    if (command != null) {
                        settle(command, true);
                        finished.add(command.id());
                        model.getOrDefault(entity, new ArrayDeque<>()).poll();
                    }
                }
                case FAIL -> {
                    ClaimedCommand command = held.remove(entity);
                    if (command != null) {
                        settle(command, false);
                    }
                }
                case DIE -> {
                    if (held.remove(entity) != null) {
                        JDBI.useHandle(handle -> handle.createUpdate(
                                        "update lane set leased_until = '-infinity' where lane_key = :lane")
                                .bind("lane", NewCommand.laneKey(TestMessages.CONNECTION, entity))
                                .execute());
                    }
                }
            }
        }

        // Then
        long waiting = TestDatabase.one(JDBI, "select count(*) from command", Long.class);
        assertThat(waiting)
                .isEqualTo(model.values().stream().mapToLong(Deque::size).sum());
        assertThat(finished).doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.of(
                                Act.ENQUEUE,
                                Act.ENQUEUE,
                                Act.CLAIM,
                                Act.CLAIM,
                                Act.FINISH,
                                Act.FINISH,
                                Act.FAIL,
                                Act.DIE),
                        Arbitraries.integers().between(0, 3))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    private static void settle(ClaimedCommand command, boolean done) {
        JDBI.useTransaction(handle -> {
            assertThat(Lanes.lockHeld(handle, List.of(new Lanes.Held(command.laneKey(), command.leaseToken()))))
                    .containsOnlyKeys(command.laneKey());
            if (done) {
                Commands.finish(handle, command.id(), "DONE");
            } else {
                Commands.postpone(
                        handle,
                        command,
                        "PENDING",
                        Failure.of(FailureKind.UNAVAILABLE, "TEST-1", "as the model wants"),
                        Duration.ZERO,
                        true);
            }
            Lanes.release(handle, List.of(command.laneKey()));
        });
    }
}
