package dev.interline.durable.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Something that can be gone through again: events as they came, commands as they were done, dead letters, quarantine. */
public interface ReplaySource {

    /** What can be replayed. */
    enum Kind {
        /** Provider events, from their stored raw requests, by the present mapping. */
        EVENTS,
        /** Commands that are finished, at their provider. */
        COMMANDS,
        /** What was given up. */
        DEAD_LETTERS,
        /** Requests that were refused, verified again with the present secrets. */
        QUARANTINE
    }

    /**
     * One row to take.
     *
     * @param at with the id its place in the order of the replay
     */
    record Item(Instant at, String id, String type, String subject) {}

    Kind kind();

    /** How many rows match. */
    long count(Handle handle, Filter filter);

    /** The next rows in order of time and id, after the given place. */
    List<Item> next(Handle handle, Filter filter, Instant afterAt, String afterId, int limit);

    /**
     * Takes one row, in the transaction that also moves the replay forward.
     *
     * @param actor who has asked for the replay
     * @return why it was passed over; empty if it was replayed
     */
    Optional<String> take(Handle handle, Item item, ReplayMark mark, String actor);
}
