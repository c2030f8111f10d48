package dev.interline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may tell us something: signatures, replays, forgeries, rotation of secrets, and clocks. */
public interface SignatureContract extends ConnectorUnderContract {

    @Test
    default void aSignedRequestIsAccepted() {
        assertThat(verify(NEWEST, NOW, event(1), event(1), NEWEST)).isEqualTo(new Verification.Accepted(0));
    }

    @Test
    default void duringARotationTheOlderSecretIsAcceptedAndNamed() {
        assertThat(verify(OLDER, NOW, event(1), event(1), NEWEST, OLDER)).isEqualTo(new Verification.Accepted(1));
    }

    @Test
    default void oneChangedBitIsRefused() {
        // Given
        byte[] body = event(1).getBytes(StandardCharsets.UTF_8);
        Connection connection = connection(NEWEST);
        Map<String, String> headers = signed(connection, NEWEST, body, NOW);

        // When
        for (int i = 0; i < body.length; i += Math.max(1, body.length / 40)) {
            byte[] changed = body.clone();
            changed[i] ^= 1;

            // Then
            assertThat(signature()
                            .verify(ConnectorUnderContract.request(connection, headers, changed), connection, NOW))
                    .isInstanceOf(Verification.Rejected.class);
        }
    }

    @Test
    default void anotherSecretAndNoSignatureAreRefused() {
        assertThat(verify("somebody-elses-secret", NOW, event(1), event(1), NEWEST))
                .isInstanceOf(Verification.Rejected.class);
        Connection connection = connection(NEWEST);
        assertThat(signature()
                        .verify(ConnectorUnderContract.request(connection, Map.of(), new byte[0]), connection, NOW))
                .isInstanceOf(Verification.Rejected.class);
    }

    @Test
    default void eachHeaderIsNeededAndGarbageInItIsRefusedNotBrokenOn() {
        // Given
        Connection connection = connection(NEWEST);
        byte[] body = event(1).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = signed(connection, NEWEST, body, NOW);

        for (String name : headers.keySet()) {
            for (String garbage : List.of("", " ", "=", ",,,", "\u0000", "9".repeat(5000), "t=v1=,v1=t", "ÿ")) {
                Map<String, String> broken = new HashMap<>(headers);
                broken.put(name, garbage);

                // Then
                assertThat(signature()
                                .verify(ConnectorUnderContract.request(connection, broken, body), connection, NOW))
                        .as("%s: %s", name, garbage.length() > 20 ? "long" : garbage)
                        .isInstanceOf(Verification.Rejected.class);
            }
        }
    }

    @Test
    default void aRequestTooOldOrTooFarAheadIsRefused() {
        assertThat(verify(NEWEST, NOW.minusSeconds(290), event(1), event(1), NEWEST))
                .isInstanceOf(Verification.Accepted.class);
        assertThat(verify(NEWEST, NOW.minusSeconds(310), event(1), event(1), NEWEST))
                .isInstanceOf(Verification.Rejected.class);
        assertThat(verify(NEWEST, NOW.plusSeconds(310), event(1), event(1), NEWEST))
                .isInstanceOf(Verification.Rejected.class);
    }

    @Test
    default void theToleranceEndsExactlyAfterFiveMinutesOnBothSides() {
        // Given
        Instant now = NOW.truncatedTo(ChronoUnit.SECONDS);

        // Then
        for (long offset : List.of(-300L, 0L, 300L)) {
            assertThat(verifyAt(now.plusSeconds(offset), now))
                    .as("%d s", offset)
                    .isInstanceOf(Verification.Accepted.class);
        }
        for (long offset : List.of(-301L, 301L)) {
            assertThat(verifyAt(now.plusSeconds(offset), now))
                    .as("%d s", offset)
                    .isEqualTo(new Verification.Rejected(Verification.Reason.TIMESTAMP_OUTSIDE_TOLERANCE));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-62_135_596_801L, -1, 0, 253_402_300_800L, 999_999_999_999L, 9_000_000_000_000_000L})
    default void aTimeBeyondAllClocksIsRefusedNotBrokenOn(long epochSecond) {
        assertThat(verifyAt(Instant.ofEpochSecond(epochSecond), NOW)).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    default void aSecretThatWasTakenAwayNoLongerSigns() {
        assertThat(verify(OLDER, NOW, event(1), event(1), NEWEST)).isInstanceOf(Verification.Rejected.class);
    }

    private Verification verifyAt(Instant signedAt, Instant now) {
        Connection connection = connection(NEWEST);
        byte[] body = event(1).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = signed(connection, NEWEST, body, signedAt);
        return signature().verify(ConnectorUnderContract.request(connection, headers, body), connection, now);
    }

    private Verification verify(String secret, Instant signedAt, String signed, String sent, String... live) {
        Connection connection = connection(live);
        Map<String, String> headers = signed(connection, secret, signed.getBytes(StandardCharsets.UTF_8), signedAt);
        return signature()
                .verify(
                        ConnectorUnderContract.request(connection, headers, sent.getBytes(StandardCharsets.UTF_8)),
                        connection,
                        NOW);
    }
}
