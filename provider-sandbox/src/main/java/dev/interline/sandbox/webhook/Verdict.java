package dev.interline.sandbox.webhook;

import java.time.Duration;

/** What a provider does after an attempt. */
public sealed interface Verdict {
    /** The endpoint has it. */
    record Delivered() implements Verdict {}

    /** It is sent again after the delay, before the sandbox's retry scale. */
    record Again(Duration delay) implements Verdict {}

    /** The provider never sends it again: the event is lost to this endpoint. */
    record GiveUp() implements Verdict {}

    /** Doubling from one second to thirty, for about ten minutes: a provider's days, compressed. */
    static Verdict backOff(int attemptsMade, int maxAttempts) {
        return attemptsMade >= maxAttempts
                ? new GiveUp()
                : new Again(Duration.ofSeconds(Math.min(30, 1L << Math.min(attemptsMade - 1, 5))));
    }
}
