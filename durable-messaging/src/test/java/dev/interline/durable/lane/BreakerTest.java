package dev.interline.durable.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.breaker.BreakerStatus;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {

    private static final ConnectionId ACME = TestMessages.CONNECTION;
    private static final ConnectionId GLOBEX = new ConnectionId("globex");
    private static final int LANES = 20;

    private final Jdbi jdbi = TestDatabase.onOneConnection();
    private final Lanes lanes = new Lanes(() -> {});
    private final ConnectionBreaker breaker = new ConnectionBreaker(ConnectionBreaker.Thresholds.DEFAULT);

    @BeforeEach
    void manyLanesAreDue() {
        for (ConnectionId connection : List.of(ACME, GLOBEX)) {
            List<NewCommand> commands = IntStream.range(0, LANES)
                    .mapToObj(i -> NewCommand.of(
                            connection, "e" + i, null, TestMessages.message(connection + "-" + i, "e" + i)))
                    .toList();
            jdbi.useTransaction(handle -> lanes.enqueue(handle, commands));
        }
    }

    @Test
    void aProviderThatAnswersNobodyIsLeftAloneAndNobodyLosesAnAttemptByIt() {
        // When
        outage();

        // Then
        assertThat(status()).hasValueSatisfying(open -> {
            assertThat(open.isOpen()).isTrue();
            assertThat(open.lastCode()).isEqualTo("TEST-2001");
        });
        assertThat(claim(LANES)).extracting(ClaimedCommand::connection).containsOnly(GLOBEX);
        assertThat(TestDatabase.one(jdbi, "select sum(attempts) from command", Integer.class))
                .isZero();
    }

    @Test
    void howMuchItTakesIsSaidByItsThresholds() {
        // Given
        ConnectionBreaker nervous = new ConnectionBreaker(new ConnectionBreaker.Thresholds(
                2, 1, Duration.ofSeconds(7), Duration.ofSeconds(8), Duration.ofMinutes(1)));
        Failure failure = Failure.of(FailureKind.UNAVAILABLE, "TEST-2001", "as the test wants");

        // When
        for (int i = 0; i < 2; i++) {
            jdbi.useTransaction(handle -> nervous.failed(handle, ACME, NewCommand.laneKey(ACME, "e0"), failure));
        }

        // Then
        assertThat(status())
                .hasValueSatisfying(open -> assertThat(open.isOpen()).isTrue());
        assertThat(openSeconds()).isEqualTo(7);
    }

    @Test
    void thresholdsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new ConnectionBreaker.Thresholds(
                        10, 3, Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("open-first=PT5S open-longest=PT4S");
    }

    @Test
    void oneLaneThatFailsAloneNeverOpensIt() {
        // When
        for (int i = 0; i < 100; i++) {
            miss("e0");
        }

        // Then
        assertThat(status())
                .hasValueSatisfying(closed -> assertThat(closed.isOpen()).isFalse());
        assertThat(claim(2 * LANES)).hasSize(2 * LANES);
    }

    @Test
    void anAnswerInBetweenBeginsTheCountAnew() {
        // Given
        for (int i = 0; i < 9; i++) {
            miss("e" + i);
        }

        // When
        jdbi.useTransaction(handle -> breaker.answered(handle, ACME));
        for (int i = 0; i < 9; i++) {
            miss("e" + i);
        }

        // Then
        assertThat(status()).hasValueSatisfying(closed -> {
            assertThat(closed.failures()).isEqualTo(9);
            assertThat(closed.isOpen()).isFalse();
        });
    }

    @Test
    void failuresOfLongAgoDoNotCount() {
        // Given
        for (int i = 0; i < 9; i++) {
            miss("e" + i);
        }
        jdbi.useHandle(handle ->
                handle.execute("update connection_breaker set last_failed_at = now() - interval '11 minutes'"));

        // When
        miss("e9");

        // Then
        assertThat(status())
                .hasValueSatisfying(closed -> assertThat(closed.failures()).isEqualTo(1));
    }

    @Test
    void whenItsTimeIsOverOneLaneTriesThatHasNotFailed() {
        // Given
        outage();
        halfOpen();

        // When
        List<ClaimedCommand> first = claimOf(ACME);
        List<ClaimedCommand> second = claimOf(ACME);

        // Then
        assertThat(first).hasSize(1);
        assertThat(first.getFirst().envelope().subject()).matches("e1\\d");
        assertThat(second).isEmpty();
    }

    @Test
    void aProbeThatIsAnsweredClosesItForAllReplicas() {
        // Given
        outage();
        halfOpen();
        ClaimedCommand probe = claimOf(ACME).getFirst();
        ConnectionBreaker ofAnotherReplica = new ConnectionBreaker(ConnectionBreaker.Thresholds.DEFAULT);
        jdbi.useHandle(ofAnotherReplica::refresh);

        // When
        jdbi.useTransaction(handle -> ofAnotherReplica.answered(handle, probe.connection()));

        // Then
        assertThat(status()).isEmpty();
        assertThat(claimOf(ACME)).hasSize(LANES - 1);
    }

    @Test
    void eachProbeThatFailsDoublesTheTimeUpToAMinute() {
        // Given
        outage();
        assertThat(openSeconds()).isEqualTo(5);

        for (double expected : List.of(10.0, 20.0, 40.0, 60.0, 60.0)) {
            // When
            halfOpen();
            ClaimedCommand probe = claimOf(ACME).getFirst();
            miss(probe.envelope().subject());

            // Then
            assertThat(openSeconds()).isEqualTo(expected);
            assertThat(claimOf(ACME)).isEmpty();
        }
    }

    @Test
    void oneThatWasUnderWayWhenItOpenedDoesNotMakeItLonger() {
        // Given
        outage();
        halfOpen();
        claimOf(ACME);

        // When
        miss("e0");

        // Then
        assertThat(openSeconds()).isEqualTo(5);
    }

    @Test
    void aProbeThatTellsNothingMakesRoomForAnother() {
        // Given
        outage();
        halfOpen();
        ClaimedCommand probe = claimOf(ACME).getFirst();

        // When
        fail(probe.envelope().subject(), FailureKind.THROTTLED);

        // Then
        assertThat(claimOf(ACME)).hasSize(1);
    }

    @Test
    void aProbeWhoseProcessDiedMakesRoomForAnother() {
        // Given
        outage();
        halfOpen();
        claimOf(ACME);

        // When
        jdbi.useHandle(handle ->
                handle.execute("update connection_breaker set probe_until = probe_until - interval '31 seconds'"));

        // Then
        assertThat(claimOf(ACME)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "CONFLICT", "UNAUTHORIZED"})
    void aRefusalIsAnAnswerToo(FailureKind kind) {
        // Given
        outage();

        // When
        fail("e0", kind);

        // Then
        assertThat(status()).isEmpty();
    }

    @Test
    void whatIsOurOwnTellsNothingOfTheProvider() {
        // When
        for (int i = 0; i < LANES; i++) {
            fail("e" + i, FailureKind.THROTTLED);
            fail("e" + i, FailureKind.UNMAPPABLE);
            fail("e" + i, FailureKind.DEFECT);
        }

        // Then
        assertThat(status()).isEmpty();
    }

    private void outage() {
        for (int i = 0; i < 10; i++) {
            miss("e" + i);
        }
    }

    private void miss(String entity) {
        fail(entity, FailureKind.UNAVAILABLE);
    }

    private void fail(String entity, FailureKind kind) {
        jdbi.useTransaction(handle -> breaker.failed(
                handle, ACME, NewCommand.laneKey(ACME, entity), Failure.of(kind, "TEST-2001", "as the test wants")));
    }

    private void halfOpen() {
        jdbi.useHandle(
                handle -> handle.execute("update connection_breaker set open_until = now() - interval '1 second'"));
    }

    private double openSeconds() {
        return TestDatabase.one(jdbi, "select open_seconds from connection_breaker", Double.class);
    }

    private Optional<BreakerStatus> status() {
        return jdbi.withHandle(ConnectionBreaker::status).stream().findFirst();
    }

    private List<ClaimedCommand> claim(int free) {
        return jdbi.inTransaction(handle -> LaneClaims.claim(handle, new LaneClaims.Demand("one", free, free, Map.of()))
                .heads());
    }

    private List<ClaimedCommand> claimOf(ConnectionId connection) {
        List<ClaimedCommand> claimed = claim(2 * LANES);
        jdbi.useHandle(
                handle -> handle.execute("update lane set leased_until = '-infinity' where connection_id = 'globex'"));
        return claimed.stream()
                .filter(command -> command.connection().equals(connection))
                .toList();
    }
}
