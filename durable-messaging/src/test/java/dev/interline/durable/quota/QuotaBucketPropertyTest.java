package dev.interline.durable.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.lane.CommandPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jdbi.v3.core.Jdbi;

/** Replicas of one connection against the provider's own rule: so many calls in any window of the interval. */
class QuotaBucketPropertyTest {

    private static final Jdbi JDBI = TestDatabase.onOneConnection();

    /** After so long, one of the replicas asks so often for that priority. */
    record Step(int replica, int millis, int calls, CommandPriority priority) {}

    @Property(tries = 60)
    void noWindowEverSeesMoreThanIsPermitted(
            @ForAll("limits") QuotaLimit limit, @ForAll("histories") List<Step> history) {
        // Given
        JDBI.useHandle(handle -> handle.execute("truncate quota_bucket"));
        MovableTime time = new MovableTime(JDBI);
        List<QuotaGovernor> replicas =
                List.of(new QuotaGovernor(JDBI, time::nanos), new QuotaGovernor(JDBI, time::nanos));
        List<Long> granted = new ArrayList<>();

        // When
        for (Step step : history) {
            time.forward(Duration.ofMillis(step.millis()));
            for (int i = 0; i < step.calls(); i++) {
                QuotaDecision decision =
                        replicas.get(step.replica()).acquire(TestMessages.CONNECTION, List.of(limit), step.priority());
                if (decision instanceof QuotaDecision.Granted) {
                    granted.add(time.nanos());
                }
            }
        }

        // Then
        assertThat(granted).isNotEmpty();
        for (int first = 0; first < granted.size(); first++) {
            int within = first;
            while (within < granted.size()
                    && granted.get(within) - granted.get(first)
                            < limit.interval().toNanos()) {
                within++;
            }
            assertThat(within - first)
                    .as("calls within %s of call %d", limit.interval(), first)
                    .isLessThanOrEqualTo(limit.permits());
        }
    }

    @Property(tries = 20)
    void whoeverAsksLongEnoughGetsNearlyAllThatFlowsIn(@ForAll("limits") QuotaLimit limit) {
        // Given
        JDBI.useHandle(handle -> handle.execute("truncate quota_bucket"));
        MovableTime time = new MovableTime(JDBI);
        QuotaGovernor replica = new QuotaGovernor(JDBI, time::nanos);
        int steps = 200;

        // When
        int granted = 0;
        for (int i = 0; i < steps; i++) {
            time.forward(limit.interval().dividedBy(40));
            QuotaDecision decision;
            do {
                decision = replica.acquire(TestMessages.CONNECTION, List.of(limit), CommandPriority.WEBHOOK);
                granted += decision instanceof QuotaDecision.Granted ? 1 : 0;
            } while (decision instanceof QuotaDecision.Granted);
        }

        // Then
        double flowedIn = limit.refillPerSecond() * limit.interval().toNanos() / 1e9 * steps / 40;
        assertThat((double) granted).isGreaterThan(0.9 * flowedIn);
    }

    @Provide
    Arbitrary<QuotaLimit> limits() {
        return Arbitraries.of(
                new QuotaLimit("burst", 100, Duration.ofSeconds(10), 20),
                new QuotaLimit("search", 5, Duration.ofSeconds(1), 1),
                new QuotaLimit("account", 60, Duration.ofMinutes(1), 12),
                new QuotaLimit("ticket", 30, Duration.ofMinutes(10), 15));
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(0, 1, 20, 100, 300, 900, 1_100, 5_000, 20_000),
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.of(CommandPriority.class))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }
}
