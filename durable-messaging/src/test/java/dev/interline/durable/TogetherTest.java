package dev.interline.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.durable.inbound.Inbox;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.outbound.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class TogetherTest {

    private final Jdbi jdbi = TestDatabase.create();
    private final Inbox inbox = new Inbox();
    private final Lanes lanes = new Lanes(() -> {});
    private final Outbox outbox = new Outbox(() -> {});

    @Test
    void aMessageThatComesTwiceIsNewOnceAndOneThatWasHandledIsNot() {
        // Given
        jdbi.useTransaction(handle -> inbox.firstSeen(handle, "route", "old"));
        List<Boolean> fresh = new ArrayList<>();

        // When
        jdbi.useTransaction(handle -> Together.run(handle, Set.of("old", "new", "twice"), () -> {
            for (String key : List.of("old", "new", "twice", "twice", "not of these", "not of these")) {
                fresh.add(inbox.firstSeen(handle, "route", key));
            }
            fresh.add(inbox.firstSeen(handle, "another", "old"));
        }));

        // Then
        assertThat(fresh).containsExactly(false, true, true, false, true, false, true);
        assertThat(strings("select message_key from inbox where consumer = 'route' order by 1"))
                .containsExactly("new", "not of these", "old", "twice");
    }

    @Test
    void messagesAreWrittenInTheirOrder() {
        // When
        jdbi.useTransaction(handle -> Together.run(handle, Set.of(), () -> {
            for (int i = 0; i < 5; i++) {
                outbox.append(handle, List.of(TestMessages.outbox("m" + i, "e1")));
            }
            assertThat(handle.select("select count(*) from outbox")
                            .mapTo(Integer.class)
                            .one())
                    .isZero();
        }));

        // Then
        assertThat(strings("select envelope::jsonb ->> 'id' from outbox order by id"))
                .containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void ofCommandsForTheSameStateTheLastTakesThePlaceOfTheFirst() {
        // Given
        jdbi.useTransaction(handle -> lanes.enqueue(
                handle,
                List.of(
                        TestMessages.command("waiting", "e1", "state"),
                        TestMessages.commandOfAnotherType("between", "e1"))));

        // When
        jdbi.useTransaction(handle -> Together.run(handle, Set.of(), () -> {
            for (String id : List.of("first", "second", "waiting", "third")) {
                lanes.enqueue(handle, List.of(TestMessages.command(id, "e1", "state")));
            }
            lanes.enqueue(handle, List.of(TestMessages.command("other", "e2", "state")));
        }));

        // Then
        assertThat(strings("select id from command order by lane_key, seq"))
                .containsExactly("third", "between", "other");
        assertThat(strings("select id from command_history where state = 'SUPERSEDED' order by 1"))
                .containsExactly("first", "second", "waiting");
    }

    @Test
    void aReplayedStateThatWaitsYieldsToANewerOneAndTakesNobodysPlace() {
        // Given
        String replayed = "replayed!r.rpl_0a";
        String late = "late!r.rpl_0a";

        // When
        for (String id : List.of("old", replayed, "new", late)) {
            jdbi.useTransaction(handle -> lanes.enqueue(handle, List.of(TestMessages.command(id, "e1", "state"))));
        }
        jdbi.useTransaction(handle -> lanes.enqueue(
                handle,
                List.of(
                        TestMessages.command("first", "e2", "state"),
                        TestMessages.command(late + "b", "e2", "state"))));

        // Then
        assertThat(strings("select id from command order by lane_key, seq"))
                .containsExactly("new", late, "first", late + "b");
        assertThat(strings("select id from command_history where state = 'SUPERSEDED' order by 1"))
                .containsExactly("old", replayed);
    }

    @Test
    void aNewerStateNeverPassesACommandOfItsTypeThatMustRunByItself() {
        // When
        for (String id : List.of("before", "before too", "by a user", "after", "newest")) {
            String key = id.equals("by a user") ? null : "state";
            jdbi.useTransaction(handle -> lanes.enqueue(handle, List.of(TestMessages.command(id, "e1", key))));
        }

        // Then
        assertThat(strings("select id from command order by seq")).containsExactly("before too", "by a user", "newest");
        assertThat(strings("select id from command_history where state = 'SUPERSEDED' order by 1"))
                .containsExactly("after", "before");
    }

    @Test
    void nothingIsWrittenOfATransactionThatFails() {
        // When
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> Together.run(handle, Set.of("m1"), () -> {
                    inbox.firstSeen(handle, "route", "m1");
                    outbox.append(handle, List.of(TestMessages.outbox("m1", "e1")));
                    throw new IllegalStateException("as the test wants");
                })))
                .hasMessage("as the test wants");

        // Then
        assertThat(strings("select message_key from inbox")).isEmpty();
        assertThat(strings("select topic from outbox")).isEmpty();
    }

    private List<String> strings(String sql) {
        return jdbi.withHandle(handle -> handle.select(sql).mapTo(String.class).list());
    }
}
