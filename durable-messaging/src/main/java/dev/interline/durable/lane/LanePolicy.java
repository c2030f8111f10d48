package dev.interline.durable.lane;

/** What happens to the commands behind one that was given up. */
public enum LanePolicy {
    /** They wait until a person has retried or discarded it: for chains in which a later one makes no sense without it. */
    BLOCK,
    /** They go on; the lane is marked dirty, as the entity lacks what was given up until its whole state is written again. */
    SKIP_AND_RECONCILE
}
