package dev.interline.durable.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class LaneClaimsTest {

    private static final ConnectionId ACME = new ConnectionId("acme");
    private static final ConnectionId GLOBEX = new ConnectionId("globex");
    private static final ConnectionId INITECH = new ConnectionId("initech");

    private final Jdbi jdbi = TestDatabase.onOneConnection();
    private final Lanes lanes = new Lanes(() -> {});

    @Test
    void aConnectionAloneHasAllWorkers() {
        // Given
        enqueue(ACME, 30);

        // When
        Map<ConnectionId, Long> claimed = claim(12, Map.of());

        // Then
        assertThat(claimed).isEqualTo(Map.of(ACME, 12L));
    }

    @Test
    void oneWithThousandsOfLanesLeavesTheOthersTheirShare() {
        // Given
        enqueue(ACME, 2_000);
        enqueue(GLOBEX, 20);
        enqueue(INITECH, 1);

        // When
        Map<ConnectionId, Long> claimed = claim(12, Map.of());

        // Then
        assertThat(claimed).isEqualTo(Map.of(ACME, 4L, GLOBEX, 4L, INITECH, 1L));
    }

    @Test
    void whatAConnectionRunsAlreadyCountsAsItsShare() {
        // Given
        enqueue(ACME, 30);
        enqueue(GLOBEX, 30);

        // When
        Map<ConnectionId, Long> claimed = claim(3, Map.of(ACME, 9));

        // Then
        assertThat(claimed).isEqualTo(Map.of(GLOBEX, 3L));
    }

    @Test
    void moreConnectionsThanWorkersTakeTurnsByWhoHasWaitedLongest() {
        // Given
        List<ConnectionId> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(new ConnectionId("c" + (char) ('t' - i)));
            enqueue(many.getLast(), 3);
            jdbi.useHandle(handle -> handle.execute("update lane set next_due_at = next_due_at - interval '1 minute'"));
        }

        // When
        Map<ConnectionId, Long> first = claim(12, Map.of());
        Map<ConnectionId, Long> second = claim(8, Map.of());

        // Then
        assertThat(first).hasSize(12).containsOnlyKeys(many.subList(0, 12)).containsValue(1L);
        assertThat(second).hasSize(8);
    }

    @Test
    void aRestingConnectionHasNoTurnAndNoShare() {
        // Given
        enqueue(ACME, 30);
        enqueue(GLOBEX, 30);
        jdbi.useHandle(handle ->
                handle.execute("insert into connection_pause values ('acme', now() + interval '1 hour', 'TEST-2401')"));

        // When
        Map<ConnectionId, Long> claimed = claim(12, Map.of());

        // Then
        assertThat(claimed).isEqualTo(Map.of(GLOBEX, 12L));
    }

    @Test
    void aWorkerThatEndsIsToldToLookForMoreWhenTheLastRoundLeftSome() {
        // Given
        enqueue(ACME, 3);

        // Then
        assertThat(moreAfter(12, Map.of())).as("all were claimed").isFalse();
        assertThat(moreAfter(12, Map.of())).as("nothing was due or at work").isFalse();
        assertThat(moreAfter(11, Map.of(ACME, 1)))
                .as("a lane may have been locked")
                .isTrue();
        enqueue(GLOBEX, 30);
        assertThat(moreAfter(5, Map.of())).as("no worker was left").isTrue();
        enqueue(INITECH, 1);
        assertThat(moreAfter(5, Map.of(GLOBEX, 7)))
                .as("one connection has more than its share at work")
                .isTrue();
        enqueue(INITECH, 20, "later");
        assertThat(moreAfter(9, Map.of(GLOBEX, 2)))
                .as("one connection got all of its share")
                .isTrue();
    }

    private boolean moreAfter(int free, Map<ConnectionId, Integer> busy) {
        return jdbi.inTransaction(handle -> LaneClaims.claim(handle, new LaneClaims.Demand("one", free, 12, busy)))
                .moreMayBeDue();
    }

    private Map<ConnectionId, Long> claim(int free, Map<ConnectionId, Integer> busy) {
        List<ClaimedCommand> claimed =
                jdbi.inTransaction(handle -> LaneClaims.claim(handle, new LaneClaims.Demand("one", free, 12, busy))
                        .heads());
        assertThat(claimed).extracting(ClaimedCommand::laneKey).doesNotHaveDuplicates();
        return claimed.stream().collect(Collectors.groupingBy(ClaimedCommand::connection, Collectors.counting()));
    }

    private void enqueue(ConnectionId connection, int entities) {
        enqueue(connection, entities, "e");
    }

    private void enqueue(ConnectionId connection, int entities, String prefix) {
        List<NewCommand> commands = new ArrayList<>();
        for (int i = 0; i < entities; i++) {
            String entity = prefix + i;
            commands.add(
                    NewCommand.of(connection, entity, null, TestMessages.message(connection + "-" + entity, entity)));
        }
        jdbi.useTransaction(handle -> lanes.enqueue(handle, commands));
    }
}
