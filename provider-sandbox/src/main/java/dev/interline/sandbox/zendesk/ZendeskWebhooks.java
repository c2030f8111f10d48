package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Webhook;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.webhook.Delivery;
import dev.interline.sandbox.webhook.Hmac;
import dev.interline.sandbox.webhook.Reply;
import dev.interline.sandbox.webhook.SignedRequest;
import dev.interline.sandbox.webhook.Verdict;
import dev.interline.sandbox.webhook.WebhookDialect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Zendesk's deliveries: one envelope a request. Sent again only after 409, after 429 or 503 with a Retry-After below a
 * minute, and when no answer came; every other status loses the event.
 */
public final class ZendeskWebhooks implements WebhookDialect {
    private static final int MAX_CONFLICTS = 4;
    private static final int MAX_LOST = 6;
    private static final int MAX_WAITS = 24;
    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final int ID_LENGTH = 26;

    @Override
    public String provider() {
        return "zendesk";
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(12);
    }

    /** The id under which the account knows a configured endpoint; stable for a URL. */
    static String webhookId(Webhook endpoint) {
        return "01" + Hmac.digestHex(endpoint.url()).substring(0, ID_LENGTH - 2).toUpperCase(Locale.ROOT);
    }

    @Override
    public SignedRequest sign(Delivery delivery, Webhook endpoint, Instant now) {
        String body = delivery.notices().get(0).body();
        ObjectNode envelope = Json.object(body);
        String timestamp = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return new SignedRequest(
                body,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "User-Agent",
                        "Zendesk Webhook",
                        "X-Zendesk-Account-Id",
                        envelope.path("account_id").asText(),
                        "X-Zendesk-Webhook-Id",
                        delivery.endpoint(),
                        "X-Zendesk-Webhook-Invocation-Id",
                        UUID.nameUUIDFromBytes((delivery.url() + delivery.sequence()).getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        "X-Zendesk-Webhook-Signature-Timestamp",
                        timestamp,
                        "X-Zendesk-Webhook-Signature",
                        signature(endpoint.secret(), timestamp, body)));
    }

    /** The key is the secret as it stands, though it looks like base64. */
    static String signature(String secret, String timestamp, String body) {
        return Hmac.sha256Base64(secret, timestamp + body);
    }

    @Override
    public Verdict judge(int attemptsMade, Reply reply) {
        if (!(reply instanceof Reply.Answered answered)) {
            return Verdict.backOff(attemptsMade, MAX_LOST);
        }
        Integer wait = answered.retryAfterSeconds();
        if (answered.status() / 100 == 2) {
            return new Verdict.Delivered();
        }
        if (answered.status() == 409) {
            return Verdict.backOff(attemptsMade, MAX_CONFLICTS);
        }
        boolean mayWait = answered.status() == 429 || answered.status() == 503;
        return mayWait && wait != null && wait < LONGEST_WAIT_SECONDS && attemptsMade < MAX_WAITS
                ? new Verdict.Again(Duration.ofSeconds(wait))
                : new Verdict.GiveUp();
    }
}
