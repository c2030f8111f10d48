package dev.interline.sdk.provider;

import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.durable.quota.QuotaStatus;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The quota governor of this service, and what an SRE sees of it. */
@ApplicationScoped
public class QuotaWiring {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private List<QuotaStatus> seen = List.of();
    private long seenAt = System.nanoTime() - FRESH.toNanos() - 1;

    QuotaWiring(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Produces
    @Singleton
    QuotaGovernor governor() {
        return new QuotaGovernor(jdbi);
    }

    void close(@Disposes QuotaGovernor governor) {
        governor.close();
    }

    void register(
            @Observes StartupEvent started, Connections connections, ProviderGateway gateway, MeterRegistry registry) {
        for (Connection connection : connections.all()) {
            for (ProviderLimit limit : gateway.limits(connection)) {
                String id = connection.id().value();
                registry.gauge(
                        "interline.quota.remaining",
                        Tags.of("connection", id, "limit", limit.name()),
                        this,
                        quotas -> quotas.remaining(id, limit.name()));
            }
        }
    }

    /** Of a limit that records or operations have for themselves, the one with the least. */
    private double remaining(String connection, String limit) {
        return status().stream()
                .filter(status -> status.connection().value().equals(connection)
                        && status.baseLimit().equals(limit))
                .mapToDouble(QuotaStatus::tokens)
                .min()
                .orElse(Double.NaN);
    }

    /** Read once for all gauges of a scrape. */
    private synchronized List<QuotaStatus> status() {
        long now = System.nanoTime();
        if (now - seenAt > FRESH.toNanos()) {
            seenAt = now;
            try {
                seen = jdbi.withHandle(QuotaGovernor::status);
            } catch (RuntimeException away) {
                seen = List.of();
            }
        }
        return seen;
    }
}
