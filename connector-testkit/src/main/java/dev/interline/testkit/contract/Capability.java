package dev.interline.testkit.contract;

/**
 * What a connector's provider can do, or can do to us. A connector declares what it deals with; what it does not declare it
 * must refuse cleanly: an event is kept with a reason and answered 2xx, an operation does not exist.
 */
public enum Capability {
    /** Several events in one request; one that is broken does not take the others along. */
    BATCHED_EVENTS,
    /** Events that say that something changed, not what it is now; the record is read again. */
    THIN_EVENTS,
    /** Two records become one. */
    MERGE,
    /** A record is removed. */
    DELETION,
    /** A record is removed for good, because a person asked for it. */
    PRIVACY_DELETION,
    /** A 2xx that holds failures: of one record among several, or of a job. */
    PARTIAL_FAILURE,
    /** A refusal tells which of several limits is used up. */
    THROTTLING_CLASSES,
    /** Operations that change something at the provider. */
    EFFECTS,
    /** The provider knows idempotency keys. */
    NATIVE_IDEMPOTENCY,
    /** Records are read on our own account, page by page to the end. */
    LISTED_RECORDS
}
