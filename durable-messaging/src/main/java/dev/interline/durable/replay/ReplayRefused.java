package dev.interline.durable.replay;

/** A replay cannot be started or changed as asked. */
public final class ReplayRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Why why;

    /** What stands against it. */
    public enum Why {
        /** There is none of that id. */
        UNKNOWN,
        /** This service has nothing of that kind. */
        UNSUPPORTED,
        /** Nothing matches. */
        NOTHING_MATCHES,
        /** Another one is at work on the same rows. */
        CONFLICT,
        /** It is in a state in which that cannot be done. */
        WRONG_STATE
    }

    ReplayRefused(Why why, String message) {
        super(message);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
