package dev.interline.durable.lane;

/** Another process holds the lane now; whatever we still do for it must not be recorded. */
public final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLost(String laneKey) {
        super("the lease of a lane was lost: " + laneKey);
    }
}
