package dev.interline.durable.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One failure, fit for logs, metrics and dead letters.
 *
 * @param code the stable error code, {@code CRM-2003}
 * @param detail one sentence without payloads, secrets or personal data
 * @param retryAfter how long the other side asked us to wait, where it did
 */
public record Failure(
        FailureKind kind,
        String code,
        String detail,
        @Nullable Duration retryAfter) {

    private static final int MAX_DETAIL = 500;

    public Failure {
        detail = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
    }

    public static Failure of(FailureKind kind, String code, String detail) {
        return new Failure(kind, code, detail, null);
    }
}
