package dev.interline.runtime.messaging;

import dev.interline.durable.FailPoint;
import dev.interline.durable.ProcessClock;
import dev.interline.durable.Wakeup;
import dev.interline.durable.audit.AuditLog;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.DeadLetterDesk;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.inbound.Inbox;
import dev.interline.durable.inbound.PersonalData;
import dev.interline.durable.lane.LaneDesk;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.outbound.Relay;
import dev.interline.durable.outbound.RelayProducer;
import dev.interline.durable.replay.CommandReplay;
import dev.interline.durable.replay.DeadLetterReplay;
import dev.interline.durable.replay.ReplayRunner;
import dev.interline.durable.replay.ReplaySource;
import dev.interline.durable.replay.Replays;
import dev.interline.durable.subscription.Subscriptions;
import dev.interline.durable.sync.Syncs;
import dev.interline.runtime.InterlineConfig;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Makes durable messaging's parts known to the service, and runs its relay from start to stop. */
@ApplicationScoped
public class DurableMessaging {

    private final Jdbi jdbi;
    private final Leases leases;
    private final DeadLetters deadLetters = new DeadLetters();
    private final Wakeup outboxWritten = new Wakeup();
    private final Wakeup commandsEnqueued = new Wakeup();
    private final Map<String, Object> kafka;
    private final boolean sandbox;
    private final Wakeup replayAsked = new Wakeup();
    private final Instance<ReplaySource> replaySources;
    private volatile @Nullable Relay relay;
    private volatile @Nullable ReplayRunner replayRunner;

    DurableMessaging(
            AgroalDataSource dataSource,
            InterlineConfig config,
            @Any Instance<ReplaySource> replaySources,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.jdbi = Jdbi.create(dataSource);
        this.leases = new Leases(service + "/" + config.instance());
        this.replaySources = replaySources;
        this.kafka = kafka;
        this.sandbox = config.environment().equals("sandbox");
    }

    void start(@Observes StartupEvent started) {
        refuseOutsideSandbox(FailPoint.PROPERTY, FailPoint.anyArmed(), "halts the process");
        refuseOutsideSandbox(ProcessClock.PROPERTY, ProcessClock.isFaulty(), "makes its clock wrong");
        Relay starting = new Relay(jdbi, leases, RelayProducer.create(kafka), deadLetters, outboxWritten);
        starting.start();
        relay = starting;
        ReplayRunner replaying = new ReplayRunner(jdbi, leases, replays(), replayAsked);
        replaying.start();
        replayRunner = replaying;
    }

    private void refuseOutsideSandbox(String property, boolean isSet, String effect) {
        if (isSet && !sandbox) {
            throw new IllegalStateException("The system property " + property + " is set, which " + effect
                    + " on purpose; it is allowed only with interline.environment=sandbox");
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        ReplayRunner replaying = replayRunner;
        if (replaying != null) {
            replaying.close();
        }
        Relay running = relay;
        if (running != null) {
            running.close();
        }
    }

    /** Whether the relay is at work. */
    public boolean isRelaying() {
        Relay running = relay;
        return running != null && running.isRunning();
    }

    /** Signalled when commands were enqueued; the dispatcher waits on it. */
    public Wakeup commandsEnqueued() {
        return commandsEnqueued;
    }

    @Produces
    @Singleton
    @Named("personalData")
    PersonalData personalData() {
        return new PersonalData(jdbi);
    }

    @Produces
    @Singleton
    Jdbi jdbi() {
        return jdbi;
    }

    /** @throws IllegalArgumentException if what is configured makes no sense */
    @Produces
    @Singleton
    ConnectionBreaker.Thresholds breakerThresholds(InterlineConfig config) {
        InterlineConfig.Breaker breaker = config.breaker();
        return new ConnectionBreaker.Thresholds(
                breaker.failures(),
                breaker.entities(),
                breaker.openFirst(),
                breaker.openLongest(),
                breaker.forgetAfter());
    }

    @Produces
    @Singleton
    Outbox outbox() {
        return new Outbox(outboxWritten::signal);
    }

    @Produces
    @Singleton
    Lanes lanes() {
        return new Lanes(commandsEnqueued::signal);
    }

    @Produces
    @Singleton
    LaneDesk laneDesk() {
        return new LaneDesk(lanes());
    }

    @Produces
    @Singleton
    DeadLetterDesk deadLetterDesk() {
        return new DeadLetterDesk(outbox(), laneDesk());
    }

    @Produces
    @Singleton
    ReplaySource commandReplay() {
        return new CommandReplay(laneDesk());
    }

    @Produces
    @Singleton
    ReplaySource deadLetterReplay() {
        return new DeadLetterReplay(deadLetterDesk());
    }

    @Produces
    @Singleton
    Replays replays() {
        return new Replays(replaySources.stream().toList(), replayAsked);
    }

    @Produces
    @Singleton
    Leases leases() {
        return leases;
    }

    @Produces
    @Singleton
    Syncs syncs() {
        return new Syncs(new Wakeup());
    }

    @Produces
    @Singleton
    Subscriptions subscriptions() {
        return new Subscriptions(new Wakeup());
    }

    @Produces
    @Singleton
    AuditLog auditLog() {
        return new AuditLog();
    }

    @Produces
    @Singleton
    Inbox inbox() {
        return new Inbox();
    }

    @Produces
    @Singleton
    DeadLetters deadLetters() {
        return deadLetters;
    }

    @Produces
    @Singleton
    Clock clock() {
        return ProcessClock.current();
    }
}
