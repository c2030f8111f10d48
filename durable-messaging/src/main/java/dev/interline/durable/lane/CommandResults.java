package dev.interline.durable.lane;

import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.integration.IntegrationEvent.CommandCompleted;
import dev.interline.canonical.integration.IntegrationEvent.CommandFailed;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.GroupCommit;
import dev.interline.durable.Ids;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.echo.WriteLedger;
import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Records what came of commands together with what that tells the others. Results that come at the same time share a
 * transaction; should it fail, each has its own.
 */
final class CommandResults implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandResults.class);
    private static final Duration THROTTLE_REST = Duration.ofSeconds(1);
    private static final Duration UNAUTHORIZED_REST = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final ConnectionBreaker breaker;
    private final Dispatcher.Settings settings;
    private final Clock clock;
    private final GroupCommit<Ended, Recorded> commits;

    CommandResults(
            Jdbi jdbi,
            Outbox outbox,
            DeadLetters deadLetters,
            ConnectionBreaker breaker,
            Dispatcher.Settings settings,
            Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.breaker = breaker;
        this.settings = settings;
        this.clock = clock;
        this.commits = new GroupCommit<>("command-results", this::recordAll, 1, settings.workers(), settings.workers());
    }

    /**
     * An attempt that has ended.
     *
     * @param last whether the worker leaves the lane to others now
     */
    record Ended(CommandAttempt attempt, Attempted attempted, boolean last) {

        ClaimedCommand command() {
            return attempt.command();
        }

        boolean isDone() {
            return attempted instanceof Attempted.Succeeded && !command().isDryRun();
        }

        private Lanes.Held lane() {
            return new Lanes.Held(command().laneKey(), command().leaseToken());
        }
    }

    /** What the results of a transaction have to say. */
    private record Batch(Handle handle, List<OutboxMessage> messages, List<WriteLedger.Written> written) {}

    /** Whether the result was recorded, and the next command of the lane if we go on with it. */
    record Recorded(boolean held, Optional<ClaimedCommand> next) {}

    /**
     * Records what came of a command; commits before it returns.
     *
     * @return the next of its lane, if we go on with it
     * @throws LeaseLost if another holds the lane
     */
    Optional<ClaimedCommand> record(Ended ended) {
        Recorded recorded = Intents.joined(commits, ended);
        if (!recorded.held()) {
            throw new LeaseLost(ended.command().laneKey());
        }
        return recorded.next();
    }

    /** Records results in one transaction. */
    List<Recorded> recordAll(List<Ended> all) {
        return jdbi.inTransaction(handle -> {
            Map<String, Boolean> dirty =
                    Lanes.lockHeld(handle, all.stream().map(Ended::lane).toList());
            List<Ended> held = all.stream()
                    .filter(ended -> dirty.containsKey(ended.command().laneKey()))
                    .toList();
            CommandAttempt.recordAnswers(
                    handle, held.stream().map(Ended::attempt).toList());
            Batch batch = new Batch(handle, new ArrayList<>(), new ArrayList<>());
            Set<String> present =
                    finish(handle, held.stream().filter(Ended::isDone).toList());
            present.addAll(
                    waiting(handle, held.stream().filter(one -> !one.isDone()).toList()));
            for (Ended one : held) {
                ClaimedCommand command = one.command();
                if (!present.contains(command.id()) || one.attempted() instanceof Attempted.Needless) {
                    LOG.debug("command {} was superseded before it was begun", command.id());
                } else if (command.isDryRun()) {
                    recordRehearsal(batch, one);
                } else {
                    record(batch, one, Boolean.TRUE.equals(dirty.get(command.laneKey())));
                }
                tellBreaker(handle, command, one.attempted());
            }
            WriteLedger.note(handle, batch.written());
            outbox.append(handle, batch.messages());
            Map<String, ClaimedCommand> next = next(handle, held);
            return all.stream()
                    .map(one -> new Recorded(
                            dirty.containsKey(one.command().laneKey()),
                            Optional.ofNullable(next.get(one.command().laneKey()))))
                    .toList();
        });
    }

    private static Set<String> finish(Handle handle, List<Ended> done) {
        if (done.isEmpty()) {
            return new HashSet<>();
        }
        Map<String, @Nullable String> results = new LinkedHashMap<>();
        for (Ended one : done) {
            ExternalRef ref = ((Attempted.Succeeded) one.attempted()).outcome().ref();
            results.put(one.command().id(), ref == null ? null : ref.id());
        }
        return Commands.finish(handle, "DONE", results);
    }

    private static Set<String> waiting(Handle handle, List<Ended> others) {
        return others.isEmpty()
                ? Set.of()
                : Commands.waiting(
                        handle, others.stream().map(one -> one.command().id()).toList());
    }

    /** Goes on with the lanes whose next head is due now, gives the others back. */
    private static Map<String, ClaimedCommand> next(Handle handle, List<Ended> held) {
        if (held.isEmpty()) {
            return Map.of();
        }
        Set<String> goOn = Lanes.settle(
                handle,
                held.stream().map(one -> one.command().laneKey()).toList(),
                held.stream().map(one -> !one.last()).toList());
        return Lanes.heads(
                        handle,
                        held.stream()
                                .map(Ended::lane)
                                .filter(lane -> goOn.contains(lane.laneKey()))
                                .toList())
                .stream()
                .collect(Collectors.toMap(ClaimedCommand::laneKey, Function.identity()));
    }

    private void record(Batch batch, Ended ended, boolean dirty) {
        ClaimedCommand command = ended.command();
        switch (ended.attempted()) {
            case Attempted.Succeeded succeeded -> recordDone(batch, command, succeeded.outcome(), dirty);
            case Attempted.Failed failed -> recordFailure(batch, ended.attempt(), failed.failure(), failed.causes());
            case Attempted.Unresolved unresolved ->
                giveUp(batch, command, unresolved.failure(), "UNKNOWN", Causes.none());
            case Attempted.Tried tried ->
                throw new IllegalStateException("Command " + command.id() + " was rehearsed but is no dry run");
            case Attempted.Needless needless -> {}
        }
    }

    private void recordRehearsal(Batch batch, Ended ended) {
        Handle handle = batch.handle();
        ClaimedCommand command = ended.command();
        switch (ended.attempted()) {
            case Attempted.Tried tried -> Findings.call(handle, command, tried.call());
            case Attempted.Needless needless -> {}
            case Attempted.Succeeded succeeded ->
                Findings.follows(handle, command, succeeded.outcome().events());
            case Attempted.Unresolved unresolved -> Findings.failure(handle, command, unresolved.failure());
            case Attempted.Failed failed -> {
                if (!failed.failure().kind().costsAttempt()) {
                    recordFailure(batch, ended.attempt(), failed.failure(), failed.causes());
                    return;
                }
                Findings.failure(handle, command, failed.failure());
            }
        }
        Commands.finish(handle, command.id(), "DRY_RUN");
    }

    private void tellBreaker(Handle handle, ClaimedCommand command, Attempted attempted) {
        switch (attempted) {
            case Attempted.Succeeded succeeded -> breaker.answered(handle, command.connection());
            case Attempted.Failed failed ->
                breaker.failed(handle, command.connection(), command.laneKey(), failed.failure());
            case Attempted.Unresolved unresolved -> breaker.untold(handle, command.connection(), command.laneKey());
            case Attempted.Tried tried -> breaker.untold(handle, command.connection(), command.laneKey());
            case Attempted.Needless needless -> breaker.untold(handle, command.connection(), command.laneKey());
        }
    }

    private void recordDone(Batch batch, ClaimedCommand command, CommandOutcome outcome, boolean dirty) {
        if (dirty) {
            Lanes.markWritten(batch.handle(), command);
        }
        if (command.attempts() > 0 || ReplayMark.of(command.id()).isPresent()) {
            deadLetters.resolve(batch.handle(), DeadLetters.LANE, ReplayMark.original(command.id()));
        }
        // What nothing had told us before, as a person asked for it, is news when it comes back.
        if (outcome.ref() != null && command.envelope().causationId() != null) {
            batch.written()
                    .add(new WriteLedger.Written(
                            command.connection(), outcome.ref().id(), outcome.written()));
        }
        for (CanonicalMessage event : outcome.events()) {
            batch.messages()
                    .add(OutboxMessage.of(MessageType.of(event.payload()).topicFor(settings.system()), event));
        }
        Envelope cause = command.envelope();
        batch.messages()
                .add(result(
                        command,
                        new CommandCompleted(
                                cause.id(), cause.type(), settings.system(), cause.subject(), outcome.ref())));
        LOG.debug("command {} {} done", command.id(), cause.type());
    }

    private void recordFailure(Batch batch, CommandAttempt attempt, Failure failure, Causes causes) {
        ClaimedCommand command = attempt.command();
        FailureKind kind = failure.kind();
        CommandPolicy policy = settings.policies().of(command.envelope().type());
        Duration wait = waitFor(command, failure, policy.retries());
        // An attempt whose effect is unknown stays so until one has shown what became of it.
        boolean unknown = kind == FailureKind.AMBIGUOUS || command.wasInFlight() || attempt.hasHadEffect();
        if (!kind.isRetryable() || (kind.costsAttempt() && isTooOld(command, wait, policy.retries()))) {
            giveUp(batch, command, failure, kind.isRetryable() && unknown ? "UNKNOWN" : "DEAD", causes);
            return;
        }
        Commands.postpone(
                batch.handle(), command, unknown ? "IN_FLIGHT" : "PENDING", failure, wait, kind.costsAttempt());
        if (kind == FailureKind.UNAUTHORIZED) {
            Lanes.pause(batch.handle(), command.connection(), wait, failure.code());
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

    private static boolean isTooOld(ClaimedCommand command, Duration wait, RetrySchedule retries) {
        Instant since = command.retryingSince();
        return since != null && command.claimedAt().plus(wait).isAfter(since.plus(retries.giveUpAfter()));
    }

    private void giveUp(Batch batch, ClaimedCommand command, Failure failure, String state, Causes causes) {
        Handle handle = batch.handle();
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
        batch.messages()
                .add(result(
                        command,
                        new CommandFailed(
                                cause.id(),
                                cause.type(),
                                settings.system(),
                                cause.subject(),
                                failure.kind().name(),
                                failure.code())));
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

    @Override
    public void close() {
        commits.close();
    }
}
