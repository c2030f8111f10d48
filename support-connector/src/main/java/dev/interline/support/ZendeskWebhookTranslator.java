package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.Ids;
import dev.interline.durable.inbound.Persons;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookTranslator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Zendesk's webhooks: event subscriptions, one envelope each with the record as it was when it was sent, and on connections
 * that declare it the webhooks of triggers. Some events say little more than an id; their ticket is read again.
 */
@ApplicationScoped
public class ZendeskWebhookTranslator implements WebhookTranslator {

    /** Zendesk's own pages write some types with a slash. */
    private static final Pattern TYPE = Pattern.compile("zen:event-type[:/]([^.]{1,100})\\.(.{1,200})");

    private static final Pattern PLAIN_KEY = Pattern.compile("[\\x21-\\x7E]{1,200}");

    private final ZendeskTriggers triggers;

    ZendeskWebhookTranslator(ZendeskTriggers triggers) {
        this.triggers = triggers;
    }

    @Override
    public List<ProviderEvent> translate(Connection endpoint, JsonNode event, WebhookRequest raw) {
        return List.of(triggers.translate(endpoint, event, raw).orElseGet(() -> {
            String type = event.path("type").asText("");
            String key = dedupeKey(event.path("id"), raw);
            return new ProviderEvent(endpoint, key, type, meaning(endpoint, event, key, type))
                    .about(persons(event, type));
        }));
    }

    /**
     * The user it is about, or whose ticket or words it holds. A user who is deleted is to be forgotten
     * (<a href="https://developer.zendesk.com/api-reference/webhooks/event-types/user-events">user events</a>).
     */
    private static Persons persons(JsonNode event, String type) {
        Matcher parts = TYPE.matcher(type);
        String resource = parts.matches() ? parts.group(1) : "";
        return switch (resource) {
            case "user" -> {
                Persons user = Persons.of("user", id(resource, event).stream().toList());
                yield switch (parts.group(2)) {
                    case "deleted" -> user.toBeForgotten();
                    case "merged" -> merged(event, user);
                    default -> user;
                };
            }
            case "ticket" ->
                ZendeskUsers.persons(
                        event.at("/detail/requester_id"),
                        event.at("/detail/submitter_id"),
                        event.at("/event/comment/author/id"),
                        event.at("/event/comment/author_id"));
            default -> Persons.NONE;
        };
    }

    /** Both are one person from then on; the event names the other at one of these places. */
    private static Persons merged(JsonNode event, Persons user) {
        Set<String> both = new HashSet<>(user.ids());
        both.addAll(ZendeskUsers.persons(
                        event.at("/event/user/id"),
                        event.at("/event/target_user_id"),
                        event.at("/event/target_user/id"),
                        event.at("/event/current"))
                .ids());
        return new Persons(both, Persons.Said.MERGED);
    }

    /** The event's id; without one the delivery's, which a repetition shares; without that the body itself. */
    private static String dedupeKey(JsonNode id, WebhookRequest raw) {
        String given = id.isTextual() || id.isNumber() ? id.asText() : "";
        return Optional.of(given)
                .filter(text -> !text.isBlank())
                .or(() -> raw.header("x-zendesk-webhook-invocation-id").filter(text -> !text.isBlank()))
                .map(ZendeskWebhookTranslator::storable)
                .orElseGet(() -> "body:" + Ids.sha256(raw.body()));
    }

    /** The id as it is if it is short and plain, else a hash of it. */
    static String storable(String id) {
        return PLAIN_KEY.matcher(id).matches() ? id : "sha256:" + Ids.sha256(id);
    }

    private static Meaning meaning(Connection connection, JsonNode event, String key, String type) {
        Matcher parts = TYPE.matcher(type);
        if (!parts.matches()) {
            return type.startsWith("zen:event-type:")
                    ? ignored(type.substring("zen:event-type:".length()))
                    : new Meaning.Unmappable("not an event webhook; trigger webhooks need a declared mode");
        }
        String resource = parts.group(1);
        String verb = parts.group(2);
        String name = resource + "." + verb;
        Optional<Meaning> heartbeat = ZendeskHeartbeat.meaning(event, resource);
        if (heartbeat.isPresent()) {
            return heartbeat.get();
        }
        if (!isKnown(resource, verb)) {
            return ignored(name);
        }
        Optional<Instant> at = ZendeskTickets.time(event.path("time"));
        Optional<String> id = id(resource, event);
        if (at.isEmpty() || id.isEmpty()) {
            return new Meaning.Unmappable(
                    name + ": " + (at.isEmpty() ? "time" : "the " + resource + "'s id") + " is missing or absurd");
        }
        ZendeskEvent known =
                new ZendeskEvent(connection, key, verb, id.get(), at.get(), event.path("detail"), event.path("event"));
        return switch (resource) {
            case "ticket" -> ZendeskTicketEvents.meaning(known);
            case "user" -> ZendeskUserEvents.meaning(known);
            default -> ZendeskOrganizationEvents.meaning(known);
        };
    }

    private static Meaning ignored(String name) {
        return new Meaning.Ignored("no route asks for " + CanonicalText.clean(name, 100));
    }

    private static boolean isKnown(String resource, String verb) {
        return switch (resource) {
            case "ticket" -> ZendeskTicketEvents.knows(verb);
            case "user" -> ZendeskUserEvents.knows(verb);
            case "organization" -> ZendeskOrganizationEvents.knows(verb);
            default -> false;
        };
    }

    private static Optional<String> id(String resource, JsonNode event) {
        String subject = event.path("subject").asText("");
        String prefix = "zen:" + resource + ":";
        return ZendeskTickets.id(event.path("detail").path("id"))
                .or(() -> subject.startsWith(prefix)
                        ? ZendeskTickets.id(subject.substring(prefix.length()))
                        : Optional.empty());
    }
}
