package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.runtime.InterlineConfig;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.provider.ProviderUpkeep;
import dev.interline.sdk.subscription.Step;
import dev.interline.sdk.subscription.Subscription;
import dev.interline.sdk.subscription.Wanted;
import dev.interline.sdk.subscription.WebhookSubscriptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * HubSpot's webhook subscriptions (<a href="https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide">webhooks
 * API</a>). They belong to the app: one target URL and one set of events for all portals, opened by the app's developer key,
 * and signed with the app's secret. The first connection of an app, by its name, looks after
 * them. A heartbeat changes the description of a
 * product of our own.
 */
@ApplicationScoped
public class HubSpotSubscriptions implements WebhookSubscriptions {

    static final String READ_SETTINGS = "read-webhook-settings";
    static final String WRITE_SETTINGS = "write-webhook-settings";
    static final String LIST = "list-webhook-subscriptions";
    static final String SUBSCRIBE = "create-webhook-subscription";
    static final String ACTIVATE = "activate-webhook-subscription";
    static final String FIND_BEAT = "search-heartbeat-product";
    static final String PREPARE_BEAT = "create-heartbeat-product";
    static final String BEAT = "change-heartbeat-product";

    /** The calls that the app's developer key opens; a portal's token does not. */
    static final Set<String> OF_THE_APP = Set.of(READ_SETTINGS, WRITE_SETTINGS, LIST, SUBSCRIBE, ACTIVATE);

    /** HubSpot's own default. */
    private static final int CONCURRENCY = 10;

    private static final String CHANGE = ".propertyChange";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Connections connections;
    private final HubSpotCompanies companies;
    private final boolean beating;
    private final boolean keyless;

    HubSpotSubscriptions(Connections connections, HubSpotCompanies companies, InterlineConfig config) {
        this.connections = connections;
        this.companies = companies;
        this.beating = config.subscriptions().heartbeat();
        this.keyless = config.subscriptions().appKey().isEmpty();
    }

    @Override
    public Secrets secrets() {
        return Secrets.OF_THE_APP;
    }

    @Override
    public Connection keeper(Connection connection, Collection<Connection> all) {
        return all.stream()
                .filter(other -> connection.app() != null && Objects.equals(other.app(), connection.app()))
                .min(Comparator.comparing(other -> other.id().value()))
                .orElse(connection);
    }

    /** What the tenants of the app have mapped, and the ends and mergers of records. */
    @Override
    public Set<String> events(Connection connection) {
        Set<String> events = new TreeSet<>();
        for (HubSpotRecordType type :
                List.of(HubSpotRecordType.COMPANY, HubSpotRecordType.CONTACT, HubSpotRecordType.DEAL)) {
            for (String verb : List.of("creation", "deletion", "merge", "restore", "associationChange")) {
                events.add(type.word() + "." + verb);
            }
        }
        events.add("contact.privacyDeletion");
        connections.all().stream()
                .filter(other -> Objects.equals(other.app(), connection.app()))
                .flatMap(other -> companies.properties(other.tenant()).stream())
                .forEach(property -> events.add("company" + CHANGE + "/" + property));
        HubSpotContacts.properties().forEach(property -> events.add("contact" + CHANGE + "/" + property));
        HubSpotDeals.properties().forEach(property -> events.add("deal" + CHANGE + "/" + property));
        // Our own properties and the time of the last change say nothing.
        events.removeIf(event -> event.contains("/interline_") || event.endsWith("lastmodifieddate"));
        if (beating) {
            events.add("product" + CHANGE + "/" + HubSpotHeartbeat.PROPERTY);
        }
        return events;
    }

    @Override
    public List<Subscription> list(Wanted wanted, ProviderUpkeep.Session session) {
        ProviderAnswer settings;
        try {
            settings = session.call(READ_SETTINGS, ProviderRequest.get(path(wanted, "/settings"), Map.of()));
        } catch (FailureException failed) {
            if (failed.failure().code().endsWith("-2404")) {
                return List.of();
            }
            throw failed;
        }
        Map<String, Listed> listed = listed(wanted, session);
        Set<String> active = new TreeSet<>();
        listed.forEach((event, one) -> {
            if (one.active()) {
                active.add(event);
            }
        });
        // The app's subscriptions are paused one by one; all of them is what others call disabled.
        boolean paused = active.isEmpty() && !listed.isEmpty();
        return List.of(new Subscription(
                "app-" + app(wanted),
                settings.body().path("targetUrl").asText(),
                !paused,
                paused ? listed.keySet() : active,
                // Wherever it leads, the app is ours.
                wanted.connection().value(),
                null,
                Instant.EPOCH));
    }

