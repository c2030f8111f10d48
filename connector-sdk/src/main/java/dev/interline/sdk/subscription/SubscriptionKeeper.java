package dev.interline.sdk.subscription;

import dev.interline.durable.Ids;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.subscription.SubscriptionStatus;
import dev.interline.durable.subscription.SubscriptionStatus.Asked;
import dev.interline.durable.subscription.Subscriptions;
import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.SubscriptionMode;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.provider.ProviderUpkeep;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due, from start to stop: checks and heartbeats at their times, and what somebody asks for at once. Of several
 * replicas one alone looks after a connection at a time.
 */
@ApplicationScoped
public class SubscriptionKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionKeeper.class);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(15);
    private static final int LARGEST_POWER = 10;
    private static final String NOBODY = "interline";

    private final Jdbi jdbi;
    private final Leases leases;
    private final Subscriptions subscriptions;
    private final Connections connections;
    private final InterlineConfig.Subscriptions config;
    private final WebhookSubscriptions provider;
    private final SubscriptionDoctor doctor;
    private final ProviderUpkeep upkeep;
    private final SubscriptionMetrics metrics;
    private final Thread thread =
            Thread.ofPlatform().name("subscription-keeper").unstarted(this::run);
    private Set<String> mine = Set.of();
    private volatile boolean stopped;

    SubscriptionKeeper(
            Jdbi jdbi,
            Leases leases,
            Subscriptions subscriptions,
            Connections connections,
            InterlineConfig config,
            WebhookSubscriptions provider,
            SubscriptionDoctor doctor,
            ProviderUpkeep upkeep,
            SubscriptionMetrics metrics) {
        this.jdbi = jdbi;
        this.leases = leases;
        this.subscriptions = subscriptions;
        this.connections = connections;
        this.config = config.subscriptions();
        this.provider = provider;
        this.doctor = doctor;
        this.upkeep = upkeep;
        this.metrics = metrics;
    }

    /** Last, when all that a call needs has begun. */
    void start(@Observes @Priority(Integer.MAX_VALUE) StartupEvent started) {
        if (connections.all().isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            for (Connection connection : connections.all()) {
                Connection keeper = provider.keeper(connection, connections.all());
                boolean itself = keeper.id().equals(connection.id());
                subscriptions.declare(
                        handle,
                        connection.id(),
                        connection.tenant(),
                        keeper.id(),
                        itself && config.mode() != SubscriptionMode.OFF,
                        config.heartbeat() && provider.hasHeartbeat(connection));
                leases.declare(handle, List.of(SubscriptionDoctor.lease(connection.id())));
            }
        });
        mine = connections.all().stream()
                .map(connection -> connection.id().value())
                .collect(Collectors.toSet());
        metrics.register(connections.all(), connection -> config.heartbeat() && provider.hasHeartbeat(connection));
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(LONGEST_CALL.toMillis());
    }

    private void run() {
        while (!stopped) {
            try {
                jdbi.useTransaction(Subscriptions::arrived);
                for (SubscriptionStatus due : jdbi.withHandle(handle -> Subscriptions.due(handle, mine))) {
                    if (!stopped) {
                        lookAfter(due);
                    }
                }
                subscriptions.wakeup().await(TICK);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                if (stopped) {
                    return;
                }
                LOG.warn("webhook subscriptions rest for {} s: {}", TICK.toSeconds(), failed.toString());
                try {
                    Thread.sleep(TICK.toMillis());
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void lookAfter(SubscriptionStatus seen) {
        String lease = SubscriptionDoctor.lease(seen.connection());
        boolean held = jdbi.inTransaction(handle -> !leases.acquire(handle, List.of(lease), SubscriptionDoctor.LEASE)
                .isEmpty());
        Connection connection = connections.byId(seen.connection().value()).orElse(null);
        if (!held || connection == null) {
            return;
        }
        try {
            // Another replica may have done it a moment ago.
            SubscriptionStatus due = jdbi.withHandle(handle -> Subscriptions.find(handle, seen.connection()))
                    .orElse(seen);
            if (due.checkDue()) {
                check(connection, due);
            }
            if (due.heartbeat().due()) {
                beat(connection, due);
            }
        } finally {
            jdbi.useTransaction(handle -> leases.release(handle, List.of(lease)));
        }
    }

    private void check(Connection connection, SubscriptionStatus due) {
        Asked asked = due.asked();
        boolean repair = asked == null ? config.mode() == SubscriptionMode.REPAIR : asked == Asked.REPAIR;
        String actor = due.askedBy() == null ? NOBODY : due.askedBy();
        Duration next = config.mode() == SubscriptionMode.OFF ? null : config.every();
        try {
            doctor.check(connection, repair, actor, next);
        } catch (RuntimeException failed) {
            Failure failure = failure(failed);
            LOG.warn("webhook subscription of {} could not be looked after: {}", connection.id(), failure.detail());
            jdbi.useTransaction(handle -> Subscriptions.failed(
                    handle,
                    connection.id(),
                    failure.code(),
                    failure.detail(),
                    next == null ? null : rest(due.failures())));
        }
    }

    /** The token is stored before it is sent, so that it is known when it comes back, however soon. */
    private void beat(Connection connection, SubscriptionStatus due) {
        String token = Ids.fresh().toString();
        jdbi.useTransaction(handle -> Subscriptions.beating(
                handle, connection.id(), token, config.heartbeat() ? config.heartbeatEvery() : null));
        try {
            if (!provider.hasHeartbeat(connection)) {
                throw new FailureException(Failure.of(
                        FailureKind.REJECTED,
                        "MESSAGING-4003",
                        "this connection has no record a heartbeat could change"));
            }
            String record = provider.beat(due.heartbeat().record(), token, upkeep.of(connection));
            jdbi.useTransaction(handle -> Subscriptions.beaten(handle, connection.id(), record));
        } catch (RuntimeException failed) {
            Failure failure = failure(failed);
            LOG.warn("heartbeat of {} could not be sent: {}", connection.id(), failure.detail());
            jdbi.useTransaction(handle ->
                    Subscriptions.beatFailed(handle, connection.id(), failure.code() + " " + failure.detail()));
        }
    }

    private static Failure failure(RuntimeException failed) {
        if (failed instanceof FailureException known) {
            return known.failure();
        }
        LOG.error("looking after a webhook subscription met a defect", failed);
        return Failure.of(
                FailureKind.DEFECT,
                "MESSAGING-5002",
                "it met " + failed.getClass().getSimpleName());
    }

    private static Duration rest(int failures) {
        Duration rest = Duration.ofMinutes(1).multipliedBy(1L << Math.min(failures, LARGEST_POWER));
        return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
    }
}
