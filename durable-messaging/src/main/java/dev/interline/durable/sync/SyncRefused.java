package dev.interline.durable.sync;

/** A sync cannot be started or changed as asked. */
public final class SyncRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Why why;

    /** What stands against it. */
    public enum Why {
        /** There is none of that id, or nothing of that kind to read. */
        UNKNOWN,
        /** Another one is at work on the same records. */
        CONFLICT,
        /** It is in a state in which that cannot be done. */
        WRONG_STATE
    }

    SyncRefused(Why why, String message) {
        super(message);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
