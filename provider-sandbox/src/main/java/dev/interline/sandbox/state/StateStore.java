package dev.interline.sandbox.state;

import dev.interline.sandbox.InvalidConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * one call are committed together, before the call is answered, so that a killed process forgets nothing it answered.
 */
public final class StateStore implements AutoCloseable {
    private static final int COMMITS_BETWEEN_COMPACTIONS = 5_000;
    private static final int LIVE_PERCENT = 50;
    private static final int COMPACTED_BYTES = 8 << 20;

    private final MVStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final MVMap<String, String> records;
    private final MVMap<String, String> indexes;
    private final MVMap<String, Long> counters;
    private final MVMap<Long, String> ledger;
    private final MVMap<Long, String> pendingWebhooks;
    private final MVMap<Long, String> settledWebhooks;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean changing;
    private int commits;

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

    private <K, V> MVMap<K, V> open(String name, DataType<K> keys, DataType<V> values) {
        return store.openMap(name, new MVMap.Builder<K, V>().keyType(keys).valueType(values));
    }

    /** Runs the work alone and commits it; when it throws, nothing of it remains. */
    public <T> T change(Supplier<T> work) {
        lock.lock();
        try {
            if (changing) {
                throw new IllegalStateException("a change must not start another one");
            }
            changing = true;
            T result;
            List<Runnable> actions;
            try {
                result = work.get();
                store.commit();
                compactNowAndThen();
                actions = List.copyOf(afterCommit);
            } catch (RuntimeException | Error failure) {
                store.rollback();
                throw failure;
            } finally {
                afterCommit.clear();
                changing = false;
            }
            actions.forEach(Runnable::run);
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** Runs the work while nothing changes. */
    public <T> T read(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
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
        records.clear();
        indexes.clear();
        ledger.clear();
        pendingWebhooks.clear();
        settledWebhooks.clear();
    }

    MVMap<String, String> records() {
        return records;
    }

    MVMap<String, String> indexes() {
        return indexes;
    }

    MVMap<Long, String> ledger() {
        return ledger;
    }

    /** Deliveries that are still to be made, by sequence. */
    public MVMap<Long, String> pendingWebhooks() {
        return pendingWebhooks;
    }

    /** Deliveries that were made or given up, by sequence. */
    public MVMap<Long, String> settledWebhooks() {
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
