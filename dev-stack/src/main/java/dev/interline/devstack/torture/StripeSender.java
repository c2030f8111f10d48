package dev.interline.devstack.torture;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhooks as Stripe does and sends them. */
final class StripeSender {
    private final Http http;
    private final Endpoints endpoints;

    StripeSender(Http http, Endpoints endpoints) {
        this.http = http;
        this.endpoints = endpoints;
    }

    /** @return the status of the answer; 0 if there was none */
    int send(StripeEvent event) {
        return send(event, endpoints.signingSecret(event.tenant(), "stripe"));
    }

    /** Sends it as somebody would who does not know the secret. */
    int sendForged(StripeEvent event) {
        return send(event, "whsec_guessed");
    }

    private int send(StripeEvent event, String secret) {
        long now = Instant.now().getEpochSecond();
        String signature = hmac(secret, now + "." + event.body());
        return http.post(
                        endpoints.of(event.tenant(), "stripe", "webhookUrl"),
                        event.body(),
                        Map.of("Stripe-Signature", "t=" + now + ",v1=" + signature))
                .status();
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
