package dev.interline.runtime.health;

import dev.interline.runtime.messaging.DurableMessaging;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jdbi.v3.core.Jdbi;

/**
 * The relay must be at work. That Kafka is away is told but does not make the service unready: what is accepted meanwhile
 * waits in the outbox.
 */
@Readiness
@ApplicationScoped
public class RelayReadiness implements HealthCheck {

    private final DurableMessaging messaging;
    private final Jdbi jdbi;

    RelayReadiness(DurableMessaging messaging, Jdbi jdbi) {
        this.messaging = messaging;
        this.jdbi = jdbi;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("outbox-relay").status(messaging.isRelaying());
        if (!messaging.isRelaying()) {
            response.withData("reason", "the outbox relay has stopped; restart the service");
        }
        try {
            long seconds = jdbi.withHandle(handle -> handle.select(
                            "select coalesce(extract(epoch from now() - min(created_at)), 0)::bigint from outbox")
                    .mapTo(Long.class)
                    .one());
            response.withData("oldestUnpublishedSeconds", seconds);
        } catch (RuntimeException away) {
            response.withData("oldestUnpublishedSeconds", "unknown, the database does not answer");
        }
        return response.build();
    }
}
