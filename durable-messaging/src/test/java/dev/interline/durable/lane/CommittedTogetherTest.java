package dev.interline.durable.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.Ids;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandResults.Ended;
import dev.interline.durable.lane.CommandResults.Recorded;
import dev.interline.durable.lane.Intents.Intent;
import dev.interline.durable.lane.Intents.Noted;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is committed together is judged one by one. */
class CommittedTogetherTest {

    private final Jdbi jdbi = TestDatabase.create();
    private final Lanes lanes = new Lanes(() -> {});
    private final Intents intents = new Intents(jdbi, 1);
    private final CommandResults results = TestResults.of(jdbi);

    @AfterEach
    void close() {
        intents.close();
        results.close();
    }

    @Test
    void ofIntentsDeclaredTogetherOnlyThoseAreRefusedWhoseLaneOrCommandIsGone() {
        // Given
        enqueue("ours", "e1", null);
        enqueue("lost", "e2", null);
        enqueue("old", "e3", "state");
        Function<String, ClaimedCommand> claimed = claim();
        takeAway(claimed.apply("lost"));
        enqueue("new", "e3", "state");

        // When
        List<Noted> noted = intents.note(
                List.of(intent(claimed.apply("lost")), intent(claimed.apply("old")), intent(claimed.apply("ours"))));

        // Then
        assertThat(noted).containsExactly(Noted.LEASE_LOST, Noted.SUPERSEDED, Noted.NOTED);
        assertThat(strings("select command_id from provider_call")).containsExactly("ours");
        assertThat(strings("select id from command where state = 'IN_FLIGHT'")).containsExactly("ours");
    }

    @Test
    void ofResultsRecordedTogetherEachIsWhatItIsAndThatOfALostLaneIsNothing() {
        // Given
        enqueue("done", "e1", null);
        enqueue("after", "e1", null);
        enqueue("rejected", "e2", null);
        enqueue("away", "e3", null);
        enqueue("lost", "e4", null);
        enqueue("last", "e5", null);
        enqueue("afterLast", "e5", null);
        Function<String, ClaimedCommand> claimed = claim();
        takeAway(claimed.apply("lost"));

        // When
        List<Recorded> recorded = results.recordAll(List.of(
                ended(claimed.apply("lost"), done(), false),
                ended(claimed.apply("done"), done(), false),
                ended(claimed.apply("rejected"), failed(FailureKind.REJECTED), false),
                ended(claimed.apply("away"), failed(FailureKind.UNAVAILABLE), false),
                ended(claimed.apply("last"), done(), true)));

        // Then
        assertThat(recorded).extracting(Recorded::held).containsExactly(false, true, true, true, true);
        assertThat(recorded)
                .extracting(one -> one.next().map(ClaimedCommand::id).orElse(""))
                .containsExactly("", "after", "", "", "");
        assertThat(strings("select id || ' ' || state from command_history order by 1"))
                .containsExactly("done DONE", "last DONE", "rejected DEAD");
        assertThat(strings("select id from command where failure_kind = 'UNAVAILABLE'"))
                .containsExactly("away");
        assertThat(strings("select id from command where state = 'PENDING' order by seq"))
                .containsExactly("after", "away", "lost", "afterLast");
        assertThat(strings("select lane_key from lane where leased_until > now() order by 1"))
                .containsExactlyInAnyOrder(
                        claimed.apply("done").laneKey(), claimed.apply("lost").laneKey());
        assertThat(strings("select envelope::jsonb ->> 'causationId' from outbox order by 1"))
                .containsExactly("done", "last", "rejected");
    }

    private Ended ended(ClaimedCommand command, Attempted attempted, boolean last) {
        return new Ended(new CommandAttempt(intents, command), attempted, last);
    }

    private static Attempted done() {
        return new Attempted.Succeeded(CommandOutcome.done(null));
    }

    private static Attempted failed(FailureKind kind) {
        return new Attempted.Failed(Failure.of(kind, "TEST-1", "as the test wants"), Causes.none());
    }

    private static Intent intent(ClaimedCommand command) {
        return new Intent(Ids.fresh(), command, "create-thing", "NativeKey", "key", "hash", "a.b v3");
    }

    private void enqueue(String id, String entity, @Nullable String coalesceKey) {
        jdbi.useTransaction(handle -> lanes.enqueue(handle, List.of(TestMessages.command(id, entity, coalesceKey))));
    }

    private Function<String, ClaimedCommand> claim() {
        Map<String, ClaimedCommand> claimed = jdbi.inTransaction(handle -> Lanes.claim(handle, "here", 100)).stream()
                .collect(Collectors.toMap(ClaimedCommand::id, Function.identity()));
        return id -> Objects.requireNonNull(claimed.get(id));
    }

    private void takeAway(ClaimedCommand command) {
        jdbi.useHandle(handle ->
                handle.execute("update lane set lease_token = lease_token + 1 where lane_key = ?", command.laneKey()));
    }

    private List<String> strings(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(String.class).list());
    }
}
