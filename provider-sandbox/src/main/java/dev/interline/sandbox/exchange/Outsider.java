package dev.interline.sandbox.exchange;

import java.time.Instant;

/** Somebody other than a connector acts at a provider: a person in the UI, a customer, a bank. */
public interface Outsider {
    /** Path segment after {@code /_sandbox}. */
    String provider();

    /**
     * Does what the path says, inside one change of the store.
     *
     * @throws Refusal when there is no such account, object or action
     */
    Answer act(ApiCall call, Instant now);
}
