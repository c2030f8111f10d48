package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.interline.sandbox.SandboxConfig.Webhook;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.webhook.Delivery;
import dev.interline.sandbox.webhook.Hmac;
import dev.interline.sandbox.webhook.Reply;
import dev.interline.sandbox.webhook.SignedRequest;
import dev.interline.sandbox.webhook.Verdict;
import dev.interline.sandbox.webhook.WebhookDialect;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** HubSpot's deliveries: arrays of up to 100 thin events, signed v3 and v1, the whole batch again after any error. */
public final class HubSpotWebhooks implements WebhookDialect {
    private static final int MAX_ATTEMPTS = 24;

    @Override
    public String provider() {
        return "hubspot";
    }

    @Override
    public int batchSize() {
        return 100;
    }

    @Override
    public Duration collectFor() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public SignedRequest sign(Delivery delivery, Webhook endpoint, Instant now) {
        ArrayNode events = Json.array();
        delivery.notices()
                .forEach(notice -> events.add(Json.object(notice.body()).put("attemptNumber", delivery.attempts())));
        String body = Json.write(events);
        String timestamp = Long.toString(now.toEpochMilli());
        return new SignedRequest(
                body,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "User-Agent",
                        "HubSpot Connect 2.0 (http://dev.hubspot.com/) (namespace: webhooks-nio-http-client)",
                        "X-HubSpot-Request-Timestamp",
                        timestamp,
                        "X-HubSpot-Signature-v3",
                        signature(endpoint.secret(), "POST", endpoint.url(), body, timestamp),
                        "X-HubSpot-Signature-Version",
                        "v1",
                        "X-HubSpot-Signature",
                        Hmac.digestHex(endpoint.secret() + body)));
    }

    /** Version 3: method, full URL, body and timestamp in milliseconds, without separators. */
    static String signature(String secret, String method, String url, String body, String timestamp) {
        return Hmac.sha256Base64(secret, method + url + body + timestamp);
    }

    @Override
    public Verdict judge(int attemptsMade, Reply reply) {
        return reply instanceof Reply.Answered answered && answered.status() < 400
                ? new Verdict.Delivered()
                : Verdict.backOff(attemptsMade, MAX_ATTEMPTS);
    }
}
