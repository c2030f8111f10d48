package dev.interline.sandbox.webhook;

import org.jspecify.annotations.Nullable;

/** What came back from an endpoint. */
public sealed interface Reply {
    /** It answered; the wait is its Retry-After in seconds, if it named one. */
    record Answered(int status, @Nullable Integer retryAfterSeconds) implements Reply {}

    /** No answer in time, or no connection. */
    record Lost(String problem) implements Reply {}
}
