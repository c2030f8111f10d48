package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Routes;
import dev.interline.sandbox.state.Effects;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.state.Table;
import dev.interline.sandbox.webhook.Endpoint;
import dev.interline.sandbox.webhook.WebhookEndpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /webhooks/v3/{appId}}: one target URL and one set of subscriptions for all portals that have installed the app,
 * opened by the developer key in {@code hapikey}, which here is any token of such a portal. Until the target is set, each
 * portal is told at the URL the configuration has for it; until a subscription is changed, of everything.
 */
final class HubSpotApps {
    private static final String TYPE = "eventType";
    private static final String PROPERTY = "propertyName";
    private static final String ACTIVE = "active";
    private static final String LIST = "subscriptions";
    private static final List<String> VERBS =
            List.of("creation", "deletion", "merge", "restore", "associationChange", "privacyDeletion");

    private final SandboxConfig config;
    private final StateStore store;
    private final WebhookEndpoints endpoints;
    private final Routes<Handler> routes;

    private interface Handler {
        Answer answer(App app, ApiCall call, Effects effects);
    }

    private record App(long id, String subscription, List<Account> portals) {
        String endpoint() {
            return endpointId(id, 0);
        }
    }

    HubSpotApps(SandboxConfig config, StateStore store, WebhookEndpoints endpoints) {
        this.config = config;
        this.store = store;
        this.endpoints = endpoints;
        this.routes = new Routes<Handler>()
                .read("GET", "{app}/settings", (app, call, effects) -> settings(app))
                .change("PUT", "{app}/settings", "webhooks.settings", this::configure)
                .change("DELETE", "{app}/settings", "webhooks.settings", (app, call, effects) -> clear(app, effects))
                .read("GET", "{app}/subscriptions", (app, call, effects) -> list(app))
                .change("POST", "{app}/subscriptions", "webhooks.subscribe", this::subscribe)
                .change("PATCH", "{app}/subscriptions/{id}", "webhooks.subscribe", this::activate)
                .change("DELETE", "{app}/subscriptions/{id}", "webhooks.unsubscribe", this::unsubscribe);
    }

    static String endpointId(@Nullable Long app, int position) {
        return "app-" + (app == null ? 1 : app) + (position == 0 ? "" : "-" + position);
    }

    static boolean isAbout(ApiCall call) {
        List<String> segments = call.segments();
        return segments.size() > 3
                && segments.get(1).equals("webhooks")
                && segments.get(2).equals("v3");
    }

    Optional<String> operationOf(ApiCall call) {
        return match(call).map(Routes.Match::operation);
    }

    Answer answer(ApiCall call, Account account, Effects effects) {
        Routes.Match<Handler> match = match(call).orElseThrow(HubSpotErrors::notFound);
        String number = match.variable("app");
        App app = app(number, match.variables().getOrDefault("id", ""), account).orElseThrow(HubSpotErrors::notFound);
        return match.handler().answer(app, call, effects);
    }

    private Optional<Routes.Match<Handler>> match(ApiCall call) {
        return routes.find(
                call.method(), call.segments().subList(3, call.segments().size()));
    }

    /** The app, if the portal whose token was shown has it. */
    private Optional<App> app(String number, String subscription, Account shown) {
        if (!number.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        long id = Long.parseLong(number);
        List<Account> portals = config.accounts().stream()
                .filter(account -> account.provider().equals("hubspot"))
                .filter(account -> account.webhooks().stream().anyMatch(webhook -> Objects.equals(webhook.appId(), id)))
                .toList();
        return portals.contains(shown) ? Optional.of(new App(id, subscription, portals)) : Optional.empty();
    }

    private Answer settings(App app) {
        Endpoint endpoint = endpoint(app).filter(Endpoint::enabled).orElseThrow(HubSpotErrors::notFound);
        ObjectNode body = Json.object().put("targetUrl", endpoint.webhook().url());
        body.putObject("throttling").put("maxConcurrentRequests", 10).put("period", "SECONDLY");
        return Answer.json(200, body);
    }

    private Answer configure(App app, ApiCall call, Effects effects) {
        ObjectNode given = body(call);
        String url = Json.text(given, "targetUrl");
        if (url == null || !url.startsWith("http") || !given.path("throttling").isObject()) {
            throw HubSpotErrors.validation("targetUrl and throttling are required");
        }
        for (Account portal : app.portals()) {
            endpoints
                    .find(portal, app.endpoint())
                    .ifPresent(endpoint -> endpoints.put(
                            portal,
                            endpoint.enabled(true).at(url, endpoint.webhook().events())));
        }
        effects.applied(app.endpoint(), null, given);
        return settings(app);
    }

    private Answer clear(App app, Effects effects) {
        for (Account portal : app.portals()) {
            endpoints
                    .find(portal, app.endpoint())
                    .ifPresent(endpoint -> endpoints.put(portal, endpoint.enabled(false)));
        }
        effects.applied(app.endpoint(), null, null);
        return Answer.noContent();
    }

    private Answer list(App app) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        subscriptions(app).forEach(results::add);
        return Answer.json(200, body);
    }

