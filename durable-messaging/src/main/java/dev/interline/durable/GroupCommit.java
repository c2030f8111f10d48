package dev.interline.durable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits together what arrives together. A writer takes whatever waits when it is free; an item that comes after a rest is
 * written at once. While items keep coming, batches begin 5 ms apart unless enough wait before that, as a transaction of one
 * costs nearly what one of many does. For the same reason a writer with few items waits until no other is at work, and takes
 * what came meanwhile.
 *
 * @param <T> what is written
 * @param <R> what the writer learned about it
 */
public final class GroupCommit<T, R> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long BETWEEN_BATCHES = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int ENOUGH = 16;
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(200);

    private final BlockingQueue<Waiting<T, R>> queue;
    private final Function<List<T>, List<R>> writer;
    private final int maxBatch;
    private final Semaphore turn = new Semaphore(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile long lastBegan = System.nanoTime() - BETWEEN_BATCHES;
    private volatile boolean stopped;

    /**
     * @param writer writes a batch in one transaction and answers one result per item, in order; when it throws, each
     *     item of the batch is written alone, so that one bad item fails by itself
     * @param writers how many batches may be under way at once
     * @param capacity how many items may wait before new ones are refused
     */
    public GroupCommit(String name, Function<List<T>, List<R>> writer, int writers, int capacity, int maxBatch) {
        this.writer = writer;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.maxBatch = maxBatch;
        for (int i = 0; i < writers; i++) {
            threads.add(Thread.ofPlatform().name(name + "-" + i).start(this::run));
        }
    }

    /**
     * Hands an item over.
     *
     * @return completes after the commit, exceptionally with the writer's exception, or with {@link Overloaded} at once
     *     when too many wait
     */
    public CompletableFuture<R> submit(T item) {
        Waiting<T, R> waiting = new Waiting<>(item, new CompletableFuture<>());
        if (stopped || !queue.offer(waiting)) {
            waiting.result().completeExceptionally(new Overloaded());
        }
        return waiting.result();
    }

    private void run() {
        List<Waiting<T, R>> batch = new ArrayList<>(maxBatch);
        while (!stopped || !queue.isEmpty()) {
            batch.clear();
            try {
                Waiting<T, R> first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                gather(batch);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
            boolean alone = takeTurn(batch);
            try {
                write(batch);
            } finally {
                if (alone) {
                    turn.release();
                }
            }
        }
    }

    /**
     * Waits with few items until no other writer is at work, and takes what came meanwhile; not for long, as the other may
     * wait for a lock that a dead process holds.
     *
     * @return whether it is our turn now, to be given back
     */
    private boolean takeTurn(List<Waiting<T, R>> batch) {
        if (turn.tryAcquire()) {
            return true;
        }
        if (isWorthIt(batch)) {
            return false;
        }
        boolean alone = false;
        try {
            alone = turn.tryAcquire(LONGEST_WAIT, TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            // What was taken is written all the same.
            Thread.currentThread().interrupt();
        }
        queue.drainTo(batch, maxBatch - batch.size());
        return alone;
    }

    private boolean isWorthIt(List<Waiting<T, R>> batch) {
        return batch.size() >= Math.min(ENOUGH, maxBatch);
    }

    /** Adds what waits, and what comes until the next batch may begin or this one is worth it. */
    private void gather(List<Waiting<T, R>> batch) {
        queue.drainTo(batch, maxBatch - batch.size());
        try {
            while (!isWorthIt(batch)) {
                long left = BETWEEN_BATCHES - (System.nanoTime() - lastBegan);
                Waiting<T, R> next = left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : null;
                if (next == null) {
                    break;
                }
                batch.add(next);
                queue.drainTo(batch, maxBatch - batch.size());
            }
        } catch (InterruptedException stopping) {
            // What was taken is written all the same.
            Thread.currentThread().interrupt();
        }
        lastBegan = System.nanoTime();
    }

    private void write(List<Waiting<T, R>> batch) {
        try {
            List<R> results = writer.apply(batch.stream().map(Waiting::item).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).result().complete(results.get(i));
            }
        } catch (RuntimeException failed) {
            if (batch.size() == 1) {
                batch.getFirst().result().completeExceptionally(failed);
                return;
            }
            LOG.info(
                    "a batch of {} could not be committed, writing its items alone: {}",
                    batch.size(),
                    failed.toString());
            for (Waiting<T, R> waiting : List.copyOf(batch)) {
                write(new ArrayList<>(List.of(waiting)));
            }
        }
    }

    /** Writes what waits, refuses what comes. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(5_000);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private record Waiting<T, R>(T item, CompletableFuture<R> result) {}

    /** Too much waits already; the sender should come again later. */
    public static final class Overloaded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overloaded() {
            super("too many items wait to be committed");
        }
    }
}
