package dev.interline.sdk.ingress;

/** Whether a request is from whom it says it is. */
public sealed interface Verification {

    /**
     * It is.
     *
     * @param secretIndex which of the connection's secrets has signed it, 0 for the newest
     */
    record Accepted(int secretIndex) implements Verification {}

    /** It is not, or nobody can tell. */
    record Rejected(Reason reason) implements Verification {}

    /** Why a request was refused; told to the sender only as "not verified". */
    enum Reason {
        SIGNATURE_MISSING,
        SIGNATURE_MALFORMED,
        SIGNATURE_MISMATCH,
        TIMESTAMP_OUTSIDE_TOLERANCE
    }
}
