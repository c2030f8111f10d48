package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.Verification;
import dev.interline.sdk.ingress.Verification.Reason;
import dev.interline.sdk.ingress.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotSignatureTest {

    private static final String URL = "https://hooks.example/webhooks/acme-hubspot";
    private static final String BODY = "[{\"eventId\":1}]";
    private static final Instant NOW = Instant.ofEpochMilli(1_795_000_000_123L);

    private final HubSpotSignature signature = new HubSpotSignature();

    @Test
    void hubspotsOwnVectorVerifiesThoughItsBodyIsNotJson() {
        // Given: upstream hubspot-api-python, tests/spec/utils/test_signature.py
        WebhookRequest request = new WebhookRequest(
                "POST",
                "https://www.example.com/webhook_uri",
                Map.of(
                        "x-hubspot-signature-v3",
                        "HPW73RUtKmcYoEDADG0s6MmGFWUzWJKAW07r8RDgcQw=",
                        "x-hubspot-request-timestamp",
                        "15000000"),
                "{'example_field':'example_value'}".getBytes(StandardCharsets.UTF_8));

        // When
        Verification verification = signature.verify(
                request, connection("yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"), Instant.ofEpochMilli(15_000_000));

        // Then
        assertThat(verification).isEqualTo(new Verification.Accepted(0));
    }

    @Test
    void theEscapesHubSpotUndoesAreUndoneAndNoOthers() {
        // Given
        String called = URL + "?a=%3A%2F%40&b=%20";
        String signed = URL + "?a=:/@&b=%20";

        // Then
        assertThat(verify(called, mac("secret", "POST" + signed + BODY + NOW.toEpochMilli()), NOW, "secret"))
                .isEqualTo(new Verification.Accepted(0));
    }

    @Test
    void duringARotationTheOldSecretStillCounts() {
        assertThat(verify(URL, sign("old"), NOW, "new", "old")).isEqualTo(new Verification.Accepted(1));
    }

    @Test
    void aTimeOutsideFiveMinutesEitherWayIsRefused() {
        assertThat(verify(URL, sign("secret"), NOW.plusSeconds(299), "secret")).isEqualTo(new Verification.Accepted(0));
        assertThat(verify(URL, sign("secret"), NOW.plusSeconds(301), "secret"))
                .isEqualTo(rejected(Reason.TIMESTAMP_OUTSIDE_TOLERANCE));
        assertThat(verify(URL, sign("secret"), NOW.minusSeconds(301), "secret"))
                .isEqualTo(rejected(Reason.TIMESTAMP_OUTSIDE_TOLERANCE));
    }

    @Test
    void theOlderSignatureAloneIsNotEnough() {
        // Given
        WebhookRequest request = new WebhookRequest(
                "POST", URL, Map.of("x-hubspot-signature", "0".repeat(64)), BODY.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(signature.verify(request, connection("secret"), NOW)).isEqualTo(rejected(Reason.SIGNATURE_MISSING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "AAAA", "="})
    void aGarbledOrWrongSignatureIsRefused(String given) {
        assertThat(verify(URL, given, NOW, "secret")).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void anotherMethodOrUrlIsAnotherSignature() {
        assertThat(verify(URL + "/other", sign("secret"), NOW, "secret"))
                .isEqualTo(rejected(Reason.SIGNATURE_MISMATCH));
    }

    private Verification verify(String url, String given, Instant now, String... secrets) {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-hubspot-signature-v3", given);
        headers.put("x-hubspot-request-timestamp", Long.toString(NOW.toEpochMilli()));
        return signature.verify(
                new WebhookRequest("POST", url, headers, BODY.getBytes(StandardCharsets.UTF_8)),
                connection(secrets),
                now);
    }

    private static String sign(String secret) {
        return mac(secret, "POST" + URL + BODY + NOW.toEpochMilli());
    }

    private static Verification rejected(Reason reason) {
        return new Verification.Rejected(reason);
    }

    static Connection connection(String... secrets) {
        return new Connection(
                new ConnectionId("acme-hubspot"),
                new TenantId("acme"),
                "62515",
                "4711",
                List.of(secrets),
                "http://127.0.0.1:1",
                null,
                "pat-1",
                URL);
    }

    static String mac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
