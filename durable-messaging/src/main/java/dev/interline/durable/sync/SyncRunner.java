package dev.interline.durable.sync;

import dev.interline.durable.FailPoint;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.failure.RetrySchedule;
import dev.interline.durable.inbound.KnownRecords;
import dev.interline.durable.inbound.WebhookDelivery;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.sync.Sync.State;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

/**
 * Reads what is due, page by page. A page's events and the place it ends at are one transaction: a process that dies goes
 * on there, and tells nothing twice. Each sync is leased to one process at a time; one that has lost its lease and does not
 * know it can do no harm, as a page counts only if the sync's revision is still the one it was read under.
 */
public final class SyncRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SyncRunner.class);

    /** Longer than the longest call. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration BOOKKEEPING = Duration.ofMinutes(1);
    private static final Duration REST_AFTER_REFUSED_CREDENTIALS = Duration.ofSeconds(30);
    private static final RetrySchedule RETRIES =
            new RetrySchedule(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofDays(1));

    /** After so many refusals of a page in a row its place is taken to be unknown to the provider by now. */
    private static final int REFUSALS_OF_A_PLACE = 3;

    private static final int DELETIONS_AT_ONCE = 100;

    private final Jdbi jdbi;
    private final Leases leases;
    private final WebhookStore store;
    private final SyncReader reader;
    private final Syncs syncs;
    private final Settings settings;
    private final ConnectionBreaker breaker;
    private final Semaphore free;
    private final ExecutorService workers;
    private final Thread thread;
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();
    private final Set<String> leasesDeclared = ConcurrentHashMap.newKeySet();
    private long bookkeepingAt = System.nanoTime();
    private volatile boolean stopped;

    /**
     * How to work.
     *
     * @param workers how many pages are read at once
     * @param standing the ids of the standing syncs of the connections there are; no other records are read
     * @param compareEvery how often all is compared
     * @param deletions how much may be missing
     * @param breaker when a provider that does not answer is left alone
     */
    public record Settings(
            int workers,
            Set<String> standing,
            Duration compareEvery,
            DeletionLimit deletions,
            ConnectionBreaker.Thresholds breaker) {

        public Settings {
            standing = Set.copyOf(standing);
        }
    }

    public SyncRunner(Jdbi jdbi, Leases leases, WebhookStore store, SyncReader reader, Syncs syncs, Settings settings) {
        this.jdbi = jdbi;
        this.leases = leases;
        this.store = store;
        this.reader = reader;
        this.syncs = syncs;
        this.settings = settings;
        this.breaker = new ConnectionBreaker(settings.breaker());
        this.free = new Semaphore(settings.workers());
        this.workers = Executors.newFixedThreadPool(
                settings.workers(), Thread.ofPlatform().name("sync-", 0).factory());
        this.thread = Thread.ofPlatform().name("sync-runner").unstarted(this::run);
    }

    /** Starts working. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!stopped) {
            try {
                keepBooks();
                dispatch();
                syncs.wakeup().await(TICK);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                LOG.warn("syncs rest for {} s: {}", TICK.toSeconds(), failed.toString());
                try {
                    Thread.sleep(TICK.toMillis());
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void keepBooks() {
        if (System.nanoTime() < bookkeepingAt) {
            return;
        }
        bookkeepingAt = System.nanoTime() + BOOKKEEPING.toNanos();
        jdbi.useTransaction(handle -> {
            Syncs.removeOld(handle);
            syncs.compareWhatIsDue(handle, settings.compareEvery());
        });
    }

    private void dispatch() throws InterruptedException {
        for (String id : due()) {
            if (stopped || !atWork.add(id)) {
                continue;
            }
            if (!free.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                atWork.remove(id);
                return;
            }
            workers.execute(() -> {
                boolean more = false;
                try {
                    more = step(id);
                } catch (RuntimeException failed) {
                    LOG.warn("sync {} rests: {}", id, failed.toString());
                } finally {
                    free.release();
                    atWork.remove(id);
                    if (more) {
                        syncs.wakeup().signal();
                    }
                }
            });
        }
    }

    /** What is due, of connections that do not rest and whose provider answers; what has waited longest comes first. */
    List<String> due() {
        return jdbi.withHandle(handle -> {
            breaker.refresh(handle);
            return handle.createQuery("""
                            select s.id from sync s
                            where s.state in ('RUNNING', 'DELETING') and s.due_at <= now()
                            and s.connection_id || ':' || s.resource = any(:standing)
                            and not exists (select 1 from connection_pause p
                                            where p.connection_id = s.connection_id and p.paused_until > now())
                            and not exists (select 1 from connection_breaker b
                                            where b.connection_id = s.connection_id and b.open_until > now())
                            order by s.due_at limit 100""")
                    .bindArray("standing", String.class, settings.standing())
                    .mapTo(String.class)
                    .list();
        });
    }

    /**
     * Does the next piece of work of a sync: a page, or some deletions.
     *
     * @return whether there may be more to do at once
     */
    boolean step(String id) {
        Optional<Sync> begun = begin(id);
        if (begun.isEmpty()) {
            return false;
        }
        Sync sync = begun.get();
        if (sync.state() == State.DELETING) {
            return tellDeletions(sync);
        }
        SyncPage page;
        try {
            page = reader.read(sync, Objects.requireNonNull(sync.window()));
            if (page.next() != null && page.next().equals(sync.cursor())) {
                throw new IllegalStateException("the page of " + sync.resource() + " ends where it began");
            }
        } catch (FailureException failed) {
            fail(sync, failed.failure());
            return false;
        } catch (RuntimeException defect) {
            LOG.error("a page of sync {} met a defect", id, defect);
            fail(
                    sync,
                    Failure.of(
                            FailureKind.DEFECT,
                            "MESSAGING-5001",
                            "reading a page met " + defect.getClass().getSimpleName()));
            return false;
        }
        return record(sync, page);
    }

    /** Takes the lease, and begins a pass if none is under way. */
    private Optional<Sync> begin(String id) {
        String lease = "sync/" + id;
        if (leasesDeclared.add(lease)) {
            jdbi.useHandle(handle -> leases.declare(handle, List.of(lease)));
        }
        return jdbi.inTransaction(handle -> {
            if (leases.acquire(handle, List.of(lease), LEASE).isEmpty()) {
                return Optional.empty();
            }
            handle.createUpdate("""
                            update sync set window_from = complete_until - make_interval(secs => overlap_seconds),
                                            window_until = now(), revision = revision + 1
                            where id = :id and state = 'RUNNING' and window_until is null and due_at <= now()""").bind("id", id).execute();
            return handle.createQuery("""
                            select * from sync
                            where id = :id and state in ('RUNNING', 'DELETING') and due_at <= now()""")
                    .bind("id", id)
                    .map((rs, context) -> Sync.read(rs))
                    .findOne();
        });
    }

    private boolean record(Sync sync, SyncPage page) {
        boolean more = jdbi.inTransaction(handle -> {
            if (!move(handle, sync, page)) {
                LOG.info("a page of sync {} is thrown away, as the sync was changed meanwhile", sync.id());
                return false;
            }
            breaker.answered(handle, sync.connection());
            KnownRecords.seen(handle, sync.connection(), sync.resource(), page.present());
            tell(handle, sync, page.delivery());
            if (page.next() == null) {
                end(handle, sync);
            }
            FailPoint.SYNC_INSIDE_TX.hit();
            return true;
        });
        FailPoint.SYNC_AFTER_COMMIT.hit();
        return more;
    }

    private static boolean move(Handle handle, Sync sync, SyncPage page) {
        Cursor next = page.next();
        return handle.createUpdate("""
                                update sync
                                set cursor_at = :at, cursor_id = :cursor, revision = revision + 1, due_at = now(),
                                    pages = pages + 1, seen = seen + :seen, remaining = :remaining,
                                    failures = 0, failure_kind = null, failure_code = null, failure_detail = null
                                where id = :id and revision = :revision""")
                        .bind("id", sync.id())
                        .bind("revision", sync.revision())
                        .bind("at", next == null ? null : Timestamp.from(next.at()))
                        .bind("cursor", next == null ? "" : next.id())
                        .bind("seen", page.read())
                        .bind("remaining", page.remaining())
                        .execute()
                == 1;
    }

    private void tell(Handle handle, Sync sync, WebhookDelivery delivery) {
        if (delivery.events().isEmpty()) {
            return;
        }
        int fresh = store.storeIn(handle, List.of(delivery)).getFirst();
        handle.createUpdate("update sync set told = told + :fresh where id = :id")
                .bind("id", sync.id())
                .bind("fresh", fresh)
                .execute();
    }

    private void end(Handle handle, Sync sync) {
        switch (sync.kind()) {
            case SYNC -> handle.createUpdate("""
                                update sync set complete_until = window_until, window_from = null, window_until = null,
                                                due_at = now() + make_interval(secs => every_seconds)
                                where id = :id""").bind("id", sync.id()).execute();
            case BACKFILL -> {
                finish(handle, sync);
                LOG.info("backfill {} is done", sync.id());
            }
            case COMPARISON -> judge(handle, sync);
        }
    }

    private void judge(Handle handle, Sync sync) {
        KnownRecords.Count count = KnownRecords.count(handle, sync.connection(), sync.resource(), sync.createdAt());
        boolean refused = settings.deletions().isExceededBy(count.missing(), count.known());
        handle.createUpdate("update sync set known = :known, missing = :missing, state = :state where id = :id")
                .bind("id", sync.id())
                .bind("known", count.known())
                .bind("missing", count.missing())
                .bind("state", (refused ? State.REFUSED : State.DELETING).name())
                .execute();
        if (refused) {
            LOG.error(
                    "comparison {}: {} of {} {} of connection {} are missing at the provider; that is too much to be"
                            + " believed, so nothing is told until a person confirms or cancels it",
                    sync.id(),
                    count.missing(),
                    count.known(),
                    sync.resource(),
                    sync.connection());
        }
    }

    private boolean tellDeletions(Sync sync) {
        boolean more = jdbi.inTransaction(handle -> {
            int current = handle.createUpdate("""
                            update sync set revision = revision + 1, due_at = now()
                            where id = :id and revision = :revision and state = 'DELETING'""")
                    .bind("id", sync.id())
                    .bind("revision", sync.revision())
                    .execute();
            if (current == 0) {
                return false;
            }
            List<String> ids = KnownRecords.missing(
                    handle, sync.connection(), sync.resource(), sync.createdAt(), DELETIONS_AT_ONCE);
            if (ids.isEmpty()) {
                finish(handle, sync);
                LOG.info("comparison {} is done", sync.id());
                return false;
            }
            tell(handle, sync, reader.deleted(sync, ids));
            KnownRecords.forget(handle, sync.connection(), ids);
            FailPoint.SYNC_INSIDE_TX.hit();
            return true;
        });
        FailPoint.SYNC_AFTER_COMMIT.hit();
        return more;
    }

    private static void finish(Handle handle, Sync sync) {
        handle.createUpdate("update sync set state = 'DONE', finished_at = now(), remaining = 0 where id = :id")
                .bind("id", sync.id())
                .execute();
    }

    /** Keeps the place and comes again later; a sync is never given up, as nothing would tell what it has not read. */
    private void fail(Sync sync, Failure failure) {
        boolean placeUnknown = failure.kind() == FailureKind.REJECTED
                && sync.cursor() != null
                && sync.failures() + 1 >= REFUSALS_OF_A_PLACE;
        Duration wait = waitAfter(sync, failure);
        LOG.info(
                "sync {} waits {} ms after {} {}: {}{}",
                sync.id(),
                wait.toMillis(),
                failure.kind(),
                failure.code(),
                failure.detail(),
                placeUnknown ? "; its pass begins anew" : "");
        jdbi.useTransaction(handle -> {
            breaker.failed(handle, sync.connection(), "sync/" + sync.id(), failure);
            if (failure.kind() == FailureKind.UNAUTHORIZED) {
                Lanes.pause(handle, sync.connection(), wait, failure.code());
            }
            handle.createUpdate("""
                            update sync
                            set due_at = now() + make_interval(secs => :wait), revision = revision + 1,
                                failures = failures + :counted,
                                cursor_at = case when :anew then null else cursor_at end,
                                cursor_id = case when :anew then '' else cursor_id end,
                                seen = case when :anew and kind <> 'SYNC' then 0 else seen end,
                                failure_kind = :kind, failure_code = :code, failure_detail = :detail
                            where id = :id and revision = :revision""")
                    .bind("id", sync.id())
                    .bind("revision", sync.revision())
                    .bind("wait", wait.toMillis() / 1000.0)
                    .bind("counted", failure.kind() == FailureKind.THROTTLED ? 0 : 1)
                    .bind("anew", placeUnknown)
                    .bind("kind", failure.kind().name())
                    .bind("code", failure.code())
                    .bind("detail", failure.detail())
                    .execute();
        });
    }

    private static Duration waitAfter(Sync sync, Failure failure) {
        Duration asked = failure.retryAfter();
        if (failure.kind() == FailureKind.UNAUTHORIZED) {
            return REST_AFTER_REFUSED_CREDENTIALS;
        }
        Duration own = RETRIES.waitAfter(sync.failures() + 1, RandomGenerator.getDefault());
        return asked != null && (failure.kind() == FailureKind.THROTTLED || asked.compareTo(own) > 0) ? asked : own;
    }

    /** Ends after the present pages. */
    @Override
    public void close() {
        stopped = true;
        syncs.wakeup().signal();
        workers.shutdown();
        try {
            if (thread.isAlive()) {
                thread.join(Duration.ofSeconds(5));
            }
            if (!workers.awaitTermination(12, TimeUnit.SECONDS)) {
                LOG.info("a page that is still being read is thrown away");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
