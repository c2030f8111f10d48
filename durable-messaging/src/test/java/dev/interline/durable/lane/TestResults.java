package dev.interline.durable.lane;

import dev.interline.canonical.BusinessSystem;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.RetrySchedule;
import dev.interline.durable.outbound.Outbox;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

final class TestResults {

    private TestResults() {}

    /** The results of a dispatcher whose failures wait for hours. */
    static CommandResults of(Jdbi jdbi) {
        return new CommandResults(
                jdbi,
                new Outbox(() -> {}),
                new DeadLetters(),
                new ConnectionBreaker(ConnectionBreaker.Thresholds.DEFAULT),
                new Dispatcher.Settings(
                        BusinessSystem.CRM,
                        "here",
                        1,
                        type -> new CommandPolicy(
                                new RetrySchedule(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(9)),
                                LanePolicy.SKIP_AND_RECONCILE),
                        ConnectionBreaker.Thresholds.DEFAULT),
                Clock.systemUTC());
    }
}
