package dev.interline.support;

import static dev.interline.support.TestConnections.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.sdk.ingress.Verification;
import dev.interline.sdk.ingress.Verification.Reason;
import dev.interline.sdk.ingress.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZendeskSignatureTest {

    private static final Instant NOW = Instant.parse("2026-10-02T08:15:30Z");
    private static final String TIMESTAMP = "2026-10-02T08:15:30Z";
    private static final String BODY = "{\"id\":\"1\",\"note\":\"Grüße, 世界\"}";

    private final ZendeskSignature signature = new ZendeskSignature();

    @Test
    void acceptsWhatItsSecretHasSigned() {
        // Given
        WebhookRequest request = request(sign(SECRET, TIMESTAMP, BODY), TIMESTAMP, BODY);
        // When
        Verification verification = verify(request, SECRET);
        // Then
        assertThat(verification).isEqualTo(new Verification.Accepted(0));
    }

    @Test
    void reproducesAPublishedVectorWithTheSecretTakenVerbatim() {
        // Given
        String secret = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";
        WebhookRequest request = request(
                "S/RDdU2ERmj7LHDDoWJ2onPYH+t7/f2+LTM4dL7UiLM=",
                "2021-03-25T05:09:27Z",
                "{\"event\":\"ticket.updated\",\"id\":123}");
        // When
        Verification verification =
                signature.verify(request, TestConnections.acme(List.of(secret)), Instant.parse("2021-03-25T05:10:00Z"));
        // Then
        assertThat(verification).isEqualTo(new Verification.Accepted(0));
    }

    @Test
    void reproducesTheSharedVectors() throws IOException {
        // Given
        Path folder = SharedProviders.folder();
        JsonNode vectors = CanonicalJson.mapper()
                .readTree(Files.readAllBytes(folder.resolve("signature-vectors.json")))
                .path("vectors");
        int seen = 0;
        for (JsonNode vector : vectors) {
            if (!vector.path("provider").asText().equals("zendesk")) {
                continue;
            }
            byte[] body = vector.has("payload_file")
                    ? Files.readAllBytes(
                            folder.resolve(vector.path("payload_file").asText()))
                    : vector.path("payload").asText().getBytes(StandardCharsets.UTF_8);
            String timestamp = vector.path("timestamp").asText();
            // When
            Verification verification = signature.verify(
                    request(vector.path("signature").asText(), timestamp, body),
                    TestConnections.acme(List.of(vector.path("secret").asText())),
                    Instant.parse("2021-03-25T05:10:00Z"));
            // Then: "1234" is no time, which is only found out when the MAC is right.
            assertThat(verification)
                    .isEqualTo(
                            timestamp.equals("1234")
                                    ? new Verification.Rejected(Reason.TIMESTAMP_OUTSIDE_TOLERANCE)
                                    : new Verification.Accepted(0));
            seen++;
        }
        assertThat(seen).isEqualTo(3);
    }

    @Test
    void saysWhichOfSeveralSecretsHasSigned() {
        // Given
        WebhookRequest request = request(sign("the old one", TIMESTAMP, BODY), TIMESTAMP, BODY);
        // When
        Verification verification = verify(request, "the new one", "the old one");
        // Then
        assertThat(verification).isEqualTo(new Verification.Accepted(1));
    }

    @Test
    void signsBytesNotCharacters() {
        // Given
        byte[] body = {'{', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, '}'};
        WebhookRequest request = request(sign(SECRET, TIMESTAMP, body), TIMESTAMP, body);
        // When
        Verification verification = verify(request, SECRET);
        // Then
        assertThat(verification).isEqualTo(new Verification.Accepted(0));
    }

    @Test
    void refusesAChangedBody() {
        // Given
        WebhookRequest request = request(sign(SECRET, TIMESTAMP, BODY), TIMESTAMP, BODY + " ");
        // When
        Verification verification = verify(request, SECRET);
        // Then
        assertThat(verification).isEqualTo(new Verification.Rejected(Reason.SIGNATURE_MISMATCH));
    }

    @Test
    void refusesAChangedTimestamp() {
        // Given
        WebhookRequest request = request(sign(SECRET, TIMESTAMP, BODY), "2026-10-02T08:15:31Z", BODY);
        // When
        Verification verification = verify(request, SECRET);
        // Then
        assertThat(verification).isEqualTo(new Verification.Rejected(Reason.SIGNATURE_MISMATCH));
    }

    @Test
    void refusesTheSecretDecodedFromBase64() {
        // Given
        String decoded = new String(Base64.getDecoder().decode(SECRET), StandardCharsets.UTF_8);
        WebhookRequest request = request(sign(decoded, TIMESTAMP, BODY), TIMESTAMP, BODY);
        // When
        Verification verification = verify(request, SECRET);
        // Then
        assertThat(verification).isEqualTo(new Verification.Rejected(Reason.SIGNATURE_MISMATCH));
    }

    @Test
    void takesAnEmptySecretForNoSecret() {
        // Given
        WebhookRequest request = request(sign(SECRET, TIMESTAMP, BODY), TIMESTAMP, BODY);
        // When
        Verification verification = verify(request, "");
        // Then
        assertThat(verification).isEqualTo(new Verification.Rejected(Reason.SIGNATURE_MISMATCH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-zendesk-webhook-signature", "x-zendesk-webhook-signature-timestamp"})
    void refusesARequestWithoutOneOfTheHeaders(String missing) {
        // Given
        Map<String, String> headers = new HashMap<>(
                request(sign(SECRET, TIMESTAMP, BODY), TIMESTAMP, BODY).headers());
        headers.remove(missing);
        WebhookRequest request = new WebhookRequest("POST", "", headers, BODY.getBytes(StandardCharsets.UTF_8));
        // When
        Verification verification = verify(request, SECRET);
        // Then
        assertThat(verification).isEqualTo(new Verification.Rejected(Reason.SIGNATURE_MISSING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "abc=def", "sha256=00ff"})
    void refusesWhatIsNoBase64(String malformed) {
        // Given
        WebhookRequest request = request(malformed, TIMESTAMP, BODY);
        // When
        Verification verification = verify(request, SECRET);
        // Then
        assertThat(verification).isEqualTo(new Verification.Rejected(Reason.SIGNATURE_MALFORMED));
    }

    @Test
    void refusesAShortenedSignature() {
        // Given
        byte[] whole = Base64.getDecoder().decode(sign(SECRET, TIMESTAMP, BODY));
        String half = Base64.getEncoder().encodeToString(Arrays.copyOf(whole, 16));
        // When
        Verification verification = verify(request(half, TIMESTAMP, BODY), SECRET);
        // Then
        assertThat(verification).isEqualTo(new Verification.Rejected(Reason.SIGNATURE_MISMATCH));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-02T08:10:30Z, true",
        "2026-10-02T08:10:29Z, false",
        "2026-10-02T08:20:30Z, true",
        "2026-10-02T08:20:31Z, false",
        "2026-10-02T10:15:30+02:00, true",
        "2026-10-02T08:15:30.123456789Z, true",
        "2026-10-02T08:15:30, false",
        "+999999999-12-31T23:59:59Z, false",
        "1790928930, false",
        "now, false"
    })
    void acceptsFiveMinutesEitherWay(String timestamp, boolean accepted) {
        // Given
        WebhookRequest request = request(sign(SECRET, timestamp, BODY), timestamp, BODY);
        // When
        Verification verification = verify(request, SECRET);
        // Then
        assertThat(verification)
                .isEqualTo(
                        accepted
                                ? new Verification.Accepted(0)
                                : new Verification.Rejected(Reason.TIMESTAMP_OUTSIDE_TOLERANCE));
    }

    private Verification verify(WebhookRequest request, String... secrets) {
        return signature.verify(request, TestConnections.acme(List.of(secrets)), NOW);
    }

    private static WebhookRequest request(String signature, String timestamp, String body) {
        return request(signature, timestamp, body.getBytes(StandardCharsets.UTF_8));
    }

    private static WebhookRequest request(String signature, String timestamp, byte[] body) {
        return new WebhookRequest(
                "POST",
                "http://127.0.0.1/webhooks/acme-zendesk",
                Map.of("x-zendesk-webhook-signature", signature, "x-zendesk-webhook-signature-timestamp", timestamp),
                body);
    }

    private static String sign(String secret, String timestamp, String body) {
        return sign(secret, timestamp, body.getBytes(StandardCharsets.UTF_8));
    }

    /** As Zendesk's documentation words it, without our own HMAC. */
    private static String sign(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
