package dev.interline.canonical.message;

import org.jspecify.annotations.Nullable;

/** A message that is not what its type promises; it will never become valid by waiting. Carries no payload. */
public final class InvalidMessage extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidMessage(String message) {
        this(message, null);
    }

    public InvalidMessage(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
