package dev.interline.durable.quota;

import java.time.Duration;

/** Whether a call may be made now. */
public sealed interface QuotaDecision {

    /** It may, and is counted. */
    record Granted() implements QuotaDecision {}

    /**
     * It may not.
     *
     * @param limitName the limit that is used up
     * @param duration when to ask again; different for each who asks, so that they do not return together
     */
    record Wait(String limitName, Duration duration) implements QuotaDecision {}
}
