package dev.interline.sdk.api;

import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.durable.quota.QuotaStatus;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.ProviderLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What is left of the connection's quotas, for callers (<a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header fields</a>). The quota is
 * shared with everything else that is done over the connection.
 */
final class RateLimits {

    private RateLimits() {}

    /** The headers {@code RateLimit-Policy} and {@code RateLimit}. */
    static Map<String, String> headers(Handle handle, Connection connection, List<ProviderLimit> limits, Instant now) {
        List<QuotaStatus> buckets = QuotaGovernor.status(handle).stream()
                .filter(status -> status.connection().equals(connection.id()))
                .toList();
        List<String> policies = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (ProviderLimit limit : limits) {
            int permits = connection.limits().getOrDefault(limit.name(), limit.permits());
            policies.add("\"%s\";q=%d;w=%d".formatted(limit.name(), permits, seconds(limit.interval())));
            List<QuotaStatus> own = buckets.stream()
                    .filter(status -> status.baseLimit().equals(limit.name()))
                    .toList();
            if (!own.isEmpty()) {
                left.add("\"%s\";r=%d;t=%d".formatted(limit.name(), remaining(own), reset(own, limit, now)));
            }
        }
        return left.isEmpty()
                ? Map.of("RateLimit-Policy", String.join(", ", policies))
                : Map.of("RateLimit-Policy", String.join(", ", policies), "RateLimit", String.join(", ", left));
    }

    /** Of a limit that operations or records have for themselves, the one with the least. */
    private static long remaining(List<QuotaStatus> buckets) {
        return buckets.stream()
                .mapToLong(status -> status.pausedUntil() != null ? 0 : Math.max(0, (long) status.tokens()))
                .min()
                .orElse(0);
    }

    private static long reset(List<QuotaStatus> buckets, ProviderLimit limit, Instant now) {
        return buckets.stream()
                .map(QuotaStatus::pausedUntil)
                .filter(until -> until != null && until.isAfter(now))
                .mapToLong(until -> seconds(Duration.between(now, until)))
                .max()
                .orElse(seconds(limit.interval()));
    }

    /** Rounded up: nobody is to come too early. */
    private static long seconds(Duration duration) {
        return Math.max(1, (duration.toMillis() + 999) / 1000);
    }
}
