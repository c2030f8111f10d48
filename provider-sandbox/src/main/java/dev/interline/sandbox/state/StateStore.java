package dev.interline.sandbox.state;

import dev.interline.sandbox.InvalidConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * Everything the sandbox remembers. Changes run one at a time and are all or nothing: objects, ledger rows and webhooks of
 * one call are committed together, before the call is answered, so that a killed process forgets nothing it answered. What
 * was changed while another commit ran is committed at once: a commit costs more than most changes.
 */
public final class StateStore implements AutoCloseable {
    private static final int COMMITS_BETWEEN_COMPACTIONS = 5_000;
    private static final int LIVE_PERCENT = 50;
    private static final int COMPACTED_BYTES = 8 << 20;

    private final MVStore store;

    /** Fair: who wants to commit comes after those who wait to change something. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final StateMap<String, String> records;
    private final StateMap<String, String> indexes;
    private final StateMap<String, Long> counters;
    private final StateMap<Long, String> ledger;
    private final StateMap<Long, String> pendingWebhooks;
    private final StateMap<Long, String> settledWebhooks;

    /** Of the change that runs: what takes it back, last first, and what follows from it. */
    private final Deque<Runnable> onFailure = new ArrayDeque<>();

    private final List<Runnable> afterCommit = new ArrayList<>();

    private boolean changing;
    private boolean wiped;
    private Group group = new Group();
    private int commits;

    /** Changes that are committed together, and what follows from them. */
    private static final class Group {
        private final List<Runnable> actions = new ArrayList<>();
        private boolean empty = true;
        private boolean ended;
        private @Nullable RuntimeException failure;
    }

    private StateStore(MVStore store) {
        this.store = store;
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        this.records = open("records", StringDataType.INSTANCE, StringDataType.INSTANCE);
        this.indexes = open("indexes", StringDataType.INSTANCE, StringDataType.INSTANCE);
        this.counters = open("counters", StringDataType.INSTANCE, LongDataType.INSTANCE);
        this.ledger = open("ledger", LongDataType.INSTANCE, StringDataType.INSTANCE);
        this.pendingWebhooks = open("pending-webhooks", LongDataType.INSTANCE, StringDataType.INSTANCE);
        this.settledWebhooks = open("settled-webhooks", LongDataType.INSTANCE, StringDataType.INSTANCE);
        store.commit();
    }

    /** Opens the state in a directory, or in memory when there is none. */
    public static StateStore open(@Nullable Path directory) {
        MVStore.Builder builder = new MVStore.Builder().autoCommitDisabled();
        if (directory == null) {
            return new StateStore(builder.open());
        }
        try {
            Files.createDirectories(directory);
            return new StateStore(
                    builder.fileName(directory.resolve("sandbox.mv").toString()).open());
        } catch (MVStoreException unusable) {
            throw new InvalidConfig(
                    "data directory " + directory + " is damaged or in use by another sandbox", unusable);
        } catch (IOException unusable) {
            throw new InvalidConfig("data directory " + directory + " cannot be used", unusable);
        }
    }

    private <K, V> StateMap<K, V> open(String name, DataType<K> keys, DataType<V> values) {
        return new StateMap<>(
                this,
                store.openMap(name, new MVMap.Builder<K, V>().keyType(keys).valueType(values)));
    }

    /** Runs the work alone and commits it, perhaps with others; when it throws, nothing of it remains. */
    public <T> T change(Supplier<T> work) {
        T result;
        Group mine;
        lock.lock();
        try {
            if (changing) {
                throw new IllegalStateException("a change must not start another one");
            }
            result = run(work);
            mine = group;
        } finally {
            lock.unlock();
        }
        commit(mine);
        return result;
    }

    private <T> T run(Supplier<T> work) {
        changing = true;
        try {
            T result = work.get();
            group.empty = false;
            group.actions.addAll(afterCommit);
            return result;
        } catch (RuntimeException | Error failure) {
            if (wiped) {
                store.rollback();
            } else {
                onFailure.forEach(Runnable::run);
            }
            throw failure;
        } finally {
            onFailure.clear();
            afterCommit.clear();
            wiped = false;
            changing = false;
        }
    }

    /** Returns when the group is committed, be it by another of its changes. */
    private void commit(Group mine) {
        lock.lock();
        try {
            if (!mine.ended) {
                commitGroup();
            }
            if (mine.failure != null) {
                throw new IllegalStateException("the sandbox's state could not be written", mine.failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private void commitGroup() {
        Group ending = group;
        if (ending.empty) {
            return;
        }
        group = new Group();
        ending.ended = true;
        try {
            store.commit();
            compactNowAndThen();
        } catch (RuntimeException failure) {
            ending.failure = failure;
            store.rollback();
            return;
        }
        ending.actions.forEach(Runnable::run);
    }

    /** Runs the work while nothing changes; what it has seen is committed when this returns. */
    public <T> T read(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            Group seen = group;
            boolean committed = seen.empty;
            lock.unlock();
            if (!committed && !lock.isHeldByCurrentThread()) {
                commit(seen);
            }
        }
    }

    /** Takes back a step of the current change if that fails. */
    void onFailure(Runnable undo) {
        onFailure.push(undo);
    }

    /** Runs the action once the current change is committed, and never when it is taken back. */
    public void afterCommit(Runnable action) {
        mustBeChanging();
        afterCommit.add(action);
    }

    /** The next number of a counter that outlives restarts and resets, beginning with {@code first}. */
    public long next(String counter, long first) {
        mustBeChanging();
        Long last = counters.get(counter);
        long next = last == null ? first : last + 1;
        counters.put(counter, next);
        return next;
    }

    /** Forgets objects, ledger and webhooks; counters go on, so that no id is ever given twice. */
    public void wipe() {
        mustBeChanging();
        // What others have changed must not be taken back if this change fails.
        commitGroup();
        wiped = true;
        records.clear();
        indexes.clear();
        ledger.clear();
        pendingWebhooks.clear();
        settledWebhooks.clear();
    }

    StateMap<String, String> records() {
        return records;
    }

    StateMap<String, String> indexes() {
        return indexes;
    }

    StateMap<Long, String> ledger() {
        return ledger;
    }

    /** Deliveries that are still to be made, by sequence. */
    public StateMap<Long, String> pendingWebhooks() {
        return pendingWebhooks;
    }

    /** Deliveries that were made or given up, by sequence. */
    public StateMap<Long, String> settledWebhooks() {
        return settledWebhooks;
    }

    void mustBeChanging() {
        if (!changing || !lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("state changes only inside change()");
        }
    }

    private void compactNowAndThen() {
        commits++;
        if (store.isPersistent() && commits % COMMITS_BETWEEN_COMPACTIONS == 0) {
            store.compact(LIVE_PERCENT, COMPACTED_BYTES);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            store.close();
        } finally {
            lock.unlock();
        }
    }
}
