package dev.interline.sandbox.state;

import java.util.Locale;

/** What became of a call that wanted to change something. */
public enum Outcome {
    /** It took effect, whether or not the caller ever saw the answer. */
    APPLIED,
    /** An earlier call with the same idempotency key had taken effect; this one changed nothing. */
    REPLAYED,
    /** It changed nothing. */
    REJECTED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
