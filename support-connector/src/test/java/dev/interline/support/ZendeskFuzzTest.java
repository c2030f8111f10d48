package dev.interline.support;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.Hmac;
import dev.interline.sdk.ingress.Verification;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.testkit.contract.TranslationProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Whatever is sent, nothing breaks. Inputs that were found are kept in {@code src/test/resources}; {@code ./interline fuzz}
 * searches for more.
 */
class ZendeskFuzzTest {

    private static final String SECRET = "secret-of-the-fuzzed-connection";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Connection CONNECTION = TestConnections.acme(List.of(SECRET));

    /** An input is a line that becomes the timestamp, a line that becomes the signature, and a body. */
    @FuzzTest(maxDuration = "10m")
    void signature(byte[] input) {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 3);
        if (parts.length < 3) {
            return;
        }
        byte[] body = parts[2].getBytes(StandardCharsets.UTF_8);
        Verification forged = verify(
                Map.of("x-zendesk-webhook-signature", parts[1], "x-zendesk-webhook-signature-timestamp", parts[0]),
                body);
        if (forged instanceof Verification.Accepted) {
            throw new AssertionError("accepted without the secret");
        }
        if (verify(
                                Map.of(
                                        "x-zendesk-webhook-signature",
                                        Base64.getEncoder()
                                                .encodeToString(Hmac.sha256(
                                                        SECRET, parts[0].getBytes(StandardCharsets.UTF_8), body)),
                                        "x-zendesk-webhook-signature-timestamp",
                                        parts[0]),
                                body)
                        instanceof Verification.Rejected rejected
                && rejected.reason() == Verification.Reason.SIGNATURE_MISMATCH) {
            throw new AssertionError("refused with the secret");
        }
    }

    /** An input is a body. */
    @FuzzTest(maxDuration = "10m")
    void events(byte[] input) {
        TranslationProperty.holdsFor(new ZendeskWebhookTranslator(new ZendeskTriggers(Map.of())), CONNECTION, input);
    }

    private static Verification verify(Map<String, String> headers, byte[] body) {
        return new ZendeskSignature()
                .verify(new WebhookRequest("POST", CONNECTION.webhookUrl(), headers, body), CONNECTION, NOW);
    }
}
