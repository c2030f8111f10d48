package dev.interline.durable.quota;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said about one of its limits, in an answer.
 *
 * @param limitName the limit, as the gateway names it
 * @param limit what is allowed in the limit's interval, if it said so
 * @param remaining what is left now
 * @param resetIn when more is allowed, if it said so
 */
public record QuotaObservation(
        String limitName,
        @Nullable Integer limit,
        int remaining,
        @Nullable Duration resetIn) {}
