package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Webhook;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.webhook.Endpoint;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** {@code /api/v2/webhooks}: the signing secret can be read at any time, and reset at once. */
final class ZendeskSubscriptions {
    private static final int SECRET_BYTES = 24;
    private static final int ID_LENGTH = 26;
    private static final String CREATED_AT = "created_at";

    Answer list(ZendeskCall call) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("webhooks");
        all(call).forEach(endpoint -> list.add(shown(endpoint)));
        body.putObject("meta").put("has_more", false);
        return Answer.json(200, body);
    }

    private static List<Endpoint> all(ZendeskCall call) {
        return call.events().endpoints().all(call.desk().account()).stream()
                .sorted(Comparator.comparing(
                        endpoint -> endpoint.more().path(CREATED_AT).asText("")))
                .toList();
    }

    Answer create(ZendeskCall call) {
        ObjectNode given = call.body("webhook");
        byte[] random = new byte[SECRET_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        String id = "01"
                + UUID.randomUUID()
                        .toString()
                        .replace("-", "")
                        .substring(0, ID_LENGTH - 2)
                        .toUpperCase(Locale.ROOT);
        Webhook webhook = new Webhook(
                required(given, "endpoint"), Base64.getEncoder().encodeToString(random), null, null, events(given));
        ObjectNode more = Json.object()
                .put("name", required(given, "name"))
                .put(CREATED_AT, call.effects().now().toString());
        return written(call, 201, new Endpoint(id, active(given, true), webhook, more));
    }

    /** PATCH changes what it names; PUT is whole, and this connector's are. */
    Answer update(ZendeskCall call) {
        ObjectNode given = call.body("webhook");
        Endpoint before = existing(call);
        ObjectNode more = before.more().deepCopy();
        if (given.has("name")) {
            more.set("name", given.get("name"));
        }
        Endpoint after = new Endpoint(before.id(), active(given, before.enabled()), before.webhook(), more)
                .at(
                        given.has("endpoint")
                                ? required(given, "endpoint")
                                : before.webhook().url(),
                        given.has("subscriptions")
                                ? events(given)
                                : before.webhook().events());
        var unused = written(call, 204, after);
        return Answer.noContent();
    }

    Answer delete(ZendeskCall call) {
        Endpoint endpoint = existing(call);
        call.events().endpoints().remove(call.desk().account(), endpoint.id());
        call.effects().applied(endpoint.id(), null, null);
        return Answer.noContent();
    }

    Answer secret(ZendeskCall call) {
        return secret(existing(call));
    }

    /** A new one counts at once; the old one signs nothing more. */
    Answer resetSecret(ZendeskCall call) {
        Endpoint before = existing(call);
        byte[] random = new byte[SECRET_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        Endpoint after = new Endpoint(
                before.id(),
                before.enabled(),
                new Webhook(
                        before.webhook().url(),
                        Base64.getEncoder().encodeToString(random),
                        null,
                        null,
                        before.webhook().events()),
                before.more());
        call.events().endpoints().put(call.desk().account(), after);
        call.effects().applied(after.id(), null, null);
        return secret(after);
    }

    private static Answer secret(Endpoint endpoint) {
        ObjectNode body = Json.object();
        body.putObject("signing_secret")
                .put("algorithm", "SHA256")
                .put("secret", endpoint.webhook().secret());
        return Answer.json(200, body);
    }

    private static Answer written(ZendeskCall call, int status, Endpoint endpoint) {
        call.events().endpoints().put(call.desk().account(), endpoint);
        call.effects()
                .applied(
                        endpoint.id(),
                        null,
                        Json.object().put("endpoint", endpoint.webhook().url()));
        ObjectNode body = Json.object();
        body.set("webhook", shown(endpoint));
        return Answer.json(status, body);
    }

    private static Endpoint existing(ZendeskCall call) {
        return call.events().endpoints().find(call.desk().account(), call.id()).orElseThrow(ZendeskErrors::notFound);
    }

    private static boolean active(ObjectNode given, boolean otherwise) {
        return given.has("status") ? given.path("status").asText().equals("active") : otherwise;
    }

    private static String required(ObjectNode given, String field) {
        String value = Json.text(given, field);
        if (value == null || value.isBlank()) {
            throw ZendeskErrors.invalid(field, field + ": cannot be blank", "BlankValue");
        }
        return value;
    }

    private static List<String> events(ObjectNode given) {
        List<String> events = new ArrayList<>();
        given.path("subscriptions").forEach(event -> events.add(event.asText()));
        return events;
    }

    private static ObjectNode shown(Endpoint endpoint) {
        ObjectNode shown = Json.object()
                .put("id", endpoint.id())
                .put("name", endpoint.more().path("name").asText("sandbox"))
                .put("endpoint", endpoint.webhook().url())
                .put("http_method", "POST")
                .put("request_format", "json")
                .put("status", endpoint.enabled() ? "active" : "inactive")
                .put(CREATED_AT, endpoint.more().path(CREATED_AT).asText("2026-01-01T00:00:00Z"));
        ArrayNode events = shown.putArray("subscriptions");
        endpoint.webhook().events().forEach(events::add);
        return shown;
    }
}
