package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Webhook;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.webhook.Endpoint;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** {@code /v1/webhook_endpoints}: the secret is told once, in the answer to the creation; at most 16 an account. */
final class StripeEndpoints {
    private static final int MOST = 16;
    private static final int SECRET_BYTES = 16;
    private static final Set<String> CREATE =
            Set.of("url", "enabled_events", "api_version", "description", "metadata", "connect");
    private static final Set<String> UPDATE = Set.of("url", "enabled_events", "description", "metadata", "disabled");

    Answer create(StripeCall call) {
        StripeParams params = call.params().allow(CREATE);
        if (call.events().endpoints().all(call.books().account()).size() >= MOST) {
            throw StripeErrors.invalid(null, "You have reached the maximum of 16 test webhook endpoints.", null);
        }
        byte[] random = new byte[SECRET_BYTES];
        ThreadLocalRandom.current().nextBytes(random);
        String secret = "whsec_" + HexFormat.of().formatHex(random);
        Webhook webhook =
                new Webhook(url(params), secret, params.text("api_version").orElse(null), null, events(params));
        ObjectNode more = Json.object().put("created", call.now());
        more.put("description", params.text("description").orElse(null));
        params.copyMetadata(more);
        Endpoint endpoint = new Endpoint(call.books().ids().longId("we_"), true, webhook, more);
        call.events().endpoints().put(call.books().account(), endpoint);
        call.effects().applied(endpoint.id(), null, Json.object().put("url", webhook.url()));
        return Answer.json(200, shown(endpoint).put("secret", secret));
    }

    Answer list(StripeCall call) {
        call.params().allow(StripeLists.PAGING);
        int limit = StripeLists.limit(call.params());
        String after = call.params().text("starting_after").orElse("\uffff");
        List<Endpoint> found = call.events().endpoints().all(call.books().account()).stream()
                .sorted(Comparator.comparing(Endpoint::id).reversed())
                .filter(endpoint -> endpoint.id().compareTo(after) < 0)
                .toList();
        ObjectNode page = Json.object().put("object", "list").put("url", call.listUrl());
        page.put("has_more", found.size() > limit);
        ArrayNode data = page.putArray("data");
        found.stream().limit(limit).forEach(endpoint -> data.add(shown(endpoint)));
        return Answer.json(200, page);
    }

    Answer retrieve(StripeCall call) {
        return Answer.json(200, shown(existing(call)));
    }

    Answer update(StripeCall call) {
        StripeParams params = call.params().allow(UPDATE);
        Endpoint before = existing(call);
        ObjectNode more = before.more().deepCopy();
        params.copyText(more, "description");
        params.copyMetadata(more);
        Endpoint after = new Endpoint(
                        before.id(), !params.bool("disabled").orElse(!before.enabled()), before.webhook(), more)
                .at(
                        params.has("url") ? url(params) : before.webhook().url(),
                        params.has("enabled_events")
                                ? events(params)
                                : before.webhook().events());
        call.events().endpoints().put(call.books().account(), after);
        call.effects().applied(after.id(), null, params.detail());
        return Answer.json(200, shown(after));
    }

    Answer delete(StripeCall call) {
        Endpoint endpoint = existing(call);
        call.events().endpoints().remove(call.books().account(), endpoint.id());
        call.effects().applied(endpoint.id(), null, null);
        return Answer.json(
                200,
                Json.object()
                        .put("id", endpoint.id())
                        .put("object", "webhook_endpoint")
                        .put("deleted", true));
    }

    private static Endpoint existing(StripeCall call) {
        return call.events()
                .endpoints()
                .find(call.books().account(), call.id())
                .orElseThrow(() -> StripeErrors.noSuch("webhook endpoint", call.id()));
    }

    private static String url(StripeParams params) {
        String url = params.required("url");
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw StripeErrors.invalid("url_invalid", "Not a valid URL", "url");
        }
        return url;
    }

    private static List<String> events(StripeParams params) {
        List<String> events = params.texts("enabled_events");
        if (events.isEmpty()) {
            throw StripeErrors.missingParameter("enabled_events");
        }
        return events;
    }

    private static ObjectNode shown(Endpoint endpoint) {
        ObjectNode shown = Json.object()
                .put("id", endpoint.id())
                .put("object", "webhook_endpoint")
                .put("api_version", endpoint.webhook().apiVersion())
                .putNull("application")
                .put("created", endpoint.more().path("created").asLong())
                .put("description", Json.text(endpoint.more(), "description"));
        ArrayNode events = shown.putArray("enabled_events");
        endpoint.webhook().events().forEach(events::add);
        shown.put("livemode", false);
        shown.set(
                "metadata",
                endpoint.more().path("metadata").isObject()
                        ? endpoint.more().path("metadata").deepCopy()
                        : Json.object());
        return shown.put("status", endpoint.enabled() ? "enabled" : "disabled")
                .put("url", endpoint.webhook().url());
    }
}