    private Answer subscribe(App app, ApiCall call, Effects effects) {
        ObjectNode given = body(call);
        String type = Json.text(given, TYPE);
        String property = Json.text(given, PROPERTY);
        if (type == null || type.endsWith(".propertyChange") != (property != null)) {
            throw HubSpotErrors.validation("eventType is required, and propertyName for a propertyChange alone");
        }
        ArrayNode all = subscriptions(app);
        ObjectNode made = subscription(type, property, given.path(ACTIVE).asBoolean(false));
        for (JsonNode one : all) {
            if (one.path("id").equals(made.path("id"))) {
                throw HubSpotErrors.validation("Subscription already exists");
            }
        }
        keep(app, all.add(made));
        effects.applied(made.path("id").asText(), null, given);
        return Answer.json(201, made);
    }

    private Answer activate(App app, ApiCall call, Effects effects) {
        ArrayNode all = subscriptions(app);
        ObjectNode found = find(all, app.subscription());
        found.put(ACTIVE, body(call).path(ACTIVE).asBoolean());
        keep(app, all);
        effects.applied(app.subscription(), null, found);
        return Answer.json(200, found);
    }

    private Answer unsubscribe(App app, ApiCall call, Effects effects) {
        ArrayNode all = subscriptions(app);
        ObjectNode found = find(all, app.subscription());
        ArrayNode rest = Json.array();
        all.forEach(one -> {
            if (one != found) {
                rest.add(one);
            }
        });
        keep(app, rest);
        effects.applied(app.subscription(), null, null);
        return Answer.noContent();
    }

    private static ObjectNode find(ArrayNode all, String id) {
        for (JsonNode one : all) {
            if (one.path("id").asText().equals(id)) {
                return (ObjectNode) one;
            }
        }
        throw HubSpotErrors.notFound();
    }

    private void keep(App app, ArrayNode all) {
        ObjectNode row = Json.object();
        row.set(LIST, all);
        table().put(Long.toString(app.id()), row);
        List<String> told = new ArrayList<>();
        for (JsonNode one : all) {
            if (one.path(ACTIVE).asBoolean()) {
                String property = Json.text(one, PROPERTY);
                told.add(one.path(TYPE).asText() + (property == null ? "" : "/" + property));
            }
        }
        for (Account portal : app.portals()) {
            endpoints
                    .find(portal, app.endpoint())
                    .ifPresent(endpoint ->
                            endpoints.put(portal, endpoint.at(endpoint.webhook().url(), told)));
        }
    }

    /** What an app that is configured to be told of everything would have subscribed to. */
    private ArrayNode subscriptions(App app) {
        Optional<ObjectNode> kept = table().find(Long.toString(app.id()));
        if (kept.isPresent() && kept.get().path(LIST) instanceof ArrayNode list) {
            return list;
        }
        ArrayNode all = Json.array();
        List<String> configured =
                endpoint(app).map(endpoint -> endpoint.webhook().events()).orElse(List.of());
        if (!configured.contains("*")) {
            for (String event : configured) {
                String[] parts = event.split("/", 2);
                all.add(subscription(parts[0], parts.length > 1 ? parts[1] : null, true));
            }
            return all;
        }
        for (CrmType type : CrmType.values()) {
            if (type != CrmType.NOTES) {
                VERBS.forEach(verb -> all.add(subscription(type.singular() + "." + verb, null, true)));
                HubSpotPortal portal = new HubSpotPortal(store, app.portals().getFirst());
                portal.properties(type)
                        .keySet()
                        .forEach(
                                property -> all.add(subscription(type.singular() + ".propertyChange", property, true)));
            }
        }
        return all;
    }

    private static ObjectNode subscription(String type, @Nullable String property, boolean active) {
        ObjectNode subscription = Json.object()
                .put("id", Long.toString(CrmEvents.subscriptionId(type, property)))
                .put(TYPE, type)
                .put(ACTIVE, active);
        if (property != null) {
            subscription.put(PROPERTY, property);
        }
        return subscription;
    }

    private Optional<Endpoint> endpoint(App app) {
        return endpoints.find(app.portals().getFirst(), app.endpoint());
    }

    private Table table() {
        return new Table(store, "hubspot-apps");
    }

    private static ObjectNode body(ApiCall call) {
        ObjectNode body = Json.objectOrNull(call.body());
        if (body == null) {
            throw HubSpotErrors.validation("Invalid input JSON");
        }
        return body;
    }
}
