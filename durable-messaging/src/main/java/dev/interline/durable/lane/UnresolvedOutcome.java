package dev.interline.durable.lane;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;

/** A call may have had its effect and nothing can tell: the command is parked for a person, never repeated. */
public final class UnresolvedOutcome extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** @param code the connector's error code for it, {@code CRM-3999} */
    public UnresolvedOutcome(String code, String operation) {
        super(code + ": an earlier " + operation + " may have been done");
        this.failure = Failure.of(
                FailureKind.AMBIGUOUS,
                code,
                "An earlier " + operation + " may have been done and cannot be verified: decide by hand");
    }

    Failure failure() {
        return failure;
    }
}
