package dev.interline.runtime.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** What an SRE watches: how far behind the outbox is, how much waits, how much was given up. */
@ApplicationScoped
public class MessagingMetrics {

    private final Jdbi jdbi;
    private final MeterRegistry registry;
    private final Clock clock;

    MessagingMetrics(Jdbi jdbi, MeterRegistry registry, Clock clock) {
        this.jdbi = jdbi;
        this.registry = registry;
        this.clock = clock;
    }

    void register(@Observes StartupEvent started) {
        gauge(
                "interline.outbox.lag.seconds",
                "Age of the oldest message not yet on Kafka",
                "select coalesce(extract(epoch from now() - min(created_at)), 0) from outbox");
        gauge(
                "interline.commands.waiting",
                "Commands not yet carried out",
                "select count(*) from command where state <> 'BLOCKED'");
        gauge(
                "interline.commands.oldest.seconds",
                "Age of the oldest command not yet carried out",
                "select coalesce(extract(epoch from now() - min(created_at)), 0) from command"
                        + " where state <> 'BLOCKED'");
        gauge(
                "interline.dead.letters",
                "Messages given up and waiting for a person",
                "select count(*) from dead_letter where state = 'OPEN'");
        gauge(
                "interline.lanes.blocked",
                "Lanes that wait for a person, as their head was given up",
                "select count(*) from command where state = 'BLOCKED'");
        gauge(
                "interline.quarantine.held",
                "Requests of the last day that were not verified",
                "select count(*) from quarantined_delivery where state = 'HELD' and received_at > now() - interval '1 day'");
        gauge(
                "interline.breakers.open",
                "Connections whose provider does not answer",
                "select count(*) from connection_breaker where open_until is not null");
        gauge(
                "interline.connections.paused",
                "Connections resting after refused credentials",
                "select count(*) from connection_pause where paused_until > now()");
        gauge(
                "interline.fields.held",
                "Fields that two systems set against each other, waiting for a person",
                "select count(*) from field_hold");
        gauge(
                "interline.credentials.refused",
                "OAuth2 grants for which the provider gives no more access tokens",
                "select count(*) from credential where refused_reason is not null");
        gauge(
                "interline.clock.offset.seconds",
                "How far the clock of this process is ahead of the database's",
                () -> clock.millis() / 1000.0 - query("select extract(epoch from clock_timestamp())"));
    }

    private void gauge(String name, String description, String sql) {
        gauge(name, description, () -> query(sql));
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private double query(String sql) {
        try {
            return jdbi.withHandle(
                    handle -> handle.select(sql).mapTo(Double.class).one());
        } catch (RuntimeException away) {
            return Double.NaN;
        }
    }
}
