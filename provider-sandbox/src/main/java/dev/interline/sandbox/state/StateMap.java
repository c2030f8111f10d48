package dev.interline.sandbox.state;

import java.util.Collection;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** Ordered rows of the {@link StateStore}, which can take back what a change has made of them. */
public final class StateMap<K, V> {
    private final StateStore store;
    private final MVMap<K, V> rows;

    StateMap(StateStore store, MVMap<K, V> rows) {
        this.store = store;
        this.rows = rows;
    }

    /** @throws IllegalStateException outside a change */
    public void put(K key, V value) {
        store.mustBeChanging();
        V before = rows.put(key, value);
        store.onFailure(before == null ? () -> rows.remove(key) : () -> rows.put(key, before));
    }

    /** @throws IllegalStateException outside a change */
    public void remove(K key) {
        store.mustBeChanging();
        V before = rows.remove(key);
        if (before != null) {
            store.onFailure(() -> rows.put(key, before));
        }
    }

    /** @throws IllegalStateException outside a change */
    public void removeFirst() {
        K first = rows.firstKey();
        if (first != null) {
            remove(first);
        }
    }

    /** Removes all rows at once, which only the whole store can take back. */
    void clear() {
        rows.clear();
    }

    public @Nullable V get(K key) {
        return rows.get(key);
    }

    public boolean containsKey(K key) {
        return rows.containsKey(key);
    }

    public int size() {
        return rows.size();
    }

    /** The last key before that one; null if there is none. */
    @Nullable
    K lowerKey(K key) {
        return rows.lowerKey(key);
    }

    /** All values in the order of their keys. */
    public Collection<V> values() {
        return rows.values();
    }

    /** From that key on. */
    Cursor<K, V> cursor(K from) {
        return rows.cursor(from);
    }

    /** From that key to that one. */
    Cursor<K, V> cursor(K from, K to) {
        return rows.cursor(from, to, false);
    }
}
