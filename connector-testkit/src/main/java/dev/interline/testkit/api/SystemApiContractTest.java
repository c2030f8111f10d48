package dev.interline.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interline.testkit.api.ApiClient.Reply;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/**
 * The suite of a running connector's system API: reads, commands, and here what goes wrong. Extend it as a {@code
 * @QuarkusTest} with an {@link ApiStand}; it is booted once for the class.
 */
public abstract class SystemApiContractTest extends SystemApiCommands {

    @Test
    void aProviderThatThrottlesFailsOrRefusesUsIsToldApartWithTheTimeToComeAgain() {
        // Given
        String one = list() + "/" + make(provider, "Behind faults");

        // When
        fault("'kind':'status','status':503");
        Reply away = read(one);
        mendTheSandbox();
        fault("'kind':'status','status':401");
        Reply refused = read(one);
        mendTheSandbox();
        fault("'kind':'throttle','retryAfterSeconds':7");
        Reply throttled = read(one);
        mendTheSandbox();

        // Then
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("retry-after")).isPresent();
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.json().path("code").asText()).endsWith("-2401");
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("retry-after")).isPresent();
        assertThat(throttled.header("ratelimit-policy").orElse("")).containsPattern("\"[a-z-]+\";q=\\d+;w=\\d+");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(read(one).status()).isEqualTo(200));
    }

    @Test
    void aConnectionThatIsLeftAloneIsNotAskedAndCommandsAreTakenAllTheSame() throws SQLException {
        // Given
        String one = list() + "/" + make(provider, "Left alone");
        fault("'kind':'status','status':500");
        change("insert into connection_breaker (connection_id, failures, lanes, last_failed_at, last_code, open_until)"
                + " values ('acme', 10, array['a','b','c'], now(), 'X-2001', now() + interval '40 seconds')");

        // When
        Reply open = read(one);
        change("delete from connection_breaker");
        change("insert into connection_pause values ('acme', now() + interval '30 seconds', 'X-2401')");
        Reply paused = read(one);
        mendTheSandbox();
        Reply accepted = send(command(provider, key()), ApiStand.WRITE_KEY, key());

        // Then
        assertThat(open.status()).isEqualTo(503);
        assertThat(open.json().path("code").asText()).isEqualTo("API-3002");
        assertThat(Integer.parseInt(open.header("retry-after").orElseThrow())).isBetween(1, 40);
        assertThat(paused.status()).isEqualTo(502);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(paused.json().path("code").asText()).isEqualTo("API-3003");
    }
}
