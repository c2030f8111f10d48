package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.provider.ProviderUpkeep;
import dev.interline.sdk.subscription.Step;
import dev.interline.sdk.subscription.Subscription;
import dev.interline.sdk.subscription.Wanted;
import dev.interline.sdk.subscription.WebhookSubscriptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Zendesk's webhooks (<a href="https://developer.zendesk.com/api-reference/webhooks/webhooks-api/webhooks/">webhooks</a>).
 * Ours are recognised by their name; what they are signed with can be read at any time. A heartbeat changes the external id
 * of an organization of our own.
 */
@ApplicationScoped
public class ZendeskWebhooks implements WebhookSubscriptions {

    static final String LIST = "list-webhooks";

    /** Where a list has them. */
    static final String WEBHOOKS = "webhooks";

    static final String CREATE = "create-webhook";
    static final String CHANGE = "change-webhook";
    static final String DELETE = "delete-webhook";
    static final String READ_SECRET = "read-webhook-secret";
    static final String FIND_BEAT = "find-heartbeat-organization";
    static final String PREPARE_BEAT = "create-heartbeat-organization";
    static final String BEAT = "change-heartbeat-organization";

    /** What a webhook is subscribed to that only triggers and automations call. */
    static final String OF_TRIGGERS = "conditional_ticket_events";

    private static final String PATH = "/api/v2/webhooks";
    private static final String NAME = "Interline ";
    private static final String PREFIX = "zen:event-type:";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ZendeskTriggers triggers;

    ZendeskWebhooks(ZendeskTriggers triggers) {
        this.triggers = triggers;
    }

    @Override
    public Secrets secrets() {
        return Secrets.READABLE;
    }

    @Override
    public Set<String> events(Connection connection) {
        if (triggers.isDeclared(connection)) {
            return Set.of(OF_TRIGGERS);
        }
        Set<String> events = new TreeSet<>();
        ZendeskTicketEvents.verbs().forEach(verb -> events.add(PREFIX + "ticket." + verb));
        ZendeskUserEvents.verbs().forEach(verb -> events.add(PREFIX + "user." + verb));
        ZendeskOrganizationEvents.verbs().forEach(verb -> events.add(PREFIX + "organization." + verb));
        return events;
    }

    @Override
    public List<Subscription> list(Wanted wanted, ProviderUpkeep.Session session) {
        JsonNode list = session.call(LIST, ZendeskPages.first(PATH)).body();
        if (!list.path(WEBHOOKS).isArray() || ZendeskPages.hasMore(list)) {
            throw ZendeskFailures.incompleteRead("the list of webhooks");
        }
        List<Subscription> all = new ArrayList<>();
        list.path(WEBHOOKS).forEach(webhook -> all.add(subscription(webhook)));
        return all;
    }

    private static Subscription subscription(JsonNode webhook) {
        Set<String> events = new LinkedHashSet<>();
        webhook.path("subscriptions").forEach(event -> events.add(event.asText()));
        String name = webhook.path("name").asText("");
        return new Subscription(
                webhook.path("id").asText(),
                webhook.path("endpoint").asText(),
                webhook.path("status").asText().equals("active"),
                events,
                name.startsWith(NAME) ? name.substring(NAME.length()) : null,
                null,
                ZendeskTickets.time(webhook.path("created_at")).orElse(Instant.EPOCH));
    }

    /** Inactive at first: what Zendesk sends before its secret is kept is refused, and it would not come again. */
    @Override
    public Made create(Wanted wanted, String creation, ProviderUpkeep.Session session) {
        ObjectNode webhook = JSON.objectNode()
                .put("name", NAME + wanted.connection().value())
                .put("endpoint", wanted.url())
                .put("http_method", "POST")
                .put("request_format", "json")
                .put("status", "inactive");
        putEvents(webhook, wanted.sortedEvents());
        String id = session.call(CREATE, ProviderRequest.post(PATH, wrapped("webhook", webhook)))
                .body()
                .path("webhook")
                .path("id")
                .asText("");
        if (id.isEmpty()) {
            throw ZendeskFailures.incompleteWrite("the webhook's id");
        }
        return new Made(id, null);
    }

    @Override
    public void change(Step.Change change, ProviderUpkeep.Session session) {
        ObjectNode webhook = JSON.objectNode();
        if (change.url() != null) {
            webhook.put("endpoint", change.url());
        }
        if (!change.add().isEmpty()) {
            putEvents(webhook, change.eventsAfter());
        }
        if (change.enable()) {
            webhook.put("status", "active");
        }
        session.call(CHANGE, ProviderRequest.patch(path(change.present()), wrapped("webhook", webhook)));
    }

    @Override
    public void delete(Subscription subscription, ProviderUpkeep.Session session) {
        try {
            session.call(DELETE, ProviderRequest.delete(path(subscription)));
        } catch (FailureException failed) {
            if (!isMissing(failed)) {
                throw failed;
            }
        }
    }

    @Override
    public Optional<String> secret(Subscription subscription, ProviderUpkeep.Session session) {
        String secret = session.call(READ_SECRET, ProviderRequest.get(path(subscription) + "/signing_secret", Map.of()))
                .body()
                .path("signing_secret")
                .path("secret")
                .asText("");
        if (secret.isEmpty()) {
            throw ZendeskFailures.incompleteRead("the webhook's secret");
        }
        return Optional.of(secret);
    }

    /** A trigger tells of tickets only, and a ticket of our own would be somebody's work. */
    @Override
    public boolean hasHeartbeat(Connection connection) {
        return !triggers.isDeclared(connection);
    }

    @Override
    public String beat(@Nullable String record, String token, ProviderUpkeep.Session session) {
        String known = record == null ? find(session).orElse("") : record;
        ObjectNode organization = JSON.objectNode().put("external_id", ZendeskHeartbeat.KEY + token);
        if (!known.isEmpty()) {
            session.call(
                    BEAT,
                    ProviderRequest.put(
                            ZendeskHeartbeat.PATH + "/" + ProviderRequest.segment(known),
                            wrapped("organization", organization)));
            return known;
        }
        return session.call(
                        PREPARE_BEAT,
                        ProviderRequest.post(
                                ZendeskHeartbeat.PATH,
                                wrapped("organization", organization.put("name", ZendeskHeartbeat.NAME))))
                .body()
                .path("organization")
                .path("id")
                .asText();
    }

    /** By its name, which no two organizations share. */
    private static Optional<String> find(ProviderUpkeep.Session session) {
        JsonNode found = session.call(
                        FIND_BEAT,
                        ProviderRequest.get(ZendeskHeartbeat.PATH + "/search", Map.of("name", ZendeskHeartbeat.NAME)))
                .body()
                .path("organizations");
        for (JsonNode organization : found) {
            if (organization.path("name").asText().equals(ZendeskHeartbeat.NAME)) {
                return Optional.of(organization.path("id").asText());
            }
        }
        return Optional.empty();
    }

    private static void putEvents(ObjectNode webhook, Set<String> events) {
        ArrayNode subscriptions = webhook.putArray("subscriptions");
        events.forEach(subscriptions::add);
    }

    private static ObjectNode wrapped(String name, ObjectNode object) {
        ObjectNode body = JSON.objectNode();
        body.set(name, object);
        return body;
    }

    private static boolean isMissing(FailureException failed) {
        return failed.failure().code().equals(ZendeskFailures.RECORD_NOT_FOUND);
    }

    private static String path(Subscription subscription) {
        return PATH + "/" + ProviderRequest.segment(subscription.id());
    }
}
