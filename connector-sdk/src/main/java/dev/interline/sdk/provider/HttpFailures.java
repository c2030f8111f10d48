package dev.interline.sdk.provider;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What HTTP statuses mean where a provider does not say otherwise. */
public final class HttpFailures {

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

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

    /**
     * {@code Retry-After} in seconds or as a date (RFC 9110, 10.2.3), at most a day. A date counts from the answer's own
     * {@code Date}, so that it means the same whatever our clock says.
     */
    public static @Nullable Duration retryAfter(ProviderAnswer answer) {
        Optional<String> asked = answer.header("retry-after").map(String::strip);
        return asked.flatMap(HttpFailures::seconds)
                .or(() -> asked.flatMap(ProviderAnswer::date)
                        .map(until -> Duration.between(answer.date().orElseGet(Instant::now), until)))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait)
                .orElse(null);
    }

    private static Optional<Duration> seconds(String value) {
        try {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }
}
