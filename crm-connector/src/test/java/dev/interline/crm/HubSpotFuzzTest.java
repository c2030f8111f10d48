package dev.interline.crm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.Verification;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.testkit.contract.TranslationProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Whatever is sent, nothing breaks. Inputs that were found are kept in {@code src/test/resources}; {@code ./interline fuzz}
 * searches for more.
 */
class HubSpotFuzzTest {

    private static final String SECRET = "secret-of-the-fuzzed-connection";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Connection CONNECTION = HubSpotSignatureTest.connection(SECRET);

    /** An input is a line that becomes the timestamp, a line that becomes the signature, and a body. */
    @FuzzTest(maxDuration = "10m")
    void signature(byte[] input) {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 3);
        if (parts.length < 3) {
            return;
        }
        byte[] body = parts[2].getBytes(StandardCharsets.UTF_8);
        Verification forged =
                verify(Map.of("x-hubspot-signature-v3", parts[1], "x-hubspot-request-timestamp", parts[0]), body);
        if (forged instanceof Verification.Accepted) {
            throw new AssertionError("accepted without the secret");
        }
        if (verify(
                                Map.of(
                                        "x-hubspot-signature-v3",
                                        HubSpotSignatureTest.mac(
                                                SECRET, "POST" + CONNECTION.webhookUrl() + parts[2] + parts[0]),
                                        "x-hubspot-request-timestamp",
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
        TranslationProperty.holdsFor(
                new HubSpotWebhookTranslator((endpoint, account) ->
                        account.equals(endpoint.account()) ? Optional.of(endpoint) : Optional.empty()),
                CONNECTION,
                input);
    }

    private static Verification verify(Map<String, String> headers, byte[] body) {
        return new HubSpotSignature()
                .verify(new WebhookRequest("POST", CONNECTION.webhookUrl(), headers, body), CONNECTION, NOW);
    }
}
