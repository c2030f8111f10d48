package dev.interline.durable.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.lane.CommandPriority;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

class QuotaGovernorTest {

    private static final ConnectionId ACME = new ConnectionId("acme");
    private static final ConnectionId GLOBEX = new ConnectionId("globex");
    /** So slow that nothing flows in while a test runs. */
    private static final QuotaLimit BURST = new QuotaLimit("burst", 100, Duration.ofHours(1), 20);

    private static final QuotaLimit DAILY = new QuotaLimit("daily", 1000, Duration.ofDays(1), 500);
    private static final QuotaLimit SEARCH = new QuotaLimit("search", 5, Duration.ofHours(1), 1);

    private final Jdbi jdbi = TestDatabase.onOneConnection();
    private final MovableTime time = new MovableTime(jdbi);
    private final QuotaGovernor governor = new QuotaGovernor(jdbi, time::movedNanos);

    @Test
    void anExhaustedConnectionWaitsAndAnotherDoesNot() {
        // When
        exhaust(ACME, BURST, CommandPriority.WEBHOOK);

        // Then
        assertThat(acquire(ACME, BURST, CommandPriority.WEBHOOK)).isInstanceOf(QuotaDecision.Wait.class);
        assertThat(acquire(GLOBEX, BURST, CommandPriority.WEBHOOK)).isInstanceOf(QuotaDecision.Granted.class);
    }

    @Test
    void lowerPrioritiesLeaveTheirReserveToHigherOnes() {
        // When
        int backfill = exhaust(ACME, BURST, CommandPriority.BACKFILL);
        int sync = exhaust(ACME, BURST, CommandPriority.SYNC);
        int user = exhaust(ACME, BURST, CommandPriority.USER);
        int webhook = exhaust(ACME, BURST, CommandPriority.WEBHOOK);

        // Then
        assertThat(List.of(backfill, sync, user, webhook)).containsExactly(10, 4, 4, 2);
    }

    @Test
    void aPermitTakenOfOneLimitIsPutBackIfAnotherHasNone() {
        // Given
        exhaust(ACME, SEARCH, CommandPriority.WEBHOOK);

        // When
        for (int i = 0; i < 200; i++) {
            governor.acquire(ACME, List.of(BURST, SEARCH), CommandPriority.WEBHOOK);
        }

        // Then
        assertThat(exhaust(ACME, BURST, CommandPriority.WEBHOOK)).isBetween(15, 20);
    }

