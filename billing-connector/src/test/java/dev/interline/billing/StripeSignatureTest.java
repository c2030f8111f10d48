package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.Verification;
import dev.interline.sdk.ingress.Verification.Reason;
import dev.interline.sdk.ingress.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeSignatureTest {

    private static final String SECRET = "whsec_newest";
    private static final String BODY = "{\"id\":\"evt_1\",\"object\":\"event\"}";
    private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);

    private final StripeSignature signature = new StripeSignature();

    @Test
    void whatStripesOwnLibraryAcceptsIsAccepted() throws SignatureVerificationException {
        // Given
        long now = Instant.now().getEpochSecond();
        String header = "t=" + now + ",v1=" + mac(SECRET, now + "." + BODY) + ",v0=ignored";

        // When
        boolean oracle = Webhook.Signature.verifyHeader(BODY, header, SECRET, 300);

        // Then
        assertThat(oracle).isTrue();
        assertThat(verify(header, BODY, Instant.ofEpochSecond(now), SECRET)).isEqualTo(new Verification.Accepted(0));
    }

    @Test
    void duringARotationAnyOfTheSecretsAndAnyOfTheSignaturesWillDo() {
        // Given
        String header = header("whsec_old", NOW) + ",v1=" + "0".repeat(64);

        // Then
        assertThat(verify(header, BODY, NOW, SECRET, "whsec_old")).isEqualTo(new Verification.Accepted(1));
    }

    @Test
    void theWholeSecretIsTheKeyPrefixAndAll() {
        // Given
        String header = "t=" + NOW.getEpochSecond() + ",v1=" + mac("newest", NOW.getEpochSecond() + "." + BODY);

        // Then
        assertThat(verify(header, BODY, NOW, SECRET)).isEqualTo(rejected(Reason.SIGNATURE_MISMATCH));
    }

    @Test
    void aTimeOutsideFiveMinutesEitherWayIsRefused() {
        assertThat(verify(header(SECRET, NOW), BODY, NOW.plusSeconds(300), SECRET))
                .isEqualTo(new Verification.Accepted(0));
        assertThat(verify(header(SECRET, NOW), BODY, NOW.plusSeconds(301), SECRET))
                .isEqualTo(rejected(Reason.TIMESTAMP_OUTSIDE_TOLERANCE));
        assertThat(verify(header(SECRET, NOW), BODY, NOW.minusSeconds(301), SECRET))
                .isEqualTo(rejected(Reason.TIMESTAMP_OUTSIDE_TOLERANCE));
    }

    @Test
    void oneChangedByteIsRefused() {
        assertThat(verify(header(SECRET, NOW), BODY + " ", NOW, SECRET)).isEqualTo(rejected(Reason.SIGNATURE_MISMATCH));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"t=,v1=00", "t=soon,v1=00", "v1=00", "t=1", "nonsense", ",,,", "t=99999999999999999999,v1=00"})
    void aGarbledHeaderIsRefusedNotBrokenOn(String header) {
        assertThat(verify(header, BODY, NOW, SECRET)).isEqualTo(rejected(Reason.SIGNATURE_MALFORMED));
    }

    @Test
    void noHeaderIsRefused() {
        assertThat(signature.verify(new WebhookRequest("POST", "u", Map.of(), new byte[0]), connection(SECRET), NOW))
                .isEqualTo(rejected(Reason.SIGNATURE_MISSING));
    }

    @Test
    void thePublishedVectorsVerify() throws IOException {
        // Given
        Path vectors =
                Path.of(System.getProperty("interline.root", ".."), "../shared/providers/signature-vectors.json");
        assumeTrue(Files.exists(vectors), "the providers' published vectors are not on this machine");

        // Then
        for (JsonNode vector : new ObjectMapper().readTree(vectors.toFile()).path("vectors")) {
            if (vector.path("provider").asText().equals("stripe")) {
                assertThat(verify(
                                vector.path("header").asText().replace("Stripe-Signature: ", ""),
                                vector.path("payload").asText(),
                                Instant.ofEpochSecond(vector.path("timestamp").asLong()),
                                vector.path("secret").asText()))
                        .isEqualTo(new Verification.Accepted(0));
            }
        }
    }

    private Verification verify(String header, String body, Instant now, String... secrets) {
        return signature.verify(
                new WebhookRequest(
                        "POST", "u", Map.of("stripe-signature", header), body.getBytes(StandardCharsets.UTF_8)),
                connection(secrets),
                now);
    }

    static Connection connection(String... secrets) {
        return new Connection(
                new ConnectionId("acme-stripe"),
                new TenantId("acme"),
                "acct_1",
                null,
                List.of(secrets),
                "http://127.0.0.1:1",
                null,
                "sk_test_1",
                "http://127.0.0.1:2/webhooks/acme-stripe");
    }

    private static Verification rejected(Reason reason) {
        return new Verification.Rejected(reason);
    }

    private static String header(String secret, Instant at) {
        return "t=" + at.getEpochSecond() + ",v1=" + mac(secret, at.getEpochSecond() + "." + BODY);
    }

    static String mac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
