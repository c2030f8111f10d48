package dev.interline.durable.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.TenantId;
import dev.interline.durable.FailPoint;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.Wakeup;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that really die, at each place where a page could be lost or told twice. */
class SyncKillTest {

    private static final int KILLED = 137;

    @ParameterizedTest
    @EnumSource(
            value = FailPoint.class,
            names = {"SYNC_INSIDE_TX", "SYNC_AFTER_COMMIT"})
    void aBackfillWhoseProcessDiesAgainAndAgainEndsWithEveryRecordToldOnce(FailPoint place) throws Exception {
        // Given
        Jdbi jdbi = TestDatabase.create();
        Syncs syncs = new Syncs(new Wakeup());
        String backfill = jdbi.inTransaction(handle -> {
            syncs.declare(
                    handle,
                    ListedRecords.CONNECTION,
                    new TenantId("acme"),
                    ListedRecords.RESOURCE,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5));
            return syncs.backfill(handle, ListedRecords.CONNECTION, ListedRecords.RESOURCE, null, "tester", "test")
                    .id();
        });

        // When
        int first = process(jdbi, backfill, place.token() + ":2");
        long afterFirst = told(jdbi);
        int second = process(jdbi, backfill, place.token() + ":1");
        int third = process(jdbi, backfill, "");

        // Then
        assertThat(List.of(first, second, third)).containsExactly(KILLED, KILLED, 0);
        assertThat(afterFirst).isEqualTo(place == FailPoint.SYNC_INSIDE_TX ? 10 : 20);
        Sync sync = jdbi.inTransaction(handle -> Syncs.find(handle, backfill));
        assertThat(sync.state()).isEqualTo(Sync.State.DONE);
        assertThat(sync.seen()).isEqualTo(HaltedBackfill.RECORDS);
        assertThat(sync.told()).isEqualTo(HaltedBackfill.RECORDS);
        assertThat(told(jdbi)).isEqualTo(HaltedBackfill.RECORDS);
        assertThat(TestDatabase.one(jdbi, "select count(distinct envelope::jsonb->>'id') from outbox", Long.class))
                .isEqualTo(HaltedBackfill.RECORDS);
    }

    private static long told(Jdbi jdbi) {
        return TestDatabase.one(jdbi, "select count(*) from outbox", Long.class);
    }

    private static int process(Jdbi jdbi, String backfill, String failPoint)
            throws IOException, InterruptedException, SQLException {
        String url =
                jdbi.withHandle(handle -> handle.getConnection().getMetaData().getURL());
        String user =
                jdbi.withHandle(handle -> handle.getConnection().getMetaData().getUserName());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-D" + FailPoint.PROPERTY + "=" + failPoint,
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltedBackfill.class.getName(),
                        url,
                        user,
                        "secret",
                        backfill)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
