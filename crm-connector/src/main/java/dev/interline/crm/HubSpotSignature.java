package dev.interline.crm;

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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * HubSpot's signature v3: {@code X-HubSpot-Signature-v3} is base64 of HMAC-SHA256, with the app's client secret, over
 * method, URL, body and the milliseconds of {@code X-HubSpot-Request-Timestamp}, one after the other
 * (<a href="https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests">validating
 * requests</a>). The older versions v1 and v2 are never accepted in its place: they have no time and no method.
 */
@ApplicationScoped
public class HubSpotSignature implements WebhookSignature {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The escapes HubSpot undoes in the URL before it signs. */
    private static final Set<String> DECODED =
            Set.of("3A", "2F", "3F", "40", "21", "24", "27", "28", "29", "2A", "2C", "3B");

    @Override
    public Verification verify(WebhookRequest request, Connection connection, Instant now) {
        String signature = request.header("x-hubspot-signature-v3").orElse("");
        String timestamp = request.header("x-hubspot-request-timestamp").orElse("");
        if (signature.isBlank() || timestamp.isBlank()) {
            return new Verification.Rejected(Reason.SIGNATURE_MISSING);
        }
        byte[] given;
        try {
            given = Base64.getDecoder().decode(signature.strip());
        } catch (IllegalArgumentException notBase64) {
            return new Verification.Rejected(Reason.SIGNATURE_MALFORMED);
        }
        if (!timestamp.matches("\\d{1,15}")) {
            return new Verification.Rejected(Reason.SIGNATURE_MALFORMED);
        }
        int secret = matching(connection.signingSecrets(), request, timestamp, given);
        if (secret < 0) {
            return new Verification.Rejected(Reason.SIGNATURE_MISMATCH);
        }
        Duration age = Duration.between(Instant.ofEpochMilli(Long.parseLong(timestamp)), now);
        return age.abs().compareTo(TOLERANCE) > 0
                ? new Verification.Rejected(Reason.TIMESTAMP_OUTSIDE_TOLERANCE)
                : new Verification.Accepted(secret);
    }

    private static int matching(List<String> secrets, WebhookRequest request, String timestamp, byte[] given) {
        byte[] prefix = (request.method() + decoded(request.url())).getBytes(StandardCharsets.UTF_8);
        byte[] suffix = timestamp.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < secrets.size(); i++) {
            if (Hmac.matches(Hmac.sha256(secrets.get(i), prefix, request.body(), suffix), given)) {
                return i;
            }
        }
        return -1;
    }

    private static String decoded(String url) {
        StringBuilder decoded = new StringBuilder(url.length());
        for (int i = 0; i < url.length(); i++) {
            String escape = url.charAt(i) == '%' && i + 2 < url.length()
                    ? url.substring(i + 1, i + 3).toUpperCase(Locale.ROOT)
                    : "";
            if (DECODED.contains(escape)) {
                decoded.append((char) Integer.parseInt(escape, 16));
                i += 2;
            } else {
                decoded.append(url.charAt(i));
            }
        }
        return decoded.toString();
    }
}