    private record Listed(String id, boolean active) {}

    private Map<String, Listed> listed(Wanted wanted, ProviderUpkeep.Session session) {
        Map<String, Listed> listed = new LinkedHashMap<>();
        JsonNode results = session.call(LIST, ProviderRequest.get(path(wanted, "/subscriptions"), Map.of()))
                .body()
                .path("results");
        if (!results.isArray()) {
            throw new FailureException(Failure.of(
                    FailureKind.UNAVAILABLE, HubSpotFailures.PREFIX + "-2003", LIST + " was answered without a list"));
        }
        for (JsonNode one : results) {
            String property = one.path("propertyName").asText("");
            listed.put(
                    one.path("eventType").asText() + (property.isEmpty() ? "" : "/" + property),
                    new Listed(one.path("id").asText(), one.path("active").asBoolean()));
        }
        return listed;
    }

    @Override
    public Made create(Wanted wanted, String creation, ProviderUpkeep.Session session) {
        subscribe(wanted, wanted.sortedEvents(), session);
        target(wanted, wanted.url(), session);
        return new Made("app-" + app(wanted), null);
    }

    @Override
    public void change(Step.Change change, ProviderUpkeep.Session session) {
        Wanted wanted = new Wanted(session.connection().id(), change.url() == null ? "" : change.url(), Set.of());
        if (change.enable()) {
            subscribe(wanted, change.eventsAfter(), session);
        } else if (!change.add().isEmpty()) {
            subscribe(wanted, new TreeSet<>(change.add()), session);
        }
        if (change.url() != null) {
            target(wanted, change.url(), session);
        }
    }

    private void target(Wanted wanted, String url, ProviderUpkeep.Session session) {
        ObjectNode settings = JSON.objectNode().put("targetUrl", url);
        settings.putObject("throttling").put("maxConcurrentRequests", CONCURRENCY);
        session.call(WRITE_SETTINGS, ProviderRequest.put(path(wanted, "/settings"), settings));
    }

    private void subscribe(Wanted wanted, Set<String> events, ProviderUpkeep.Session session) {
        Map<String, Listed> listed = listed(wanted, session);
        for (String event : events) {
            Listed known = listed.get(event);
            if (known == null) {
                String[] parts = event.split("/", 2);
                ObjectNode subscription =
                        JSON.objectNode().put("eventType", parts[0]).put("active", true);
                if (parts.length > 1) {
                    subscription.put("propertyName", parts[1]);
                }
                session.call(SUBSCRIBE, ProviderRequest.post(path(wanted, "/subscriptions"), subscription));
            } else if (!known.active()) {
                session.call(
                        ACTIVATE,
                        ProviderRequest.patch(
                                path(wanted, "/subscriptions/" + ProviderRequest.segment(known.id())),
                                JSON.objectNode().put("active", true)));
            }
        }
    }

    /** An app has one set, so there is never a second one to be removed. */
    @Override
    public void delete(Subscription subscription, ProviderUpkeep.Session session) {
        throw new IllegalStateException("An app of HubSpot has one set of subscriptions");
    }

    @Override
    public boolean hasHeartbeat(Connection connection) {
        return true;
    }

    @Override
    public String beat(@Nullable String record, String token, ProviderUpkeep.Session session) {
        return HubSpotHeartbeat.beat(record, token, session);
    }

    private String path(Wanted wanted, String rest) {
        return "/webhooks/v3/" + ProviderRequest.segment(app(wanted)) + rest;
    }

    private String app(Wanted wanted) {
        if (keyless) {
            throw new FailureException(Failure.of(
                    FailureKind.REJECTED,
                    HubSpotFailures.PREFIX + "-1105",
                    "the app's webhook settings are opened by its developer key: set interline.subscriptions.app-key"));
        }
        String app = connections
                .byId(wanted.connection().value())
                .map(Connection::app)
                .orElse(null);
        if (app == null) {
            throw new FailureException(
                    Failure.of(
                            FailureKind.REJECTED,
                            HubSpotFailures.PREFIX + "-1106",
                            "the connection has no app, so its subscriptions cannot be found: set interline.connections.*.app"));
        }
        return app;
    }
}
