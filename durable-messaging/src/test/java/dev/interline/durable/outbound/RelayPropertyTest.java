package dev.interline.durable.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.Wakeup;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.outbound.ScriptedBroker.Killed;
import dev.interline.durable.outbound.ScriptedBroker.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The relay against a model: per key a list of what was committed, of which the topic holds a beginning, in its order. Two
 * processes relay; either can die, or go on after the other has taken its shards.
 */
class RelayPropertyTest {

    private static final Jdbi DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = Jdbi.create(DATABASE.open().getConnection());
    private static final Handle SLOW = DATABASE.open();
    private static final List<String> SHARDS =
            IntStream.range(0, Outbox.SHARDS).mapToObj(i -> "relay/" + i).toList();

    enum Act {
        APPEND,
        APPEND_TOO_LARGE,
        BEGIN_SLOW,
        COMMIT_SLOW,
        ROLL_SLOW_BACK,
        RELAY,
        RELAY_AND_DIE,
        RELAY_AND_BE_OVERTAKEN
    }

    /**
     * @param number which key, or which relay
     * @param place at which send or answer of the round something happens
     * @param seed decides what Kafka does in the round
     */
    record Step(Act act, int number, int place, long seed) {}

    private final Outbox outbox = new Outbox(() -> {});
    private ScriptedBroker kafka = new ScriptedBroker();
    private final Map<String, List<String>> committed = new TreeMap<>();
    private final Relay[] relays = new Relay[2];
    private @Nullable String slowKey;
    private @Nullable String slowId;
    private int messages;

    @BeforeTry
    void beginAnew() {
        JDBI.useHandle(handle -> {
            handle.execute("truncate outbox, published_message, dead_letter, lease");
            new Leases("any").declare(handle, SHARDS);
        });
        kafka = new ScriptedBroker();
        committed.clear();
        takeOver(0);
        takeOver(1);
    }

    @Property(tries = 80)
    void nothingIsSkippedAndEachKeyIsInOrder(@ForAll("histories") List<Step> history) throws InterruptedException {
        // When
        for (Step step : history) {
            String key = "k" + step.number();
            int relay = step.number() % 2;
            switch (step.act()) {
                case APPEND -> append("m", key);
                case APPEND_TOO_LARGE -> append(ScriptedBroker.TOO_LARGE, key);
                case BEGIN_SLOW -> beginSlow(key);
                case COMMIT_SLOW -> endSlow(true);
                case ROLL_SLOW_BACK -> endSlow(false);
                case RELAY -> relay(relay, step, () -> {});
                case RELAY_AND_DIE ->
                    relay(relay, step, () -> {
                        throw new Killed();
                    });
                case RELAY_AND_BE_OVERTAKEN ->
                    relay(relay, step, () -> {
                        takeOver(1 - relay);
                        round(1 - relay);
                    });
            }
            // Then
            whatIsMarkedIsOnTheTopic();
            eachKeyIsInOrder();
        }
        endSlow(true);
        kafka.recover();
        takeOver(0);
        while (relays[0].relayOnce() > 0) {
            whatIsMarkedIsOnTheTopic();
        }

        // Then
        assertThat(new HashSet<>(kafka.log())).isEqualTo(committedAndNotTooLarge());
        eachKeyIsInOrder();
        assertThat(ids("published_message"))
                .containsExactlyInAnyOrderElementsOf(
                        committed.values().stream().flatMap(List::stream).toList());
    }

    private void append(String prefix, String key) {
        // Who writes two messages for one key holds a row lock of its entity; the second waits for the first's commit.
        if (!key.equals(slowKey)) {
            String id = prefix + ++messages;
            JDBI.useTransaction(handle -> outbox.append(handle, List.of(TestMessages.outbox(id, key))));
            committed.computeIfAbsent(key, none -> new ArrayList<>()).add(id);
        }
    }

    private void beginSlow(String key) {
        if (slowKey == null) {
            slowKey = key;
            slowId = "slow" + ++messages;
            SLOW.begin();
            outbox.append(SLOW, List.of(TestMessages.outbox(slowId, key)));
        }
    }

    private void endSlow(boolean commit) {
        if (slowKey != null && slowId != null) {
            if (commit) {
                SLOW.commit();
                committed.computeIfAbsent(slowKey, none -> new ArrayList<>()).add(slowId);
            } else {
                SLOW.rollback();
            }
        }
        slowKey = null;
        slowId = null;
    }

    private void relay(int number, Step step, Runnable meanwhile) {
        kafka.script(step.seed(), Place.values()[(int) (step.seed() & 1)], step.place(), meanwhile);
        round(number);
    }

    private void round(int number) {
        try {
            relays[number].relayOnce();
        } catch (Killed killed) {
            relays[number] = relay(number);
        } catch (IllegalStateException notAcknowledged) {
            assertThat(notAcknowledged).hasMessageContaining("not acknowledged");
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The leases of all end by the database's clock, and this process is the first to ask anew. */
    private void takeOver(int number) {
        JDBI.useHandle(handle -> handle.execute("update lease set leased_until = '-infinity'"));
        relays[number] = relay(number);
    }

    private Relay relay(int number) {
        return new Relay(JDBI, new Leases("relay-" + number), kafka.producer(), new DeadLetters(), new Wakeup());
    }

    /** What is marked is on the topic or given up, and of each key it is a beginning. */
    private void whatIsMarkedIsOnTheTopic() {
        Set<String> known = new HashSet<>(kafka.log());
        known.addAll(JDBI.withHandle(handle -> handle.select("select message_id from dead_letter")
                .mapTo(String.class)
                .list()));
        List<String> marked = ids("published_message");
        assertThat(known).containsAll(marked);
        committed.forEach((key, ids) -> {
            List<Boolean> inOrder = ids.stream()
                    .filter(id -> !id.startsWith(ScriptedBroker.TOO_LARGE))
                    .map(marked::contains)
                    .toList();
            assertThat(inOrder).as("marked of %s: %s", key, inOrder).isSortedAccordingTo(Comparator.reverseOrder());
        });
    }

    /** The first appearances of a key's messages are a beginning of what was committed, in its order. */
    private void eachKeyIsInOrder() {
        Set<String> seen = new LinkedHashSet<>(kafka.log());
        committed.forEach((key, ids) -> {
            List<String> wanted = ids.stream()
                    .filter(id -> !id.startsWith(ScriptedBroker.TOO_LARGE))
                    .toList();
            List<String> appeared = seen.stream().filter(wanted::contains).toList();
            assertThat(appeared).as("messages of %s on the topic", key).isEqualTo(wanted.subList(0, appeared.size()));
        });
    }

    private Set<String> committedAndNotTooLarge() {
        Set<String> ids = new HashSet<>();
        committed.values().forEach(ids::addAll);
        ids.removeIf(id -> id.startsWith(ScriptedBroker.TOO_LARGE));
        return ids;
    }

    private static List<String> ids(String table) {
        return JDBI.withHandle(handle -> handle.select("select envelope::jsonb ->> 'id' from <table>")
                .define("table", table)
                .mapTo(String.class)
                .list());
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(6, Act.APPEND),
                                Tuple.of(1, Act.APPEND_TOO_LARGE),
                                Tuple.of(2, Act.BEGIN_SLOW),
                                Tuple.of(1, Act.COMMIT_SLOW),
                                Tuple.of(1, Act.ROLL_SLOW_BACK),
                                Tuple.of(2, Act.RELAY),
                                Tuple.of(1, Act.RELAY_AND_DIE),
                                Tuple.of(2, Act.RELAY_AND_BE_OVERTAKEN)),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.longs().between(0, 1_000))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }
}
