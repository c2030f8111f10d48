package dev.interline.infrastructure;

/** Something about this machine keeps the infrastructure from running; the message says what, and what to do about it. */
public final class InfrastructureFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message a sentence that says what is wrong and one that says what to do */
    public InfrastructureFailure(String message) {
        super(message);
    }

    /**
     * @param message a sentence that says what is wrong and one that says what to do
     * @param cause what was noticed first
     */
    public InfrastructureFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
