package dev.interline.sdk.subscription;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as the provider has it.
 *
 * @param id the provider's name for it
 * @param enabled whether the provider uses it
 * @param events the provider's names of the events; {@value #EVERYTHING} for all of them
 * @param marker the connection that has made it, if it says so
 * @param creation the repair that has made it, if it says so
 */
public record Subscription(
        String id,
        String url,
        boolean enabled,
        Set<String> events,
        @Nullable String marker,
        @Nullable String creation,
        Instant createdAt) {

    /** Stands for all events. */
    public static final String EVERYTHING = "*";

    public Subscription {
        events = Set.copyOf(events);
    }

    /** The wanted events that it does not have. */
    Set<String> lacks(Wanted wanted) {
        Set<String> lacking = new TreeSet<>(wanted.events());
        if (events.contains(EVERYTHING)) {
            lacking.clear();
        }
        lacking.removeAll(events);
        return lacking;
    }

    /** The events it has that are not wanted; none of one that has all, as nobody has chosen them. */
    Set<String> exceeds(Wanted wanted) {
        Set<String> surplus = new TreeSet<>(events);
        if (events.contains(EVERYTHING) || wanted.events().contains(EVERYTHING)) {
            surplus.clear();
        }
        surplus.removeAll(wanted.events());
        return surplus;
    }
}
