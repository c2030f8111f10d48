package dev.interline.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageCursorTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final ConnectionId EU = new ConnectionId("acme-eu");

    private final PageCursor cursors = new PageCursor(ACME, EU, "accounts", Map.of("domain", "acme.example"));

    @Test
    void aPositionOfAnyFormComesBackAsItWas() {
        for (String position : List.of("cus_1", "62515001", "a+b/c=d|e", "ü€😀")) {
            assertThat(cursors.read(cursors.write(position))).isEqualTo(position);
            assertThat(cursors.write(position)).matches("[A-Za-z0-9_-]+");
        }
    }

    @Test
    void aCursorOfAnotherTenantConnectionResourceOrFilterIsRefused() {
        // Given
        String cursor = cursors.write("cus_1");

        // Then
        for (PageCursor other : List.of(
                new PageCursor(new TenantId("globex"), EU, "accounts", Map.of("domain", "acme.example")),
                new PageCursor(ACME, new ConnectionId("acme-us"), "accounts", Map.of("domain", "acme.example")),
                new PageCursor(ACME, EU, "contacts", Map.of("domain", "acme.example")),
                new PageCursor(ACME, EU, "accounts", Map.of("domain", "globex.example")),
                new PageCursor(ACME, EU, "accounts", Map.of()))) {
            refuses(other, cursor);
        }
    }

    @Test
    void whatIsNoCursorIsRefused() {
        // Given
        String cursor = cursors.write("cus_1");

        // Then
        for (String wrong : List.of(
                "",
                "x",
                "!",
                "A".repeat(5_000),
                cursor.substring(1),
                cursor + "AAAA",
                cursor.replace('c', 'd') + "=")) {
            refuses(cursors, wrong);
        }
    }

    private static void refuses(PageCursor cursors, String cursor) {
        assertThatExceptionOfType(ApiRefusal.class)
                .as(cursor)
                .isThrownBy(() -> cursors.read(cursor))
                .satisfies(refused -> assertThat(refused.answer().status()).isEqualTo(400));
    }
}
