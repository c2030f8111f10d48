package dev.interline.sdk.sync;

import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.sync.DeletionLimit;
import dev.interline.durable.sync.SyncRunner;
import dev.interline.durable.sync.Syncs;
import dev.interline.runtime.InterlineConfig;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Declares a standing sync of every kind of record of every connection, and works on them from start to stop. */
@ApplicationScoped
public class SyncWiring {

    private final Jdbi jdbi;
    private final Leases leases;
    private final WebhookStore store;
    private final Syncs syncs;
    private final SyncReading reading;
    private final Instance<SyncSource> sources;
    private final Connections connections;
    private final InterlineConfig.Sync config;
    private final ConnectionBreaker.Thresholds breaker;
    private final MeterRegistry metrics;
    private volatile @Nullable SyncRunner runner;

    SyncWiring(
            Jdbi jdbi,
            Leases leases,
            WebhookStore store,
            Syncs syncs,
            SyncReading reading,
            @Any Instance<SyncSource> sources,
            Connections connections,
            InterlineConfig config,
            ConnectionBreaker.Thresholds breaker,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.leases = leases;
        this.store = store;
        this.syncs = syncs;
        this.reading = reading;
        this.sources = sources;
        this.connections = connections;
        this.config = config.sync();
        this.breaker = breaker;
        this.metrics = metrics;
    }

    /** Last, when all that a read needs has begun; a read that comes too early is tried again. */
    void start(@Observes @Priority(Integer.MAX_VALUE) StartupEvent started) {
        if (!config.enabled()) {
            return;
        }
        Set<String> standing = new TreeSet<>();
        for (SyncSource source : sources) {
            for (Connection connection : connections.all()) {
                standing.add(declare(connection, source));
            }
        }
        if (standing.isEmpty()) {
            return;
        }
        metrics.gauge("interline.sync.refused", this, SyncWiring::refused);
        SyncRunner starting = new SyncRunner(
                jdbi,
                leases,
                store,
                reading,
                syncs,
                new SyncRunner.Settings(
                        config.workers(),
                        standing,
                        config.compareEvery(),
                        new DeletionLimit(config.deletionsMost(), config.deletionsMostPercent()),
                        breaker));
        starting.start();
        runner = starting;
    }

    private String declare(Connection connection, SyncSource source) {
        Duration overlap = config.overlap().compareTo(source.settling()) > 0 ? config.overlap() : source.settling();
        jdbi.useTransaction(handle -> syncs.declare(
                handle, connection.id(), connection.tenant(), source.resource(), config.every(), overlap));
        String id = Syncs.idOf(connection.id(), source.resource());
        metrics.gauge(
                "interline.sync.lag.seconds",
                Tags.of("connection", connection.id().value(), "resource", source.resource()),
                this,
                wiring -> wiring.lag(id));
        return id;
    }

    void stop(@Observes ShutdownEvent stopping) {
        SyncRunner running = runner;
        if (running != null) {
            running.close();
        }
    }

    private double lag(String id) {
        return number(handle -> handle.createQuery(
                        "select extract(epoch from now() - complete_until) from sync where id = :id")
                .bind("id", id));
    }

    private double refused() {
        return number(handle -> handle.createQuery("select count(*) from sync where state = 'REFUSED'"));
    }

    private double number(Function<Handle, Query> query) {
        try {
            return jdbi.withHandle(
                    handle -> query.apply(handle).mapTo(Double.class).one());
        } catch (RuntimeException away) {
            return Double.NaN;
        }
    }
}
