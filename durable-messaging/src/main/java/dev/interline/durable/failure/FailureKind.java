package dev.interline.durable.failure;

/** Why something did not work, in the only terms that matter: what to do next. */
public enum FailureKind {
    /** The provider asks us to wait, or its quota is used up. Costs no attempt; the bucket of that limit rests. */
    THROTTLED(true),
    /** The request never arrived. Safe to repeat. */
    UNAVAILABLE(true),
    /** It may have been done. Repeat only as the operation's idempotency class allows. */
    AMBIGUOUS(true),
    /** The provider does not accept our credentials. Costs no attempt; the connection rests and somebody is told. */
    UNAUTHORIZED(true),
    /** The provider says no, and will say no again. */
    REJECTED(false),
    /** The record changed under us: read again, then repeat. */
    CONFLICT(true),
    /** We cannot say it in the other's words: the mapping's owner has to look. */
    UNMAPPABLE(false),
    /** We are wrong. */
    DEFECT(false);

    private final boolean retryable;

    FailureKind(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether waiting can help. */
    public boolean isRetryable() {
        return retryable;
    }

    /** Whether a failure of this kind counts against the number of attempts and the age of the command. */
    public boolean costsAttempt() {
        return this != THROTTLED && this != UNAUTHORIZED;
    }

    /** Who can mend it: what the provider refuses is the customer's data or access, all else is ours. */
    public Queue queue() {
        return this == REJECTED || this == UNAUTHORIZED ? Queue.CUSTOMER : Queue.PLATFORM;
    }

    /** The queue of dead letters that somebody looks after. */
    public enum Queue {
        /** Mended by the customer: data, permissions, credentials. */
        CUSTOMER,
        /** Mended by whoever runs or builds Interline. */
        PLATFORM
    }
}
