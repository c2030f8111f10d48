package dev.interline.sandbox.exchange;

/** Whether a call may begin: a provider turns calls away before they take effect when too many come or its key is in use. */
public sealed interface Admission {
    /** The call may begin; the release runs once its answer has left or its connection is gone. */
    record Granted(Runnable release) implements Admission {}

    /** The call is turned away without any effect; the reason is for the ledger. */
    record Denied(String reason, Answer answer) implements Admission {}

    static Admission granted() {
        return new Granted(() -> {});
    }
}
