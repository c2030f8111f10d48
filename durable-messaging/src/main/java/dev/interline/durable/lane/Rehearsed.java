package dev.interline.durable.lane;

/** Ends a dry run at the first call that would have had an effect. */
public final class Rehearsed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient IntendedCall call;

    public Rehearsed(IntendedCall call) {
        super("a dry run ends before " + call.operation(), null, false, false);
        this.call = call;
    }

    public IntendedCall call() {
        return call;
    }
}
