package dev.interline.sdk.subscription;

import dev.interline.canonical.ConnectionId;
import java.util.Set;
import java.util.TreeSet;

/**
 * The subscription that shall be.
 *
 * @param url where events shall come
 * @param events the provider's names of those that shall come
 */
public record Wanted(ConnectionId connection, String url, Set<String> events) {

    public Wanted {
        events = Set.copyOf(events);
    }

    /** The events in their order. */
    public Set<String> sortedEvents() {
        return new TreeSet<>(events);
    }
}
