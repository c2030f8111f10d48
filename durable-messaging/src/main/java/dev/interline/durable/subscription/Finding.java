package dev.interline.durable.subscription;

/**
 * Something about a webhook subscription that is not as it should be.
 *
 * @param detail for a person; ids and types of events, never secrets
 */
public record Finding(Kind kind, String detail) {

    /** What can be wrong. */
    public enum Kind {
        /** There is none. */
        MISSING,
        /** There is one, and the provider does not use it. */
        DISABLED,
        /** There are several, so each event comes more than once. */
        DUPLICATE,
        /** It leads to another URL. */
        REDIRECTED,
        /** It leaves out events that the connector reads. */
        EVENTS_MISSING,
        /** It has events that the connector does not read. They are kept and do no harm, so nothing is repaired. */
        EVENTS_SURPLUS,
        /** The provider signs with a secret that the connection does not have. */
        UNVERIFIABLE;

        /** Whether a repair changes anything. */
        public boolean isRepairable() {
            return this != EVENTS_SURPLUS;
        }
    }
}
