package dev.interline.sandbox.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a fault does to a call. Kinds before the effect leave the provider's state untouched. */
public enum FaultKind {
    /** Answers with a status and the provider's error body; no effect. */
    STATUS(true),
    /** Answers the provider's 429; no effect. */
    THROTTLE(true),
    /** Resets the connection; no effect. */
    RESET_BEFORE_EFFECT(true),
    /** Takes effect, then resets the connection instead of answering. */
    EFFECT_THEN_RESET(false),
    /** Waits, then carries on as usual. */
    DELAY(false),
    /** Takes effect at once, answers late. */
    EFFECT_THEN_DELAY(false),
    /** Takes effect, answers with a body that is not what the provider sends. */
    GARBAGE_BODY(false),
    /** Takes effect, answers without a body. */
    EMPTY_BODY(false);

    private final boolean beforeEffect;

    FaultKind(boolean beforeEffect) {
        this.beforeEffect = beforeEffect;
    }

    /** Whether the call is stopped before it takes effect. */
    public boolean beforeEffect() {
        return beforeEffect;
    }

    static Optional<FaultKind> named(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(text))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
