package dev.interline.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jdbi.v3.core.Jdbi;

/** Without its database a service can keep nothing, so it must not be sent anything. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements HealthCheck {

    private final Jdbi jdbi;

    DatabaseReadiness(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            jdbi.useHandle(
                    handle -> handle.select("select 1").mapTo(Integer.class).one());
            return HealthCheckResponse.named("database").up().build();
        } catch (RuntimeException away) {
            return HealthCheckResponse.named("database")
                    .down()
                    .withData(
                            "reason",
                            "the database does not answer: " + away.getClass().getSimpleName())
                    .build();
        }
    }
}
