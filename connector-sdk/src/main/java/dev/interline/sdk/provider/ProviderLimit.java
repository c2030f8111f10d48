package dev.interline.sdk.provider;

import dev.interline.durable.quota.QuotaLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One limit of a provider, as its documentation states it, and the calls it counts.
 *
 * @param name in configuration, metrics and the database
 * @param permits allowed in any window of {@code interval}
 * @param burst how many of them may be used at once; the rest flow in over the interval
 * @param scope what it counts
 */
public record ProviderLimit(String name, int permits, Duration interval, int burst, Scope scope) {

    private static final int BURST_SHARE = 5;

    /** Which calls a limit counts. */
    @FunctionalInterface
    public interface Scope {

        /**
         * Empty if the call does not count; else what it is counted with: the empty text for all of the connection, or the
         * name of a record or an operation that has the limit for itself.
         */
        Optional<String> of(OperationDescriptor operation, ProviderRequest request);
    }

    /** A limit of all calls of a connection, a fifth of it at once. */
    public static ProviderLimit of(String name, int permits, Duration interval) {
        return new ProviderLimit(
                name, permits, interval, Math.max(1, permits / BURST_SHARE), (operation, request) -> Optional.of(""));
    }

    /** The same with another burst. */
    public ProviderLimit withBurst(int atOnce) {
        return new ProviderLimit(name, permits, interval, atOnce, scope);
    }

    /** The same, for these operations only. */
    public ProviderLimit forOperations(Predicate<OperationDescriptor> counted) {
        return new ProviderLimit(
                name,
                permits,
                interval,
                burst,
                (operation, request) -> counted.test(operation) ? Optional.of("") : Optional.empty());
    }

    /** The same, for each operation by itself. */
    public ProviderLimit perOperation() {
        return new ProviderLimit(name, permits, interval, burst, (operation, request) -> Optional.of(operation.name()));
    }

    /** The same, for each record by itself that a request is about. */
    public ProviderLimit perRecord(Function<ProviderRequest, Optional<String>> record) {
        return new ProviderLimit(name, permits, interval, burst, (operation, request) -> record.apply(request));
    }

    /**
     * The limit that counts this call, if it does.
     *
     * @param configured the permits of this connection, where they are not the usual ones; the burst changes with them
     * @throws IllegalArgumentException if fewer than 2 are configured
     */
    Optional<QuotaLimit> of(OperationDescriptor operation, ProviderRequest request, @Nullable Integer configured) {
        return scope.of(operation, request).map(part -> {
            String bucket = part.isEmpty() ? name : name + QuotaLimit.PART + part;
            if (configured == null) {
                return new QuotaLimit(bucket, permits, interval, burst);
            }
            long scaled = (long) burst * configured / permits;
            return new QuotaLimit(bucket, configured, interval, Math.clamp(scaled, 1, Math.max(1, configured - 1)));
        });
    }
}
