package dev.interline.sandbox.stripe;

import dev.interline.sandbox.SandboxConfig.Webhook;
import dev.interline.sandbox.webhook.Delivery;
import dev.interline.sandbox.webhook.Hmac;
import dev.interline.sandbox.webhook.Reply;
import dev.interline.sandbox.webhook.SignedRequest;
import dev.interline.sandbox.webhook.Verdict;
import dev.interline.sandbox.webhook.WebhookDialect;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Stripe's deliveries: one event a request, {@code Stripe-Signature}, sent again after anything that is not 2xx. */
public final class StripeWebhooks implements WebhookDialect {
    private static final int MAX_ATTEMPTS = 24;

    @Override
    public String provider() {
        return "stripe";
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(20);
    }

    @Override
    public SignedRequest sign(Delivery delivery, Webhook endpoint, Instant now) {
        String body = delivery.notices().get(0).body();
        return new SignedRequest(
                body,
                Map.of(
                        "Content-Type",
                        "application/json; charset=utf-8",
                        "User-Agent",
                        "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                        "Stripe-Signature",
                        signature(endpoint.secret(), now.getEpochSecond(), body)));
    }

    /** The key is the whole secret string, {@code whsec_} included. */
    static String signature(String secret, long timestamp, String body) {
        return "t=" + timestamp + ",v1=" + Hmac.sha256Hex(secret, timestamp + "." + body);
    }

    @Override
    public Verdict judge(int attemptsMade, Reply reply) {
        return reply instanceof Reply.Answered answered && answered.status() / 100 == 2
                ? new Verdict.Delivered()
                : Verdict.backOff(attemptsMade, MAX_ATTEMPTS);
    }
}
