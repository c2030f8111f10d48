package dev.interline.durable.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Leases against a model: who holds each, for how many seconds more, and how often it has changed hands. Three processes
 * with a connection each; time is the database's and passes only when a step says so.
 */
class LeasesPropertyTest {

    private static final int LENGTH = 60;
    private static final String GROUP = "shard";
    private static final List<String> NAMES =
            IntStream.range(0, 5).mapToObj(i -> GROUP + "/" + i).toList();
    private static final Jdbi DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = Jdbi.create(DATABASE.open().getConnection());
    private static final List<Process> PROCESSES = List.of(new Process("a"), new Process("b"), new Process("c"));

    enum Act {
        ACQUIRE,
        ACQUIRE_WHILE_ANOTHER_HAS_NOT_COMMITTED,
        SHARE,
        SHARE_WHILE_ANOTHER_HAS_NOT_COMMITTED,
        RELEASE,
        LEAVE,
        PASS_TIME
    }

    /** @param subset which leases, as bits */
    record Step(Act act, int process, int subset, int seconds) {}

    private record Held(String owner, int seconds) {}

    private record Row(String owner, long token) {}

    private final Map<String, Held> model = new HashMap<>();
    private final Map<String, Integer> members = new HashMap<>();

    @BeforeTry
    void beginAnew() {
        model.clear();
        members.clear();
        JDBI.useHandle(handle -> {
            handle.execute("truncate lease");
            new Leases("any").declare(handle, NAMES);
        });
    }

    @Property(tries = 60)
    void aLeaseHasOneHolderAndItsTokenGrowsWhenItChangesHands(@ForAll("histories") List<Step> history) {
        for (Step step : history) {
            // Given
            Process process = PROCESSES.get(step.process());
            Process other = PROCESSES.get((step.process() + 1) % PROCESSES.size());
            List<String> names = IntStream.range(0, NAMES.size())
                    .filter(i -> (step.subset() >> i & 1) == 1)
                    .mapToObj(NAMES::get)
                    .toList();
            Map<String, Row> before = rows();

            // When
            switch (step.act()) {
                case ACQUIRE -> acquire(process, names, Set.of());
                case ACQUIRE_WHILE_ANOTHER_HAS_NOT_COMMITTED ->
                    process.handle.useTransaction(uncommitted -> {
                        List<String> first = acquire(process, names, Set.of());
                        acquire(other, NAMES, Set.copyOf(first));
                    });
                case SHARE -> share(process);
                case SHARE_WHILE_ANOTHER_HAS_NOT_COMMITTED ->
                    process.handle.useTransaction(uncommitted -> {
                        acquire(process, names, Set.of());
                        share(other);
                    });
                case RELEASE -> {
                    process.leases.release(process.handle, names);
                    names.forEach(name -> model.computeIfPresent(
                            name, (same, held) -> held.owner().equals(process.name) ? null : held));
                }
                case LEAVE -> {
                    process.leases.leave(process.handle, GROUP);
                    members.remove(process.name);
                }
                case PASS_TIME -> pass(step.seconds());
            }

            // Then
            Map<String, Row> after = rows();
            model.forEach((name, held) -> assertThat(after.get(name))
                    .extracting(Row::owner)
                    .as("owner of %s", name)
                    .isEqualTo(held.owner()));
            assertThat(live()).isEqualTo(model.keySet());
            after.forEach((name, row) -> {
                Row earlier = Objects.requireNonNull(before.get(name));
                boolean same = row.owner().equals(earlier.owner());
                assertThat(row.token()).as("token of %s", name).isEqualTo(earlier.token() + (same ? 0 : 1));
            });
        }
    }

    @Property(tries = 60)
    void whoLivesHasItsShareWithinTwoRounds(
            @ForAll("histories") List<Step> history, @ForAll("crowds") Set<Integer> alive) {
        // Given
        history.forEach(step -> {
            Process process = PROCESSES.get(step.process());
            switch (step.act()) {
                case PASS_TIME -> pass(step.seconds());
                case LEAVE -> process.leases.leave(process.handle, GROUP);
                default -> process.share();
            }
        });
        pass(LENGTH + 1);

        // When
        alive.forEach(number -> PROCESSES.get(number).share());
        alive.forEach(number -> PROCESSES.get(number).share());
        List<List<String>> shares =
                alive.stream().map(number -> PROCESSES.get(number).share()).toList();

        // Then
        assertThat(shares.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(shares).allSatisfy(share -> assertThat(share)
                .hasSizeLessThanOrEqualTo((NAMES.size() + alive.size() - 1) / alive.size()));
    }

    /** What it answers is what was free, expired or its own; not what another is just taking. */
    private List<String> acquire(Process process, List<String> names, Set<String> beingTaken) {
        List<String> taken = process.leases.acquire(process.handle, names, Duration.ofSeconds(LENGTH));
        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(names.stream()
                        .filter(name -> isFreeFor(process, name) && !beingTaken.contains(name))
                        .toList());
        taken.forEach(name -> model.put(name, new Held(process.name, LENGTH)));
        return taken;
    }

    private void share(Process process) {
        List<String> held = process.share();
        members.put(process.name, LENGTH);
        int fair = (NAMES.size() + members.size() - 1) / members.size();
        assertThat(held).hasSizeLessThanOrEqualTo(fair).allMatch(name -> isFreeFor(process, name));
        model.entrySet().removeIf(entry -> entry.getValue().owner().equals(process.name));
        held.forEach(name -> model.put(name, new Held(process.name, LENGTH)));
    }

    private boolean isFreeFor(Process process, String name) {
        Held held = model.get(name);
        return held == null || held.owner().equals(process.name);
    }

    private void pass(int seconds) {
        JDBI.useHandle(handle ->
                handle.execute("update lease set leased_until = leased_until - make_interval(secs => ?)", seconds));
        model.replaceAll((name, held) -> new Held(held.owner(), held.seconds() - seconds));
        model.values().removeIf(held -> held.seconds() <= 0);
        members.replaceAll((name, left) -> left - seconds);
        members.values().removeIf(left -> left <= 0);
    }

    private static Map<String, Row> rows() {
        return JDBI.withHandle(handle -> handle
                .createQuery("select name, owner, token from lease where name = any(:names)")
                .bindArray("names", String.class, NAMES)
                .map((rs, context) ->
                        Map.entry(rs.getString("name"), new Row(rs.getString("owner"), rs.getLong("token"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static Set<String> live() {
        return new HashSet<>(JDBI.withHandle(
                handle -> handle.createQuery("select name from lease where name = any(:names) and leased_until > now()")
                        .bindArray("names", String.class, NAMES)
                        .mapTo(String.class)
                        .list()));
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.of(Act.class),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(1, 31),
                        Arbitraries.of(20, 40, 61))
                .as(Step::new)
                .list()
                .ofMinSize(3)
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<Set<Integer>> crowds() {
        return Arbitraries.integers().between(0, 2).set().ofMinSize(1);
    }

    /** A process with its own connection. */
    private static final class Process {
        private final String name;
        private final Leases leases;
        private final Handle handle = DATABASE.open();

        Process(String name) {
            this.name = name;
            this.leases = new Leases(name);
        }

        /** In a transaction of its own, as the relay does. */
        List<String> share() {
            List<String> held = new ArrayList<>();
            handle.useTransaction(
                    same -> held.addAll(leases.acquireShare(same, GROUP, NAMES, Duration.ofSeconds(LENGTH))));
            return held;
        }
    }
}
