package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Parameters;
import dev.interline.sandbox.exchange.Refusal;
import dev.interline.sandbox.state.Effects;
import dev.interline.sandbox.webhook.Hmac;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Results by Idempotency-Key, kept for 24 hours. Refusals of parameters are not kept, as Stripe keeps only what began to
 * execute.
 */
final class StripeIdempotency {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX_KEY = 255;
    private static final Set<String> BEGAN_TO_EXECUTE = Set.of(
            "resource_missing",
            "resource_already_exists",
            "invoice_already_paid",
            "invoice_not_editable",
            "card_declined");

    private final Set<String> underWay = new HashSet<>();

    /** Marks a key as in use; false when it is already. */
    synchronized boolean begin(String account, String key) {
        return underWay.add(account + " " + key);
    }

    synchronized void end(String account, String key) {
        underWay.remove(account + " " + key);
    }

    /** The earlier answer to the same call; throws {@link Refusal} when the key was used for another one. */
    Optional<Answer> replay(StripeBooks books, ApiCall call, String key, Effects effects) {
        if (key.length() > MAX_KEY) {
            throw StripeErrors.invalid(null, "Idempotency keys can be at most 255 characters.", null);
        }
        Optional<ObjectNode> kept = books.idempotency()
                .find(Hmac.digestHex(key))
                .filter(row -> Instant.parse(row.path("at").asText()).plus(KEPT).isAfter(effects.now()));
        return kept.map(row -> {
            if (!fingerprint(call).equals(Json.text(row, "fingerprint"))) {
                throw StripeErrors.reusedKey(key);
            }
            effects.replayed(Json.text(row, "entity"), Json.text(row, "externalId"));
            return new Answer(
                    row.path("status").asInt(),
                    Map.of("Idempotent-Replayed", "true"),
                    Answer.JSON,
                    row.path("body").asText());
        });
    }

    void keep(StripeBooks books, ApiCall call, String key, Answer answer, Instant now) {
        ObjectNode row = Json.object()
                .put("fingerprint", fingerprint(call))
                .put("at", now.toString())
                .put("status", answer.status())
                .put("body", answer.body());
        if (answer.succeeded()) {
            JsonNode body = Json.object(answer.body());
            row.put("entity", Json.text(body, "id")).put("externalId", StripeCall.externalId(body));
        }
        books.idempotency().put(Hmac.digestHex(key), row);
    }

    void keep(StripeBooks books, ApiCall call, String key, Refusal refusal, Instant now) {
        if (BEGAN_TO_EXECUTE.contains(refusal.reason())) {
            keep(books, call, key, refusal.answer(), now);
        }
    }

    private static String fingerprint(ApiCall call) {
        Set<String> pairs = new TreeSet<>();
        int position = 0;
        for (Map.Entry<String, String> pair : Parameters.parse(call.body()).pairs()) {
            String order = pair.getKey().endsWith("[]") ? Integer.toString(position++) : "";
            pairs.add(pair.getKey() + order + "=" + pair.getValue());
        }
        return Hmac.digestHex(call.method() + " " + call.path() + " " + String.join("&", pairs));
    }
}
