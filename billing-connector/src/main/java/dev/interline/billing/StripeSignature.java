package dev.interline.billing;

import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.Hmac;
import dev.interline.sdk.ingress.Verification;
import dev.interline.sdk.ingress.Verification.Reason;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookSignature;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Stripe's signature: {@code Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>]}, HMAC-SHA256 over {@code t.body} with the
 * whole {@code whsec_…} text as key (as in stripe-java 33.3.0, {@code Webhook.Signature}). Other schemes are ignored.
 * Unlike Stripe's SDK, a time too far in the future is refused too.
 */
@ApplicationScoped
public class StripeSignature implements WebhookSignature {

    private static final Duration TOLERANCE = Duration.ofSeconds(300);
    private static final int MAX_SIGNATURES = 10;

    @Override
    public Verification verify(WebhookRequest request, Connection connection, Instant now) {
        String header = request.header("stripe-signature").orElse("");
        if (header.isBlank()) {
            return new Verification.Rejected(Reason.SIGNATURE_MISSING);
        }
        String timestamp = null;
        List<byte[]> signatures = new ArrayList<>();
        for (String part : header.split(",")) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals("t") && timestamp == null) {
                timestamp = pair[1];
            } else if (pair.length == 2 && pair[0].equals("v1") && signatures.size() < MAX_SIGNATURES) {
                signatures.add(pair[1].getBytes(StandardCharsets.UTF_8));
            }
        }
        if (timestamp == null || !timestamp.matches("\\d{1,12}") || signatures.isEmpty()) {
            return new Verification.Rejected(Reason.SIGNATURE_MALFORMED);
        }
        int secret = matching(connection.signingSecrets(), timestamp, request.body(), signatures);
        if (secret < 0) {
            return new Verification.Rejected(Reason.SIGNATURE_MISMATCH);
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return age.abs().compareTo(TOLERANCE) > 0
                ? new Verification.Rejected(Reason.TIMESTAMP_OUTSIDE_TOLERANCE)
                : new Verification.Accepted(secret);
    }

    private static int matching(List<String> secrets, String timestamp, byte[] body, List<byte[]> signatures) {
        byte[] prefix = (timestamp + ".").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < secrets.size(); i++) {
            byte[] expected = HexFormat.of()
                    .formatHex(Hmac.sha256(secrets.get(i), prefix, body))
                    .getBytes(StandardCharsets.UTF_8);
            for (byte[] signature : signatures) {
                if (Hmac.matches(expected, signature)) {
                    return i;
                }
            }
        }
        return -1;
    }
}
