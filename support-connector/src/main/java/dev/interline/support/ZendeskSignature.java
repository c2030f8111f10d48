package dev.interline.support;

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
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;

/**
 * Zendesk's signature: base64 of HMAC-SHA256 over the timestamp header's text and the body, with the secret as it is
 * printed; it looks like base64 but is not decoded
 * (<a href="https://developer.zendesk.com/documentation/webhooks/verifying/">verifying webhooks</a>). Zendesk prescribes
 * no tolerance; five minutes either way is ours.
 */
@ApplicationScoped
public class ZendeskSignature implements WebhookSignature {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    @Override
    public Verification verify(WebhookRequest request, Connection connection, Instant now) {
        String signature = request.header("x-zendesk-webhook-signature").orElse("");
        String timestamp =
                request.header("x-zendesk-webhook-signature-timestamp").orElse("");
        if (signature.isBlank() || timestamp.isBlank()) {
            return new Verification.Rejected(Reason.SIGNATURE_MISSING);
        }
        byte[] given;
        try {
            given = Base64.getDecoder().decode(signature.strip());
        } catch (IllegalArgumentException notBase64) {
            return new Verification.Rejected(Reason.SIGNATURE_MALFORMED);
        }
        int secret = matching(connection.signingSecrets(), timestamp, request.body(), given);
        if (secret < 0) {
            return new Verification.Rejected(Reason.SIGNATURE_MISMATCH);
        }
        return isRecent(timestamp, now)
                ? new Verification.Accepted(secret)
                : new Verification.Rejected(Reason.TIMESTAMP_OUTSIDE_TOLERANCE);
    }

    private static int matching(List<String> secrets, String timestamp, byte[] body, byte[] given) {
        byte[] prefix = timestamp.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < secrets.size(); i++) {
            // An empty secret is a configuration that was forgotten; anybody could sign with it.
            if (!secrets.get(i).isEmpty() && Hmac.matches(Hmac.sha256(secrets.get(i), prefix, body), given)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isRecent(String timestamp, Instant now) {
        try {
            Instant at = OffsetDateTime.parse(timestamp.strip()).toInstant();
            return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
        } catch (DateTimeParseException notATime) {
            return false;
        }
    }
}
