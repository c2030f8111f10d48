package dev.interline.billing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.Verification;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.testkit.contract.TranslationProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Whatever is sent, nothing breaks. Inputs that were found are kept in {@code src/test/resources}; {@code ./interline fuzz}
 * searches for more.
 */
class StripeFuzzTest {

    private static final String SECRET = "secret-of-the-fuzzed-connection";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Connection CONNECTION = StripeSignatureTest.connection(SECRET);

    /** An input is a line that becomes the timestamp, a line that becomes the signature, and a body. */
    @FuzzTest(maxDuration = "10m")
    void signature(byte[] input) {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 3);
        if (parts.length < 3) {
            return;
        }
        byte[] body = parts[2].getBytes(StandardCharsets.UTF_8);
        Verification forged = verify(Map.of("stripe-signature", "t=" + parts[0] + ",v1=" + parts[1]), body);
        if (forged instanceof Verification.Accepted) {
            throw new AssertionError("accepted without the secret");
        }
        // Who signs writes one timestamp; what is read as several is another header than the one that was signed.
        boolean isOneTimestamp = !parts[0].contains(",") && parts[0].equals(parts[0].strip());
        String signed = "t=" + parts[0] + ",v1=" + StripeSignatureTest.mac(SECRET, parts[0] + "." + parts[2]);
        if (isOneTimestamp
                && verify(Map.of("stripe-signature", signed), body) instanceof Verification.Rejected rejected
                && rejected.reason() == Verification.Reason.SIGNATURE_MISMATCH) {
            throw new AssertionError("refused with the secret");
        }
    }

    /** An input is a body. */
    @FuzzTest(maxDuration = "10m")
    void events(byte[] input) {
        TranslationProperty.holdsFor(new StripeWebhookTranslator(), CONNECTION, input);
    }

    private static Verification verify(Map<String, String> headers, byte[] body) {
        return new StripeSignature()
                .verify(new WebhookRequest("POST", CONNECTION.webhookUrl(), headers, body), CONNECTION, NOW);
    }
}
