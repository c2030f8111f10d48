package dev.interline.sdk.subscription;

import dev.interline.durable.subscription.Finding;
import dev.interline.durable.subscription.SubscriptionStatus;
import dev.interline.durable.subscription.Subscriptions;
import dev.interline.sdk.Connection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;

/** What an SRE sees of subscriptions and heartbeats. */
@ApplicationScoped
public class SubscriptionMetrics {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final Clock clock;
    private final MeterRegistry registry;
    private List<SubscriptionStatus> seen = List.of();
    private Instant seenAt = Instant.EPOCH;
    private Instant startedAt = Instant.EPOCH;

    SubscriptionMetrics(Jdbi jdbi, Clock clock, MeterRegistry registry) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.registry = registry;
    }

    /** @param beating the connections on which heartbeats are sent unasked */
    void register(Collection<Connection> connections, Predicate<Connection> beating) {
        startedAt = clock.instant();
        for (Connection connection : connections) {
            String id = connection.id().value();
            for (Finding.Kind kind : Finding.Kind.values()) {
                registry.gauge(
                        "interline.subscription.findings",
                        Tags.of("connection", id, "kind", kind.name().toLowerCase(Locale.ROOT)),
                        this,
                        metrics -> metrics.findings(id, kind));
            }
            if (beating.test(connection)) {
                registry.gauge(
                        "interline.heartbeat.age.seconds", Tags.of("connection", id), this, metrics -> metrics.age(id));
            }
        }
    }

    /** Of a subscription that nobody has looked at, nothing is known. */
    private double findings(String connection, Finding.Kind kind) {
        return of(connection)
                .filter(status -> status.checkedAt() != null)
                .map(status -> (double) status.findings().stream()
                        .filter(finding -> finding.kind() == kind)
                        .count())
                .orElse(Double.NaN);
    }

    /** Until a first one comes through, since this process has started. */
    private double age(String connection) {
        return of(connection)
                .map(status -> Objects.requireNonNullElse(status.heartbeat().throughAt(), startedAt))
                .map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }

    private Optional<SubscriptionStatus> of(String connection) {
        return all().stream()
                .filter(status -> status.connection().value().equals(connection))
                .findFirst();
    }

    /** Read once for all gauges of a scrape. */
    private synchronized List<SubscriptionStatus> all() {
        Instant now = clock.instant();
        if (now.isAfter(seenAt.plus(FRESH))) {
            seenAt = now;
            try {
                seen = jdbi.withHandle(handle -> Subscriptions.list(handle, null));
            } catch (RuntimeException away) {
                seen = List.of();
            }
        }
        return seen;
    }
}
