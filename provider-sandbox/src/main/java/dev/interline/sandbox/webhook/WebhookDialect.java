package dev.interline.sandbox.webhook;

import dev.interline.sandbox.SandboxConfig.Webhook;
import java.time.Duration;
import java.time.Instant;

/** How one provider sends webhooks: batching, signature, patience, retries. */
public interface WebhookDialect {
    String provider();

    /** Most events in one request. */
    default int batchSize() {
        return 1;
    }

    /** How long events are collected before a request leaves. */
    default Duration collectFor() {
        return Duration.ZERO;
    }

    /** How long the provider waits for an answer. */
    Duration timeout();

    /** Signs the delivery as the provider would at this moment. */
    SignedRequest sign(Delivery delivery, Webhook endpoint, Instant now);

    /** What the provider does after the given number of attempts ended with this reply. */
    Verdict judge(int attemptsMade, Reply reply);
}
