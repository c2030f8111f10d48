package dev.interline.sandbox;

import java.io.Serial;

/** The sandbox cannot start as it was told to; the message is one sentence for the person who wrote the configuration. */
public final class InvalidConfig extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidConfig(String message) {
        super(message);
    }

    public InvalidConfig(String message, Throwable cause) {
        super(message, cause);
    }
}
