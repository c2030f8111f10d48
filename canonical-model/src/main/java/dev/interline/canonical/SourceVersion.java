package dev.interline.canonical;

import java.time.Instant;
import java.util.Comparator;

/**
 * Where a statement about a record stands in that record's history, so that any order of arrival ends in the same
 * state.
 *
 * @param at when the source says it happened
 * @param rank orders what happens in the same instant: created before changed before ended
 * @param tieBreaker the source's event id; decides what time and rank leave open, arbitrarily but always alike
 */
public record SourceVersion(Instant at, int rank, String tieBreaker) implements Comparable<SourceVersion> {

    private static final Comparator<SourceVersion> ORDER = Comparator.comparing(SourceVersion::at)
            .thenComparingInt(SourceVersion::rank)
            .thenComparing(SourceVersion::tieBreaker);

    /** The rank of a record's creation. */
    public static final int CREATED = 0;

    /** The rank of any change. */
    public static final int CHANGED = 1;

    /** The rank of the end of a record: nothing follows it. */
    public static final int ENDED = 2;

    /** The rank of a state read back from the source itself: it beats what events of the same instant say. */
    public static final int OBSERVED = 3;

    @Override
    public int compareTo(SourceVersion other) {
        return ORDER.compare(this, other);
    }

    /**
     * Whether the source's own data do not say which of the two is newer, so that only reading it again can: both in the
     * same instant and of the same rank, or one of them read back in that instant.
     */
    public boolean isAmbiguousWith(SourceVersion other) {
        boolean bothObserved = rank == OBSERVED && other.rank == OBSERVED;
        boolean oneObserved = rank == OBSERVED || other.rank == OBSERVED;
        return at.equals(other.at)
                && !tieBreaker.equals(other.tieBreaker)
                && !bothObserved
                && (rank == other.rank || oneObserved);
    }
}
