package dev.interline.durable.lane;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ConnectionId;
import dev.interline.durable.FailPoint;
import dev.interline.durable.Pace;
import dev.interline.durable.Wakeup;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.DatabaseFailures;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.outbound.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the lanes of one connector: claims those that are due, carries out their heads one at a time, and records what
 * came of it together with what it tells the others.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration BREAKER_REFRESH = Duration.ofSeconds(1);
    private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(5);
    private static final int COMMANDS_PER_CLAIM = 20;

    private final Jdbi jdbi;
    private final CommandHandler handler;
    private final Settings settings;
    private final Wakeup wakeup;
    private final Semaphore freeWorkers;
    private final ExecutorService workers;
    private final Thread claimer;
    private final Intents intents;
    private final CommandResults results;
    private final ConnectionBreaker breaker;
    private final Map<ConnectionId, Integer> busy = new ConcurrentHashMap<>();
    private final Pace pace = new Pace(BETWEEN_CLAIMS);
    private long breakerRefreshedAt = System.nanoTime() - BREAKER_REFRESH.toNanos();
    private volatile boolean moreMayBeDue = true;
    private volatile boolean stopped;

    /**
     * How a dispatcher works.
     *
     * @param system whose results it reports
     * @param owner the name of this process, in lease rows
     * @param workers how many commands run at once
     * @param policies how often each kind of command is tried, and what a given-up one does to its lane
     * @param breaker when a provider that does not answer is left alone
     */
    public record Settings(
            BusinessSystem system,
            String owner,
            int workers,
            CommandPolicies policies,
            ConnectionBreaker.Thresholds breaker) {}

    public Dispatcher(
            Jdbi jdbi,
            Outbox outbox,
            DeadLetters deadLetters,
            CommandHandler handler,
            Settings settings,
            Wakeup wakeup,
            Clock clock) {
        this.jdbi = jdbi;
        this.handler = handler;
        this.settings = settings;
        this.wakeup = wakeup;
        this.freeWorkers = new Semaphore(settings.workers());
        this.workers = Executors.newFixedThreadPool(
                settings.workers(), Thread.ofPlatform().name("dispatch-", 0).factory());
        this.breaker = new ConnectionBreaker(settings.breaker());
        this.intents = new Intents(jdbi, settings.workers());
        this.results = new CommandResults(jdbi, outbox, deadLetters, breaker, settings, clock);
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
                    int inheritedLanes = jdbi.inTransaction(handle -> Lanes.releaseOwned(handle, settings.owner()));
                    LOG.debug("took {} lanes back from an earlier process of this name", inheritedLanes);
                    inherited = true;
                }
                refreshBreaker();
                // A worker that ends from here on wakes us: this round may count it as busy.
                moreMayBeDue = true;
                freeWorkers.acquire();
                pace.await();
                int free = 1 + freeWorkers.drainPermits();
                int claimed = 0;
                try {
                    LaneClaims.Claimed lanes = jdbi.withHandle(handle -> LaneClaims.claim(handle, demand(free)));
                    FailPoint.DISPATCH_AFTER_CLAIM.hit();
                    moreMayBeDue = lanes.moreMayBeDue();
                    for (ClaimedCommand command : lanes.heads()) {
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
        long now = System.nanoTime();
        if (now - breakerRefreshedAt >= BREAKER_REFRESH.toNanos()) {
            jdbi.useHandle(breaker::refresh);
            breakerRefreshedAt = now;
        }
    }

    private void work(ClaimedCommand first) {
        boolean laneIsDone = false;
        try {
            Optional<ClaimedCommand> next = Optional.of(first);
            boolean last = false;
            for (int done = 0; next.isPresent(); done++) {
                last = stopped || done + 1 >= COMMANDS_PER_CLAIM;
                next = runOne(next.get(), last);
            }
            laneIsDone = !last;
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
            if (!laneIsDone || moreMayBeDue) {
                wakeup.signal();
            }
        }
    }

    /** Runs one command and answers the next of its lane, if we go on with it. */
    private Optional<ClaimedCommand> runOne(ClaimedCommand command, boolean last) {
        CommandAttempt attempt = new CommandAttempt(intents, command);
        Attempted attempted = carryOut(attempt);
        FailPoint.DISPATCH_AFTER_HTTP_RESPONSE.hit();
        Optional<ClaimedCommand> next = results.record(new CommandResults.Ended(attempt, attempted, last));
        FailPoint.DISPATCH_AFTER_RESULT_COMMIT.hit();
        return next;
    }

    private Attempted carryOut(CommandAttempt attempt) {
        ClaimedCommand command = attempt.command();
        try {
            return new Attempted.Succeeded(handler.handle(attempt));
        } catch (LeaseLost lost) {
            throw lost;
        } catch (Superseded superseded) {
            return new Attempted.Needless();
        } catch (Rehearsed rehearsed) {
            return new Attempted.Tried(rehearsed.call());
        } catch (UnresolvedOutcome unresolved) {
            return new Attempted.Unresolved(unresolved.failure());
        } catch (FailureException failed) {
            return new Attempted.Failed(failed.failure(), Causes.of(failed));
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
            return new Attempted.Failed(defect, Causes.of(failed));
        }
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
        intents.close();
        results.close();
    }
}
