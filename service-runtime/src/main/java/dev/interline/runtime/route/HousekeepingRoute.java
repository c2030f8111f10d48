package dev.interline.runtime.route;

import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.messaging.RetentionTimes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;

/**
 * Keeps the tables small: makes and drops the partitions of history, and removes dedupe keys and settled rows past their
 * retention, a bounded number at a time so that no transaction is long. Any replica may do it at any time: what is removed
 * is finished.
 */
@ApplicationScoped
public class HousekeepingRoute extends RouteBuilder {

    private final RetentionTimes retention;

    HousekeepingRoute(InterlineConfig config) {
        this.retention = RetentionTimes.of(config.retention());
    }

    @Override
    public void configure() {
        from("timer:partitions?period=3600000&delay=0")
                .routeId("maintain-partitions")
                .description("The partitions of the weeks ahead are made, those past their retention are dropped.")
                .routeConfigurationId("housekeeping")
                .to("bean:partitionKeeper?method=maintain")
                .id("make-and-drop-partitions");

        from("timer:housekeeping?period=60000&delay=5000")
                .routeId("remove-finished-rows")
                .description("Keys and settled rows older than their retention are removed.")
                .routeConfigurationId("housekeeping")
                .setProperty("keys", constant(interval(retention.keys())))
                .setProperty("settled", constant(interval(retention.deadLetters())))
                .setProperty("requests", constant(interval(retention.requests())))
                .to("sql:delete from inbox where (consumer, message_key) in (select consumer, message_key from inbox "
                        + "where handled_at < now() - :#${exchangeProperty.keys}::interval limit 5000)")
                .id("remove-old-inbox-keys")
                .to("sql:delete from provider_event where id in (select id from provider_event "
                        + "where received_at < now() - :#${exchangeProperty.keys}::interval limit 5000)")
                .id("remove-old-event-keys")
                .to("sql:delete from dead_letter where id in (select id from dead_letter "
                        + "where settled_at < now() - :#${exchangeProperty.settled}::interval limit 5000)")
                .id("remove-settled-dead-letters")
                .to(
                        "sql:delete from api_request where (tenant_id, key_hash) in (select tenant_id, key_hash from api_request "
                                + "where answered_at < now() - :#${exchangeProperty.requests}::interval limit 5000)")
                .id("remove-old-requests")
                .to("sql:delete from replay_finding where id in (select id from replay_finding "
                        + "where at < now() - :#${exchangeProperty.settled}::interval limit 5000)")
                .id("remove-old-findings")
                .to(
                        "sql:delete from own_write where (connection_id, record_id, field, value_hash) in "
                                + "(select connection_id, record_id, field, value_hash from own_write where written_at < now() - interval '1 day' limit 5000)")
                .id("forget-own-writes")
                .to("sql:delete from field_change where id in (select id from field_change "
                        + "where changed_at < now() - interval '1 day' limit 5000)")
                .id("forget-changes-of-fields")
                .to("sql:delete from quota_bucket where (connection_id, limit_name) in ("
                        + "select connection_id, limit_name from quota_bucket where position('/' in limit_name) > 0 "
                        + "and greatest(refilled_at, paused_until) < now() - interval '1 day' limit 5000)")
                .id("remove-unused-buckets-of-records")
                .to("bean:personalData?method=sweep")
                .id("erase-what-came-while-a-person-was-forgotten")
                .to(
                        "sql:delete from forgotten_person where (connection_id, person) in (select connection_id, person from forgotten_person "
                                + "where forgotten_at < now() - :#${exchangeProperty.keys}::interval limit 5000)")
                .id("remove-old-forgotten-persons")
                .to(
                        "sql:delete from merged_person where (connection_id, person, same_as) in (select connection_id, person, same_as "
                                + "from merged_person where merged_at < now() - :#${exchangeProperty.keys}::interval limit 5000)")
                .id("remove-old-merges-of-persons");
    }

    private static String interval(Duration kept) {
        return kept.toDays() + " days";
    }
}
