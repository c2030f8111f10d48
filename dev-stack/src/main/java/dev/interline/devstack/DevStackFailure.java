package dev.interline.devstack;

/** The stack cannot do what was asked; the message is what the person at the terminal reads. */
public final class DevStackFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DevStackFailure(String message) {
        super(message);
    }

    public DevStackFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
