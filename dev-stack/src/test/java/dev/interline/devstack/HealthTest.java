package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HealthTest {

    @Test
    void namesTheFailingChecksWithTheirReasons() {
        // Given
        String body = """
                {"status":"DOWN","checks":[
                  {"name":"database","status":"UP"},
                  {"name":"kafka","status":"DOWN","data":{"reason":"no broker at 127.0.0.1:19092"}}]}
                """;

        // When
        String reasons = Health.reasons(503, body);

        // Then
        assertThat(reasons).isEqualTo("not ready: kafka (reason=no broker at 127.0.0.1:19092)");
    }

    @Test
    void fallsBackToTheStatusWhenTheBodySaysNothing() {
        // Given
        String body = "<html>";

        // When
        String reasons = Health.reasons(502, body);

        // Then
        assertThat(reasons).isEqualTo("answers with status 502");
    }
}
