package dev.interline.crm;

import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * HubSpot's limits (<a href="https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines">usage
 * guidelines</a>): 190 calls in 10 s for a private app of a Professional or Enterprise portal, 100 for others, which the
 * first answer's headers tell; 250,000 a day for all apps of the portal together; 5 searches a second.
 */
final class HubSpotLimits {

    private static final String BURST = "burst";
    private static final String DAILY = "daily";
    private static final String SEARCH = "search";
    private static final int INTERVAL_MILLIS = 10_000;

    /** Half a day's calls may be made at once: a portal that was quiet may catch up. */
    private static final int DAILY_AT_ONCE = 125_000;

    static final List<ProviderLimit> LIMITS = List.of(
            ProviderLimit.of(BURST, 190, Duration.ofMillis(INTERVAL_MILLIS)),
            ProviderLimit.of(DAILY, 250_000, Duration.ofDays(1)).withBurst(DAILY_AT_ONCE),
            ProviderLimit.of(SEARCH, 5, Duration.ofSeconds(1)).forOperations(HubSpotLimits::isSearch));

    private HubSpotLimits() {}

    /** Searches are answered without these headers, and OAuth apps get no daily ones. */
    static List<QuotaObservation> observations(ProviderAnswer answer) {
        List<QuotaObservation> seen = new ArrayList<>();
        answer.count("x-hubspot-ratelimit-remaining")
                .ifPresent(left -> seen.add(new QuotaObservation(BURST, burst(answer), left, null)));
        answer.count("x-hubspot-ratelimit-daily-remaining").ifPresent(left -> {
            OptionalInt daily = answer.count("x-hubspot-ratelimit-daily");
            seen.add(new QuotaObservation(DAILY, daily.isPresent() ? daily.getAsInt() : null, left, null));
        });
        return seen;
    }

    /** What is allowed in our interval, should theirs be another. */
    private static @Nullable Integer burst(ProviderAnswer answer) {
        OptionalInt max = answer.count("x-hubspot-ratelimit-max");
        int interval = answer.count("x-hubspot-ratelimit-interval-milliseconds").orElse(INTERVAL_MILLIS);
        return max.isEmpty() || interval == 0 ? null : (int) ((long) max.getAsInt() * INTERVAL_MILLIS / interval);
    }

    /** By the policy a 429 names; that of a second counts searches. */
    static Optional<String> exhausted(OperationDescriptor operation, ProviderAnswer answer) {
        return Optional.of(
                switch (answer.body().path("policyName").asText("")) {
                    case "DAILY" -> DAILY;
                    case "SECONDLY" -> isSearch(operation) ? SEARCH : BURST;
                    default -> BURST;
                });
    }

    private static boolean isSearch(OperationDescriptor operation) {
        return operation.name().startsWith("search-");
    }
}
