package dev.interline.runtime.route;

import dev.interline.runtime.InterlineConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/**
 * Removes finished rows past their retention, a bounded number at a time so that no transaction is long. Any replica may
 * do it at any time: what is removed is finished.
 */
@ApplicationScoped
public class HousekeepingRoute extends RouteBuilder {

    private final InterlineConfig.Retention retention;

    HousekeepingRoute(InterlineConfig config) {
        this.retention = config.retention();
    }

    @Override
    public void configure() {
        from("timer:housekeeping?period=60000&delay=5000")
                .routeId("remove-finished-rows")
                .description("What is finished and older than its retention is removed.")
                .routeConfigurationId("housekeeping")
                .setProperty("finished", constant(interval(retention.finished())))
                .setProperty("inbox", constant(interval(retention.inbox())))
                .to("sql:delete from outbox where id in (select id from outbox where published_at < now() - "
                        + ":#${exchangeProperty.finished}::interval limit 5000)")
                .id("remove-published-messages")
                .to("sql:delete from inbox where (consumer, message_key) in (select consumer, message_key from inbox "
                        + "where handled_at < now() - :#${exchangeProperty.inbox}::interval limit 5000)")
                .id("remove-old-inbox-keys");
    }

    /** {@code 14d} as PostgreSQL reads intervals. */
    private static String interval(String days) {
        if (!days.matches("\\d{1,4}d")) {
            throw new IllegalArgumentException(
                    "interline.retention.* is a number of days like 14d, but was '" + days + "'");
        }
        return days.substring(0, days.length() - 1) + " days";
    }
}
