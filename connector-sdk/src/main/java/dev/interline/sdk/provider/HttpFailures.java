package dev.interline.sdk.provider;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What HTTP statuses mean where a provider does not say otherwise. */
public final class HttpFailures {

    private HttpFailures() {}

    /**
     * The failure an answer stands for; empty for a 2xx.
     *
     * @param prefix of the error code; it goes on with {@code -2} and the status
     */
    public static Optional<Failure> of(String prefix, OperationDescriptor operation, ProviderAnswer answer) {
        if (answer.isSuccess()) {
            return Optional.empty();
        }
        int status = answer.status();
        return Optional.of(new Failure(
                kindOf(status, operation),
                prefix + "-2" + status,
                operation.name() + " was answered " + status,
                retryAfter(answer)));
    }

    private static FailureKind kindOf(int status, OperationDescriptor operation) {
        return switch (status) {
            case 401, 403 -> FailureKind.UNAUTHORIZED;
            case 409 -> FailureKind.CONFLICT;
            case 429 -> FailureKind.THROTTLED;
            case 408 -> unknown(operation);
            default -> status >= 500 ? unknown(operation) : FailureKind.REJECTED;
        };
    }

    /** A server that failed may have done it before it failed. */
    private static FailureKind unknown(OperationDescriptor operation) {
        return operation.hasEffect() ? FailureKind.AMBIGUOUS : FailureKind.UNAVAILABLE;
    }

    /** {@code Retry-After} in seconds or as a date (RFC 9110, 10.2.3), at most a day. */
    public static @Nullable Duration retryAfter(ProviderAnswer answer) {
        String value = answer.header("retry-after").orElse(null);
        if (value == null) {
            return null;
        }
        Duration wait;
        try {
            wait = Duration.ofSeconds(Long.parseLong(value.strip()));
        } catch (NumberFormatException notSeconds) {
            try {
                wait = Duration.between(
                        Instant.now(),
                        ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeParseException neither) {
                return null;
            }
        }
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : wait;
    }
}
