package dev.interline.durable.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.Ids;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.retention.Partitions.RetentionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    private static final RetentionPolicy POLICY =
            new RetentionPolicy(Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(90), Duration.ofDays(14));

    private final Jdbi jdbi = TestDatabase.create();
    private final Partitions partitions = new Partitions(jdbi, POLICY);

    @Test
    void theWeeksAheadAreMadeOnce() {
        // When
        List<String> first = partitions.maintain();
        List<String> second = partitions.maintain();

        // Then
        assertThat(first).hasSize(6 * 5);
        assertThat(second).isEmpty();
    }

    @Test
    void aNewWeekIsLookedAtAsCloselyAsItsTable() {
        // Given
        String targets = "select string_agg(attname || ' ' || attstattarget, ', ' order by attname) from pg_attribute"
                + " where attrelid = '%s'::regclass and attstattarget >= 0";

        // When
        partitions.maintain(Instant.parse("2026-11-18T12:00:00Z"));

        // Then
        String ofTable = TestDatabase.one(jdbi, targets.formatted("webhook_delivery"), String.class);
        assertThat(ofTable).contains("body 0").contains("connection_id 10");
        assertThat(TestDatabase.one(jdbi, targets.formatted("webhook_delivery_w20261116"), String.class))
                .isEqualTo(ofTable);
    }

    @Test
    void whatCameBeforeItsPartitionIsMovedIntoIt() {
        // Given
        call(Ids.fresh());
        assertThat(rows("provider_call_default")).isEqualTo(1);

        // When
        partitions.maintain(Instant.now());

        // Then
        assertThat(rows("provider_call_default")).isZero();
        assertThat(rows("provider_call")).isEqualTo(1);
    }

    @Test
    void aWeekIsDroppedWhenItsLastRowIsPastItsRetentionAndNotBefore() {
        // Given
        Instant then = Instant.parse("2026-11-18T12:00:00Z");
        partitions.maintain(then);
        call(Partitions.smallestId(then));

        // When
        partitions.maintain(then.plus(Duration.ofDays(90)));
        long kept = rows("provider_call");
        List<String> changed = partitions.maintain(then.plus(Duration.ofDays(96)));

        // Then
        assertThat(kept).isEqualTo(1);
        assertThat(changed).contains("provider_call_w20261116");
        assertThat(rows("provider_call")).isZero();
    }

    @Test
    void aRowOfAnyOtherTimeIsNeverRefused() {
        // Given
        partitions.maintain(Instant.parse("2026-11-18T12:00:00Z"));

        // When
        call(Partitions.smallestId(Instant.parse("2040-01-01T00:00:00Z")));
        call(UUID.fromString("00000000-0000-7000-8000-000000000000"));

        // Then
        assertThat(rows("provider_call_default")).isEqualTo(2);
    }

    private void call(UUID id) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into provider_call (id, command_id, operation, idempotency, idempotency_key, request_hash)
                        values (:id, 'c', 'o', 'i', 'k', 'h')""").bind("id", id).execute());
    }

    private long rows(String table) {
        return TestDatabase.one(jdbi, "select count(*) from " + table, Long.class);
    }
}
