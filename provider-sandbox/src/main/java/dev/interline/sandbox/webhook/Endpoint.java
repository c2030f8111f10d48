package dev.interline.sandbox.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Webhook;
import dev.interline.sandbox.exchange.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that an account tells of changes, as its API shows it.
 *
 * @param id the provider's name for it
 * @param enabled whether it is told anything now
 * @param webhook where, of what, and how it is signed
 * @param more what only one provider has: a name, metadata
 */
public record Endpoint(String id, boolean enabled, Webhook webhook, ObjectNode more) {

    /** One that is told at once. */
    public static Endpoint of(String id, Webhook webhook) {
        return new Endpoint(id, true, webhook, Json.object());
    }

    /** The same, told or not. */
    public Endpoint enabled(boolean told) {
        return new Endpoint(id, told, webhook, more);
    }

    /** The same at another URL and of other events. */
    public Endpoint at(String url, List<String> events) {
        return new Endpoint(
                id, enabled, new Webhook(url, webhook.secret(), webhook.apiVersion(), webhook.appId(), events), more);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("enabled", enabled)
                .put("url", webhook.url())
                .put("secret", webhook.secret())
                .put("apiVersion", webhook.apiVersion())
                .put("appId", webhook.appId());
        ArrayNode events = json.putArray("events");
        webhook.events().forEach(events::add);
        json.set("more", more);
        return json;
    }

    static Endpoint fromJson(ObjectNode json) {
        List<String> events = new ArrayList<>();
        json.path("events").forEach(event -> events.add(event.asText()));
        @Nullable
        Long app =
                json.path("appId").isNull() ? null : (Long) json.path("appId").asLong();
        return new Endpoint(
                json.path("id").asText(),
                json.path("enabled").asBoolean(),
                new Webhook(
                        json.path("url").asText(),
                        json.path("secret").asText(),
                        Json.text(json, "apiVersion"),
                        app,
                        events),
                (ObjectNode) json.path("more"));
    }
}
