package dev.interline.runtime.messaging;

import dev.interline.durable.retention.Partitions.RetentionPolicy;
import dev.interline.runtime.InterlineConfig;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The configured retention, checked: dedupe keys must outlive whatever could bring a message again.
 *
 * @param keys of the inbox and of provider events
 */
public record RetentionTimes(
        Duration finished,
        Duration webhooks,
        Duration quarantine,
        Duration calls,
        Duration deadLetters,
        Duration requests,
        Duration keys) {

    /** Stripe repeats a webhook for three days, others for less (https://docs.stripe.com/webhooks). */
    private static final Duration LONGEST_PROVIDER_RETRY = Duration.ofDays(3);

    private static final Pattern DAYS = Pattern.compile("[1-9]\\d{0,3}d");

    /**
     * Reads the configuration.
     *
     * @throws IllegalArgumentException if a time is not a number of days, or keys would be forgotten too early
     */
    public static RetentionTimes of(InterlineConfig.Retention retention) {
        RetentionTimes times = new RetentionTimes(
                days("finished", retention.finished()),
                days("webhooks", retention.webhooks()),
                days("quarantine", retention.quarantine()),
                days("calls", retention.calls()),
                days("dead-letters", retention.deadLetters()),
                days("requests", retention.requests()),
                days("inbox", retention.inbox()));
        Duration needed = times.webhooks().plus(LONGEST_PROVIDER_RETRY);
        if (times.keys().compareTo(needed) < 0) {
            throw new IllegalArgumentException("interline.retention.inbox is " + retention.inbox()
                    + ", but dedupe keys must be kept at least " + needed.toDays()
                    + "d: as long as webhooks can be replayed (interline.retention.webhooks) and providers repeat");
        }
        return times;
    }

    RetentionPolicy policy() {
        return new RetentionPolicy(webhooks, quarantine, calls, finished);
    }

    private static Duration days(String key, String value) {
        if (!DAYS.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "interline.retention." + key + " is a number of days like 14d, but was '" + value + "'");
        }
        return Duration.ofDays(Long.parseLong(value.substring(0, value.length() - 1)));
    }
}
