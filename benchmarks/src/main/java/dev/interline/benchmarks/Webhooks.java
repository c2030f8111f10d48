package dev.interline.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stripe's webhooks, signed as Stripe signs them (https://docs.stripe.com/webhooks#verify-manually). */
final class Webhooks {

    private Webhooks() {}

    /** A webhook ready to be sent. */
    record Signed(String body, String signature) {}

    static Signed sign(String secret, String body) {
        long now = Instant.now().getEpochSecond();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signature =
                    HexFormat.of().formatHex(mac.doFinal((now + "." + body).getBytes(StandardCharsets.UTF_8)));
            return new Signed(body, "t=" + now + ",v1=" + signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    static String customer(String event, String type, String customer, String name) {
        long now = Instant.now().getEpochSecond();
        return event(event, type, """
                {"id":"%s","object":"customer","name":"%s","email":"billing@%s.example","created":%d,"currency":"eur",\
                "metadata":{},"livemode":false}""".formatted(customer, name, customer.replace('_', '-'), now), now);
    }

    static String subscription(String event, String customer) {
        long now = Instant.now().getEpochSecond();
        return event(event, "customer.subscription.created", """
                {"id":"sub_%s","object":"subscription","customer":"%s","status":"active","created":%d,"items":{"object":"list",\
                "data":[{"id":"si_1","quantity":1,"current_period_end":%d,"price":{"id":"price_1","lookup_key":"pro",\
                "nickname":"Pro"}}]}}""".formatted(customer, customer, now, now + 86_400), now);
    }

    /** Something that no route asks for: it is verified, deduplicated and stored, and nothing follows. */
    static String ignored(String event) {
        long now = Instant.now().getEpochSecond();
        return event(event, "payout.updated", "{\"id\":\"po_1\",\"object\":\"payout\",\"status\":\"paid\"}", now);
    }

    private static String event(String id, String type, String object, long now) {
        return """
                {"id":"%s","object":"event","api_version":"2026-07-29.dahlia","created":%d,"livemode":false,"type":"%s",\
                "data":{"object":%s}}""".formatted(id, now, type, object);
    }
}