    @Test
    void whoAreSentAwayAreSpreadOverTheTimeTheTokensNeed() {
        // Given
        exhaust(ACME, BURST, CommandPriority.WEBHOOK);

        // When
        List<Duration> waits = IntStream.range(0, 100)
                .mapToObj(i -> acquire(ACME, BURST, CommandPriority.WEBHOOK))
                .filter(QuotaDecision.Wait.class::isInstance)
                .map(wait -> ((QuotaDecision.Wait) wait).duration())
                .toList();

        // Then
        Duration oneToken = Duration.ofMillis(45_018);
        assertThat(waits).hasSize(100);
        for (int i = 0; i <= 4; i++) {
            assertThat(waits.get(i)).isBetween(oneToken.multipliedBy(i + 1), oneToken.multipliedBy(i + 3));
        }
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMinutes(8)));
    }

    @Test
    void aRefusalRestsItsBucketOnlyAndEveryReplicaKnows() {
        // Given
        QuotaGovernor other = new QuotaGovernor(jdbi, time::movedNanos);
        acquire(ACME, SEARCH, CommandPriority.WEBHOOK);

        // When
        Duration wait = governor.throttled(ACME, SEARCH, CommandPriority.WEBHOOK, Duration.ofHours(2), "CRM-2429");

        // Then
        assertThat(wait).isGreaterThanOrEqualTo(Duration.ofHours(2));
        assertThat(other.acquire(ACME, List.of(SEARCH), CommandPriority.WEBHOOK))
                .isInstanceOfSatisfying(QuotaDecision.Wait.class, denied -> assertThat(denied.duration())
                        .isBetween(Duration.ofHours(1), Duration.ofHours(3)));
        assertThat(other.acquire(ACME, List.of(BURST), CommandPriority.WEBHOOK))
                .isInstanceOf(QuotaDecision.Granted.class);
        assertThat(status(SEARCH)).satisfies(status -> {
            assertThat(status.reason()).isEqualTo("CRM-2429");
            assertThat(status.pausedUntil()).isNotNull();
            assertThat(status.tokens()).isZero();
        });

        // When
        time.forward(Duration.ofHours(3));

        // Then
        assertThat(other.acquire(ACME, List.of(SEARCH), CommandPriority.WEBHOOK))
                .isInstanceOf(QuotaDecision.Granted.class);
        assertThat(status(SEARCH).pausedUntil()).isNull();
    }

    @Test
    void bucketsOfRecordsThatAreNotInUseAreForgotten() {
        // Given
        QuotaGovernor small = new QuotaGovernor(jdbi, time::movedNanos, 10);

        // When
        for (int ticket = 1; ticket <= 50; ticket++) {
            small.acquire(
                    ACME,
                    List.of(new QuotaLimit("ticket-updates/" + ticket, 30, Duration.ofMinutes(10), 15)),
                    CommandPriority.WEBHOOK);
            time.forward(Duration.ofMinutes(11));
        }

        // Then
        assertThat(small.held()).isBetween(1, 11);
    }

    @Test
    void bucketsInUseStayHoweverMany() {
        // Given
        QuotaGovernor small = new QuotaGovernor(jdbi, time::movedNanos, 10);
        List<QuotaLimit> limits = IntStream.rangeClosed(1, 20)
                .mapToObj(ticket -> new QuotaLimit("ticket-updates/" + ticket, 30, Duration.ofMinutes(10), 15))
                .toList();

        // When: each has none left for now, which only this process knows
        for (QuotaLimit limit : limits) {
            while (small.acquire(ACME, List.of(limit), CommandPriority.WEBHOOK) instanceof QuotaDecision.Granted) {
                assertThat(small.held()).isPositive();
            }
        }

        // Then
        assertThat(small.held()).isEqualTo(limits.size());
    }

    @Test
    void refusalsThatNameNoTimeRestLongerEachTime() {
        // When
        List<Duration> rests = IntStream.range(0, 8)
                .mapToObj(i -> {
                    governor.throttled(ACME, BURST, CommandPriority.WEBHOOK, null, "BILLING-2429");
                    Duration rest = rest();
                    time.forward(Duration.ofMinutes(2));
                    return rest;
                })
                .toList();

        // Then
        assertThat(rests.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(rests.getLast()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(60));
    }

    @Test
    void theProviderIsBelievedIfItHasLessLeftThanWeCounted() {
        // Given
        acquire(ACME, BURST, CommandPriority.WEBHOOK);

        // When
        governor.observe(ACME, List.of(BURST), List.of(new QuotaObservation("burst", null, 3, null)));

        // Then
        assertThat(exhaust(ACME, BURST, CommandPriority.WEBHOOK)).isEqualTo(3);
        assertThat(status(BURST).providerRemaining()).isEqualTo(3);
    }

    @Test
    void theProviderNeverMakesUsBelieveInMoreThanWeCounted() {
        // Given
        exhaust(ACME, BURST, CommandPriority.WEBHOOK);

        // When
        governor.observe(ACME, List.of(BURST), List.of(new QuotaObservation("burst", 10_000, 9_000, null)));

        // Then
        assertThat(exhaust(ACME, BURST, CommandPriority.WEBHOOK)).isZero();
    }

    @Test
    void aProviderThatAllowsLessThanIsConfiguredIsFollowed() {
        // Given
        acquire(ACME, BURST, CommandPriority.WEBHOOK);
        governor.observe(ACME, List.of(BURST), List.of(new QuotaObservation("burst", 50, 49, null)));
        exhaust(ACME, BURST, CommandPriority.WEBHOOK);

        // When
        time.forward(Duration.ofHours(2));

        // Then
        assertThat(exhaust(ACME, BURST, CommandPriority.WEBHOOK)).isEqualTo(10);
    }

    @Test
    void whatWasTakenBeforeAProviderToldOfItsLimitCountsInTheSmallerBucket() {
        // Given
        exhaust(ACME, BURST, CommandPriority.WEBHOOK);
        governor.observe(ACME, List.of(BURST), List.of(new QuotaObservation("burst", 50, 30, null)));
        acquire(ACME, BURST, CommandPriority.WEBHOOK);

        // When
        time.forward(Duration.ofMinutes(20));

        // Then
        assertThat(exhaust(ACME, BURST, CommandPriority.WEBHOOK)).isBetween(1, 4);
        assertThat(status(BURST).providerLimit()).isEqualTo(50);
    }

    @Test
    void nothingLeftUntilAResetMeansToRestUntilThen() {
        // Given
        acquire(ACME, DAILY, CommandPriority.WEBHOOK);

        // When
        governor.observe(ACME, List.of(DAILY), List.of(new QuotaObservation("daily", 1000, 0, Duration.ofHours(3))));

        // Then
        assertThat(acquire(ACME, DAILY, CommandPriority.WEBHOOK))
                .isInstanceOfSatisfying(QuotaDecision.Wait.class, wait -> assertThat(wait.duration())
                        .isGreaterThan(Duration.ofHours(2)));
    }

    @Test
    void whatIsLeasedAndNotUsedIsGivenBackAtTheEnd() {
        // Given
        for (int i = 0; i < 4; i++) {
            acquire(ACME, BURST, CommandPriority.WEBHOOK);
        }
        double before = status(BURST).tokens();

        // When
        governor.close();

        // Then
        assertThat(status(BURST).tokens()).isGreaterThan(before);
    }

    @Test
    void aBusyReplicaAsksTheDatabaseOncePerBlock() {
        // Given
        AtomicInteger statements = new AtomicInteger();
        jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                statements.incrementAndGet();
            }
        });

        // When
        int granted = exhaust(ACME, DAILY, CommandPriority.WEBHOOK);

        // Then
        assertThat(granted).isGreaterThanOrEqualTo(500);
        assertThat(statements).hasValueLessThan(20);
    }

    private QuotaDecision acquire(ConnectionId connection, QuotaLimit limit, CommandPriority priority) {
        return governor.acquire(connection, List.of(limit), priority);
    }

    private int exhaust(ConnectionId connection, QuotaLimit limit, CommandPriority priority) {
        int granted = 0;
        while (acquire(connection, limit, priority) instanceof QuotaDecision.Granted) {
            granted++;
        }
        return granted;
    }

    private Duration rest() {
        return Duration.ofMillis(TestDatabase.one(
                jdbi,
                "select (1000 * extract(epoch from paused_until - clock_timestamp()))::bigint from quota_bucket",
                Long.class));
    }

    private QuotaStatus status(QuotaLimit limit) {
        return jdbi.withHandle(QuotaGovernor::status).stream()
                .filter(status -> status.limit().equals(limit.name()))
                .findFirst()
                .orElseThrow();
    }
}
