package dev.interline.durable.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.durable.TestDatabase;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class AuditLogTest {

    private final Jdbi jdbi = TestDatabase.create();
    private final AuditLog audit = new AuditLog();

    @Test
    void theChainHoldsAlsoWhenManyWriteAtOnce() {
        // When
        CompletableFuture.allOf(IntStream.range(0, 20)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> append("act-" + i)))
                        .toArray(CompletableFuture[]::new))
                .join();

        // Then
        AuditLog.Verdict verdict = jdbi.withHandle(audit::verify);
        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.entries()).isEqualTo(20);
    }

    @Test
    void rowsCannotBeChangedOrRemoved() {
        // Given
        append("first");

        // Then
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("update audit_entry set actor = 'nobody'")))
                .hasMessageContaining("never changed");
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("delete from audit_entry")))
                .hasMessageContaining("never changed");
    }

    @Test
    void aRowThatWasChangedPastTheGuardIsFound() {
        // Given
        append("first");
        append("second");
        append("third");

        // When
        tamper("update audit_entry set actor = 'nobody' where seq = 2");

        // Then
        assertThat(jdbi.withHandle(audit::verify).broken()).hasValue("entry 2 was changed after it was written");
    }

    @Test
    void aRowThatWasRemovedIsFound() {
        // Given
        append("first");
        append("second");
        append("third");

        // When
        tamper("delete from audit_entry where seq = 2");

        // Then
        assertThat(jdbi.withHandle(audit::verify).broken()).hasValue("entry 2 is missing");
    }

    private void append(String target) {
        jdbi.useTransaction(handle -> audit.append(handle, "admin", "test.act", target, "{}"));
    }

    private void tamper(String sql) {
        jdbi.useTransaction(handle -> {
            handle.execute("alter table audit_entry disable trigger user");
            handle.execute(sql);
            handle.execute("alter table audit_entry enable trigger user");
        });
    }
}
