package dev.interline.durable.sync;

import dev.interline.durable.Wakeup;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.outbound.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** A process that works a backfill off until it is over, or until its fail point halts it. */
final class HaltedBackfill {

    static final Instant CHANGED = Instant.parse("2026-11-01T10:00:00Z");
    static final int RECORDS = 45;

    private HaltedBackfill() {}

    /** @param arguments JDBC URL, user, password, id of the sync */
    public static void main(String[] arguments) {
        Jdbi jdbi = Jdbi.create(arguments[0], arguments[1], arguments[2]);
        ListedRecords provider = new ListedRecords(10);
        for (int i = 0; i < RECORDS; i++) {
            provider.change("company-" + i, CHANGED);
        }
        try (SyncRunner runner = new SyncRunner(
                jdbi,
                new Leases("the-same-pod"),
                new WebhookStore(jdbi, new Outbox(() -> {}), new Lanes(() -> {})),
                provider,
                new Syncs(new Wakeup()),
                new SyncRunner.Settings(
                        1,
                        Set.of(),
                        Duration.ofDays(1),
                        new DeletionLimit(0, 0),
                        ConnectionBreaker.Thresholds.DEFAULT))) {
            boolean more = true;
            while (more) {
                more = runner.step(arguments[3]);
            }
        }
    }
}
