package dev.interline.durable.lane;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.integration.IntegrationEvent.CommandCompleted;
import dev.interline.canonical.integration.IntegrationEvent.CommandFailed;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.FailPoint;
import dev.interline.durable.Ids;
import dev.interline.durable.Wakeup;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.echo.WriteLedger;
import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.DatabaseFailures;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.failure.RetrySchedule;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.durable.replay.ReplayMark;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs the lanes of one connector: claims those that are due, carries out their heads one at a time, and records what
 * came of it together with what it tells the others.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration THROTTLE_REST = Duration.ofSeconds(1);
    private static final Duration UNAUTHORIZED_REST = Duration.ofSeconds(30);
    private static final Duration BREAKER_REFRESH = Duration.ofSeconds(1);
    private static final int COMMANDS_PER_CLAIM = 20;

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final CommandHandler handler;
    private final Settings settings;
    private final Wakeup wakeup;
    private final Clock clock;
    private final Semaphore freeWorkers;
    private final ExecutorService workers;
    private final Thread claimer;
    private final ConnectionBreaker breaker = new ConnectionBreaker(ConnectionBreaker.Thresholds.DEFAULT);
    private final Map<ConnectionId, Integer> busy = new ConcurrentHashMap<>();
    private Instant breakerRefreshedAt = Instant.EPOCH;
    private volatile boolean stopped;

    /**
     * How a dispatcher works.
     *
     * @param system whose results it reports
     * @param owner the name of this process, in lease rows
     * @param workers how many commands run at once
     * @param policies how often each kind of command is tried, and what a given-up one does to its lane
     */
    public record Settings(BusinessSystem system, String owner, int workers, CommandPolicies policies) {}

    public Dispatcher(
            Jdbi jdbi,
            Outbox outbox,
            DeadLetters deadLetters,
            CommandHandler handler,
            Settings settings,
            Wakeup wakeup,
            Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.handler = handler;
        this.settings = settings;
        this.wakeup = wakeup;
        this.clock = clock;
        this.freeWorkers = new Semaphore(settings.workers());
        this.workers = Executors.newFixedThreadPool(
                settings.workers(), Thread.ofPlatform().name("dispatch-", 0).factory());
        this.claimer = Thread.ofPlatform().name("lane-claimer").unstarted(this::run);
    }

    /** Starts claiming lanes. */
    public void start() {
        claimer.start();
    }

    /** Whether lanes are being claimed, as opposed to stopped for good. */
    public boolean isRunning() {
        return claimer.isAlive();
    }

    private void run() {
        boolean inherited = false;
        while (!stopped) {
            try {
                if (!inherited) {
                    int lanes = jdbi.inTransaction(handle -> Lanes.releaseOwned(handle, settings.owner()));
                    LOG.debug("took {} lanes back from an earlier process of this name", lanes);
                    inherited = true;
                }
                refreshBreaker();
                freeWorkers.acquire();
                int free = 1 + freeWorkers.drainPermits();
                int claimed = 0;
                try {
                    List<ClaimedCommand> commands =
                            jdbi.inTransaction(handle -> LaneClaims.claim(handle, demand(free)));
                    FailPoint.DISPATCH_AFTER_CLAIM.hit();
                    for (ClaimedCommand command : commands) {
                        busy.merge(command.connection(), 1, Integer::sum);
                        workers.execute(() -> work(command));
                        claimed++;
                    }
                } finally {
                    freeWorkers.release(free - claimed);
                }
                if (claimed < free) {
                    wakeup.await(POLL);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                LOG.warn(
                        "lanes could not be claimed, trying again in {} s: {}",
                        REST_AFTER_FAILURE.toSeconds(),
                        failed.toString());
                try {
                    Thread.sleep(REST_AFTER_FAILURE.toMillis());
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private LaneClaims.Demand demand(int free) {
        return new LaneClaims.Demand(settings.owner(), free, settings.workers(), Map.copyOf(busy));
    }

    private void refreshBreaker() {
        Instant now = clock.instant();
        if (!now.isBefore(breakerRefreshedAt.plus(BREAKER_REFRESH))) {
            jdbi.useHandle(breaker::refresh);
            breakerRefreshedAt = now;
        }
    }

    private void work(ClaimedCommand first) {
        try {
            Optional<ClaimedCommand> next = Optional.of(first);
            for (int done = 0; next.isPresent(); done++) {
                boolean last = stopped || done + 1 >= COMMANDS_PER_CLAIM;
                next = runOne(next.get(), last);
            }
        } catch (LeaseLost lost) {
            LOG.warn("{}; what its new holder does counts", lost.getMessage());
        } catch (RuntimeException failed) {
            // The lease expires and the lane is claimed again; an attempt begun stays IN_FLIGHT and is resolved then.
            LOG.warn(
                    "a command's result could not be recorded, its lane is taken up again when the lease ends: {}",
                    failed.toString());
        } finally {
            busy.merge(first.connection(), -1, (before, less) -> before + less == 0 ? null : before + less);
            freeWorkers.release();
            wakeup.signal();
        }
    }

    /** Runs one command and answers the next of its lane, if we go on with it. */
    private Optional<ClaimedCommand> runOne(ClaimedCommand command, boolean last) {
        CommandAttempt attempt = new CommandAttempt(jdbi, command);
        Result result = carryOut(attempt);
        FailPoint.DISPATCH_AFTER_HTTP_RESPONSE.hit();
        Optional<ClaimedCommand> next = jdbi.inTransaction(handle -> {
            Lanes.Found found = Lanes.lockHeld(handle, command);
            attempt.recordAnswers(handle);
            if (!found.wanted() || result instanceof Result.Needless) {
                LOG.debug("command {} was superseded before it was begun", command.id());
            } else if (command.isDryRun()) {
                recordRehearsal(handle, attempt, result);
            } else {
                record(handle, attempt, result, found.dirty());
            }
            tellBreaker(handle, command, result);
            if (last) {
                Lanes.release(handle, command.laneKey());
                return Optional.empty();
            }
            return Lanes.goOn(handle, command);
        });
        FailPoint.DISPATCH_AFTER_RESULT_COMMIT.hit();
        return next;
    }

    private void record(Handle handle, CommandAttempt attempt, Result result, boolean dirty) {
        ClaimedCommand command = attempt.command();
        switch (result) {
            case Result.Succeeded succeeded -> recordDone(handle, command, succeeded.outcome(), dirty);
            case Result.Failed failed -> recordFailure(handle, attempt, failed.failure(), failed.causes());
            case Result.Unresolved unresolved ->
                giveUp(handle, command, unresolved.failure(), "UNKNOWN", Causes.none());
            case Result.Tried tried ->
                throw new IllegalStateException("Command " + command.id() + " was rehearsed but is no dry run");
            case Result.Needless needless -> {}
        }
    }

    private void recordRehearsal(Handle handle, CommandAttempt attempt, Result result) {
        ClaimedCommand command = attempt.command();
        switch (result) {
            case Result.Tried tried -> Findings.call(handle, command, tried.call());
            case Result.Needless needless -> {}
            case Result.Succeeded succeeded ->
                Findings.follows(handle, command, succeeded.outcome().events());
            case Result.Unresolved unresolved -> Findings.failure(handle, command, unresolved.failure());
            case Result.Failed failed -> {
                if (!failed.failure().kind().costsAttempt()) {
                    recordFailure(handle, attempt, failed.failure(), failed.causes());
                    return;
                }
                Findings.failure(handle, command, failed.failure());
            }
        }
        Commands.finish(handle, command.id(), "DRY_RUN");
    }

    private void tellBreaker(Handle handle, ClaimedCommand command, Result result) {
        switch (result) {
            case Result.Succeeded succeeded -> breaker.answered(handle, command.connection());
            case Result.Failed failed ->
                breaker.failed(handle, command.connection(), command.laneKey(), failed.failure());
            case Result.Unresolved unresolved -> breaker.untold(handle, command.connection(), command.laneKey());
            case Result.Tried tried -> breaker.untold(handle, command.connection(), command.laneKey());
            case Result.Needless needless -> breaker.untold(handle, command.connection(), command.laneKey());
        }
    }

    private Result carryOut(CommandAttempt attempt) {
        ClaimedCommand command = attempt.command();
        try {
            return new Result.Succeeded(handler.handle(attempt));
        } catch (LeaseLost lost) {
            throw lost;
        } catch (Superseded superseded) {
            return new Result.Needless();
        } catch (Rehearsed rehearsed) {
            return new Result.Tried(rehearsed.call());
        } catch (UnresolvedOutcome unresolved) {
            return new Result.Unresolved(unresolved.failure());
        } catch (FailureException failed) {
            return new Result.Failed(failed.failure(), Causes.of(failed));
        } catch (RuntimeException failed) {
            if (DatabaseFailures.isTransient(failed)) {
                throw failed;
            }
            LOG.error("command {} met a defect", command.id(), failed);
            Failure defect = Failure.of(
                    FailureKind.DEFECT,
                    settings.system().token().toUpperCase(Locale.ROOT) + "-9001",
                    "Unexpected " + failed.getClass().getSimpleName() + " while carrying out "
                            + command.envelope().type());
            return new Result.Failed(defect, Causes.of(failed));
        }
    }

    private void recordDone(Handle handle, ClaimedCommand command, CommandOutcome outcome, boolean dirty) {
        ExternalRef ref = outcome.ref();
        Commands.finish(handle, command.id(), "DONE", ref == null ? null : ref.id());
        if (dirty) {
            Lanes.markWritten(handle, command);
        }
        if (command.attempts() > 0 || ReplayMark.of(command.id()).isPresent()) {
            deadLetters.resolve(handle, DeadLetters.LANE, ReplayMark.original(command.id()));
        }
        // What nothing had told us before, as a person asked for it, is news when it comes back.
        if (ref != null && command.envelope().causationId() != null) {
            WriteLedger.note(handle, command.connection(), ref.id(), outcome.written());
        }
        List<OutboxMessage> messages = new ArrayList<>();
        for (CanonicalMessage event : outcome.events()) {
            messages.add(OutboxMessage.of(MessageType.of(event.payload()).topicFor(settings.system()), event));
        }
        Envelope cause = command.envelope();
        messages.add(result(
                command,
                new CommandCompleted(cause.id(), cause.type(), settings.system(), cause.subject(), outcome.ref())));
        outbox.append(handle, messages);
        LOG.debug("command {} {} done", command.id(), cause.type());
    }

    private void recordFailure(Handle handle, CommandAttempt attempt, Failure failure, Causes causes) {
        ClaimedCommand command = attempt.command();
        FailureKind kind = failure.kind();
        CommandPolicy policy = settings.policies().of(command.envelope().type());
        Duration wait = waitFor(command, failure, policy.retries());
        // An attempt whose effect is unknown stays so until one has shown what became of it.
        boolean unknown = kind == FailureKind.AMBIGUOUS || command.wasInFlight() || attempt.hasHadEffect();
        if (!kind.isRetryable() || (kind.costsAttempt() && isTooOld(command, wait, policy.retries()))) {
            giveUp(handle, command, failure, kind.isRetryable() && unknown ? "UNKNOWN" : "DEAD", causes);
            return;
        }
        Commands.postpone(handle, command, unknown ? "IN_FLIGHT" : "PENDING", failure, wait, kind.costsAttempt());
        if (kind == FailureKind.UNAUTHORIZED) {
            Lanes.pause(handle, command.connection(), wait, failure.code());
        }
        LOG.atLevel(kind == FailureKind.THROTTLED ? Level.DEBUG : Level.INFO)
                .log(
                        "command {} {} waits {} ms after {} {}: {}",
                        command.id(),
                        command.envelope().type(),
                        wait.toMillis(),
                        kind,
                        failure.code(),
                        failure.detail());
    }

    private static Duration waitFor(ClaimedCommand command, Failure failure, RetrySchedule retries) {
        Duration asked = failure.retryAfter();
        return switch (failure.kind()) {
            case THROTTLED -> asked != null ? asked : THROTTLE_REST;
            case UNAUTHORIZED -> UNAUTHORIZED_REST;
            default -> {
                Duration planned = retries.waitAfter(command.attempts() + 1, RandomGenerator.getDefault());
                yield asked != null && asked.compareTo(planned) > 0 ? asked : planned;
            }
        };
    }

    private boolean isTooOld(ClaimedCommand command, Duration wait, RetrySchedule retries) {
        Instant since = command.retryingSince();
        return since != null && clock.instant().plus(wait).isAfter(since.plus(retries.giveUpAfter()));
    }

    private void giveUp(Handle handle, ClaimedCommand command, Failure failure, String state, Causes causes) {
        Envelope cause = command.envelope();
        boolean block = settings.policies().of(cause.type()).onGiveUp() == LanePolicy.BLOCK;
        if (block) {
            Commands.block(handle, command.id(), failure);
        } else {
            Commands.giveUp(handle, command.id(), state, failure);
            Lanes.markDirty(handle, command.laneKey(), command.lacks());
        }
        deadLetters.add(
                handle,
                DeadLetters.LANE,
                cause,
                command.payload(),
                failure,
                causes,
                Commands.failures(handle, command.id()));
        outbox.append(
                handle,
                List.of(result(
                        command,
                        new CommandFailed(
                                cause.id(),
                                cause.type(),
                                settings.system(),
                                cause.subject(),
                                failure.kind().name(),
                                failure.code()))));
        LOG.error(
                "command {} {} given up as {}{} after {} {}: {}",
                command.id(),
                cause.type(),
                state,
                block ? ", its lane waits for a person" : "",
                failure.kind(),
                failure.code(),
                failure.detail());
    }

    private OutboxMessage result(ClaimedCommand command, CanonicalPayload payload) {
        Envelope cause = command.envelope();
        MessageType type = MessageType.of(payload);
        Envelope envelope = new Envelope(
                ReplayMark.following(cause.id(), Ids.derived("res_", ReplayMark.original(cause.id()), type.name())),
                URI.create("/connections/" + command.connection()),
                type.name(),
                cause.subject(),
                clock.instant(),
                cause.tenantId(),
                command.connection(),
                cause.correlationId(),
                cause.id(),
                cause.traceparent());
        return OutboxMessage.of(type.topicFor(settings.system()), new CanonicalMessage(envelope, payload));
    }

    /** Claims no more, lets running commands end. */
    @Override
    public void close() {
        stopped = true;
        claimer.interrupt();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(20, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException stopping) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private sealed interface Result {
        record Succeeded(CommandOutcome outcome) implements Result {}

        record Failed(Failure failure, Causes causes) implements Result {}

        record Unresolved(Failure failure) implements Result {}

        record Tried(IntendedCall call) implements Result {}

        record Needless() implements Result {}
    }
}
