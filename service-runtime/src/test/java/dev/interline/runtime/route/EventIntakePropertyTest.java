package dev.interline.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.message.Envelope;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.inbound.Inbox;
import dev.interline.durable.outbound.Outbox;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What is read from a topic against a model: per entity the list of messages that were sent, each of which has its effect
 * once and in its order, whatever is sent again, read again, rolled back or read by two processes at once.
 */
class EventIntakePropertyTest {

    private static final String CONSUMER = "model";
    private static final String POISON = "poison";
    private static final Jdbi DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = Jdbi.create(DATABASE.open().getConnection());
    private static final Endpoint ENDPOINT = new DefaultCamelContext().getEndpoint("direct:model");

    static {
        JDBI.useHandle(handle -> handle.execute("""
                create table effect (place bigint generated always as identity, message_id text, subject text)"""));
    }

    /** One commits at once, the other when nothing more comes. */
    private static final List<Process> PROCESSES =
            List.of(new Process(Duration.ZERO), new Process(Duration.ofHours(1)));

    /** The process ends here, as by {@code kill -9}. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    enum Act {
        SEND,
        SEND_AGAIN,
        SEND_POISON,
        SEND_GARBAGE,
        READ,
        READ_AND_DIE_IN_THE_ROUTE,
        READ_AND_DIE_BEFORE_THE_OFFSETS,
        READ_WITH_A_HICCUP_OF_THE_DATABASE,
        READ_WITHOUT_DATABASE,
        READ_WHILE_ANOTHER_TAKES_OVER
    }

    /**
     * @param number which entity, or which process
     * @param place at which message of the round something happens
     */
    record Step(Act act, int number, int place) {}

    private ModelTopic topic = new ModelTopic();
    private final Map<String, List<String>> sent = new TreeMap<>();
    private final Set<String> hopeless = new HashSet<>();
    private int messages;

    @BeforeTry
    void beginAnew() {
        JDBI.useHandle(handle -> handle.execute("truncate inbox, dead_letter, effect"));
        topic = new ModelTopic();
        sent.clear();
        hopeless.clear();
        rejoin();
    }

    @Property(tries = 40)
    void everyMessageHasItsEffectOnceAndInOrder(@ForAll("histories") List<Step> history) {
        // When
        for (Step step : history) {
            String entity = "e" + step.number();
            Process process = PROCESSES.get(step.number() % PROCESSES.size());
            switch (step.act()) {
                case SEND -> send("m" + ++messages, entity);
                case SEND_AGAIN -> {
                    List<String> before = sent.getOrDefault(entity, List.of());
                    if (!before.isEmpty()) {
                        topic.append(before.get(step.place() % before.size()), entity);
                    }
                }
                case SEND_POISON -> {
                    String id = POISON + ++messages;
                    hopeless.add(id);
                    topic.append(id, entity);
                }
                case SEND_GARBAGE -> hopeless.add(topic.appendGarbage(entity));
                case READ -> read(process, nothing());
                case READ_AND_DIE_IN_THE_ROUTE -> read(process, die(step.place()));
                case READ_AND_DIE_BEFORE_THE_OFFSETS -> {
                    process.dieAtCommit = true;
                    read(process, nothing());
                    process.dieAtCommit = false;
                }
                case READ_WITH_A_HICCUP_OF_THE_DATABASE -> read(process, away(step.place(), 1));
                case READ_WITHOUT_DATABASE -> read(process, away(step.place(), Integer.MAX_VALUE));
                case READ_WHILE_ANOTHER_TAKES_OVER -> readWhileAnotherTakesOver(process, step.place());
            }
        }
        rejoin();
        for (int round = 0; round <= history.size() && !topic.isRead(); round++) {
            PROCESSES.forEach(process -> read(process, nothing()));
        }

        // Then
        assertThat(topic.isRead()).isTrue();
        sent.forEach((entity, ids) -> assertThat(
                        column("select message_id from effect where subject = '" + entity + "' order by place"))
                .as("effects on %s", entity)
                .isEqualTo(ids));
        assertThat(column("select message_id from dead_letter")).containsExactlyInAnyOrderElementsOf(hopeless);
        assertThat(column("select message_key from inbox"))
                .containsExactlyInAnyOrderElementsOf(
                        sent.values().stream().flatMap(List::stream).toList());
    }

