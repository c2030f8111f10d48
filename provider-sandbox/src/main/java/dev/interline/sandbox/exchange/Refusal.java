package dev.interline.sandbox.exchange;

import java.io.Serial;

/**
 * A provider refuses a call. Thrown, not returned, because everything the call did so far must be taken back before the
 * refusal is answered.
 */
public final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    public Refusal(String reason, Answer answer) {
        super(reason, null, false, false);
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }

    /** A few words for the ledger, such as {@code parameter_missing}. */
    public String reason() {
        String reason = getMessage();
        return reason == null ? "" : reason;
    }
}