    private void send(String id, String entity) {
        sent.computeIfAbsent(entity, none -> new ArrayList<>()).add(id);
        topic.append(id, entity);
    }

    /** What happens at a message on its way through the route. */
    private interface Event {
        void at(int message) throws Exception;
    }

    private static Event nothing() {
        return message -> {};
    }

    private static Event die(int place) {
        return message -> {
            if (message == place) {
                throw new Killed();
            }
        };
    }

    private static Event away(int place, int times) {
        return message -> {
            if (message >= place && message - place < times) {
                throw new SQLTransientConnectionException("no connection");
            }
        };
    }

    /** The other reads the same records from the same offsets at the same time; of the two only it is still a member. */
    private void readWhileAnotherTakesOver(Process process, int place) {
        Process other = PROCESSES.get(1 - PROCESSES.indexOf(process));
        List<CompletableFuture<Void>> overtaking = new ArrayList<>();
        read(process, message -> {
            if (message == place && overtaking.isEmpty()) {
                process.consumer.fence();
                other.join(topic, Set.of(0, 1));
                overtaking.add(CompletableFuture.runAsync(() -> read(other, nothing())));
            }
        });
        overtaking.forEach(CompletableFuture::join);
        if (!overtaking.isEmpty()) {
            rejoin();
        }
    }

    private void read(Process process, Event event) {
        process.event = event;
        process.handled = 0;
        try {
            process.member.round(process.consumer, process.offsets);
        } catch (Killed | CommitFailedException gone) {
            process.join(topic, process.partitions);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void rejoin() {
        PROCESSES.get(0).join(topic, Set.of(0));
        PROCESSES.get(1).join(topic, Set.of(1));
    }

    private static List<String> column(String sql) {
        return JDBI.withHandle(handle -> handle.select(sql).mapTo(String.class).list());
    }

    /** A process with a connection of its own and one member of the group. */
    private static final class Process {
        private final Jdbi jdbi = Jdbi.create(DATABASE.open().getConnection());
        private final Inbox inbox = new Inbox();
        private final TopicMember member = new TopicMember(
                ModelTopic.NAME,
                Map.of(),
                new EventIntake(
                        ModelTopic.NAME,
                        ENDPOINT,
                        this::route,
                        jdbi,
                        new DeadLetters(),
                        new DryRuns(new Outbox(() -> {}), inbox),
                        new ReentrantLock()));
        private ModelTopic.Member consumer = new ModelTopic().member(Set.of(), (partition, offset) -> {});
        private final Duration betweenCommits;
        private TakenOffsets offsets;
        private Set<Integer> partitions = Set.of();
        private Event event = nothing();
        private int handled;
        private boolean dieAtCommit;

        Process(Duration betweenCommits) {
            this.betweenCommits = betweenCommits;
            this.offsets = new TakenOffsets(consumer, betweenCommits);
        }

        void join(ModelTopic topic, Set<Integer> assigned) {
            partitions = assigned;
            consumer = topic.member(assigned, (partition, offset) -> {
                if (dieAtCommit) {
                    throw new Killed();
                }
                // No offset is committed beyond what is done or parked.
                assertThat(settled()).containsAll(topic.idsBefore(partition, offset));
            });
            offsets = new TakenOffsets(consumer, betweenCommits);
        }

        private Set<String> settled() {
            return new HashSet<>(jdbi.withHandle(
                    handle -> handle.select("select message_id from effect union select message_id from dead_letter")
                            .mapTo(String.class)
                            .list()));
        }

        private void route(Exchange exchange) throws Exception {
            Delivery delivery = Delivery.of(exchange);
            event.at(handled++);
            apply(delivery.transaction(), delivery.envelope());
        }

        private void apply(Handle handle, Envelope message) {
            if (!inbox.firstSeen(handle, CONSUMER, message.id())) {
                return;
            }
            handle.execute("insert into effect (message_id, subject) values (?, ?)", message.id(), message.subject());
            if (message.id().startsWith(POISON)) {
                throw new FailureException(Failure.of(FailureKind.REJECTED, "TEST-1", "nobody can do this"));
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.of(Act.SEND)), Tuple.of(3, Arbitraries.of(Act.class))),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 6))
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(60);
    }
}
