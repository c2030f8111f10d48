package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.SupportEvent.TicketPriorityChanged;
import dev.interline.canonical.support.SupportEvent.TicketStatusChanged;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.Ids;
import dev.interline.durable.lane.NewCommand;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookTranslator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Zendesk's event webhooks: one envelope each, with the ticket as it was when it was sent. Some events say little more
 * than an id; their ticket is read again.
 */
@ApplicationScoped
public class ZendeskWebhookTranslator implements WebhookTranslator {

    private static final String TYPES = "zen:event-type:";
    private static final String TICKETS = "zen:ticket:";
    private static final Pattern PLAIN_KEY = Pattern.compile("[\\x21-\\x7E]{1,200}");

    @Override
    public List<ProviderEvent> translate(Connection endpoint, JsonNode event, WebhookRequest raw) {
        String type = event.path("type").asText("");
        String key = dedupeKey(event.path("id"), raw);
        return List.of(new ProviderEvent(endpoint, key, type, meaning(endpoint, event, key, type)));
    }

    /** The event's id; without one the delivery's, which a repetition shares; without that the body itself. */
    private static String dedupeKey(JsonNode id, WebhookRequest raw) {
        String given = id.isTextual() || id.isNumber() ? id.asText() : "";
        return Optional.of(given)
                .filter(text -> !text.isBlank())
                .or(() -> raw.header("x-zendesk-webhook-invocation-id").filter(text -> !text.isBlank()))
                .map(text -> PLAIN_KEY.matcher(text).matches() ? text : "sha256:" + Ids.sha256(text))
                .orElseGet(() -> "body:" + Ids.sha256(raw.body()));
    }

    private static Meaning meaning(Connection connection, JsonNode event, String key, String type) {
        if (!type.startsWith(TYPES)) {
            return new Meaning.Unmappable("not an event webhook; trigger webhooks need a declared mode");
        }
        String name = type.substring(TYPES.length());
        if (!isWanted(name)) {
            return new Meaning.Ignored("no route asks for " + CanonicalText.clean(name, 100));
        }
        Optional<Instant> at = ZendeskTickets.time(event.path("time"));
        Optional<String> id = ticketId(event);
        if (at.isEmpty() || id.isEmpty()) {
            return new Meaning.Unmappable(
                    name + ": " + (at.isEmpty() ? "time" : "the ticket's id") + " is missing or absurd");
        }
        return ticket(name, id.get(), event, new SourceVersion(at.get(), rank(name), key))
                .<Meaning>map(ticket -> new Meaning.Translated(List.of(
                        CanonicalMessages.fromProvider(connection, key, id.get(), at.get(), told(name, ticket)))))
                .orElseGet(() -> refetch(connection, key, id.get(), at.get(), saysPriority(name)));
    }

    private static boolean isWanted(String name) {
        return switch (name) {
            case "ticket.created",
                    "ticket.status_changed",
                    "ticket.priority_changed",
                    "ticket.organization_changed",
                    "ticket.merged",
                    "ticket.undeleted" -> true;
            default -> isEnd(name);
        };
    }

    private static boolean isEnd(String name) {
        return name.equals("ticket.soft_deleted") || name.equals("ticket.permanently_deleted");
    }

    /** Whether the priority is news: it is for a ticket that was not there before, too. */
    private static boolean saysPriority(String name) {
        return name.equals("ticket.priority_changed") || name.equals("ticket.created");
    }

    private static int rank(String name) {
        return name.equals("ticket.created") ? SourceVersion.CREATED : SourceVersion.CHANGED;
    }

    private static Optional<String> ticketId(JsonNode event) {
        String subject = event.path("subject").asText("");
        return ZendeskTickets.id(event.path("detail").path("id"))
                .or(() -> subject.startsWith(TICKETS)
                        ? ZendeskTickets.id(subject.substring(TICKETS.length()))
                        : Optional.empty());
    }

    /**
     * The ticket; empty if the event does not say enough of it. A deleted one is told with what is known: it cannot be
     * read again.
     */
    private static Optional<Ticket> ticket(String name, String id, JsonNode event, SourceVersion version) {
        JsonNode detail = event.path("detail");
        if (isEnd(name)) {
            String priority = detail.path("priority").asText("");
            return Optional.of(
                    ZendeskTickets.ticket(id, detail, TicketStatus.DELETED, TicketPriority.ofToken(priority), version));
        }
        Optional<TicketStatus> status = said(name.equals("ticket.status_changed"), event, "status")
                .filter(word -> !word.isBlank())
                .map(ZendeskTickets::status);
        Optional<TicketPriority> priority =
                said(name.equals("ticket.priority_changed"), event, "priority").map(TicketPriority::ofToken);
        if (!detail.has("organization_id") || status.isEmpty() || priority.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ZendeskTickets.ticket(id, detail, status.get(), priority.get(), version));
    }

    /** The state when it was sent, else what it became by the change this event tells of; nothing is the empty text. */
    private static Optional<String> said(boolean changed, JsonNode event, String field) {
        JsonNode detail = event.path("detail");
        if (detail.has(field) && !(changed && detail.path(field).isNull())) {
            return Optional.of(detail.path(field).asText(""));
        }
        return changed && event.path("event").has("current")
                ? Optional.of(event.path("event").path("current").asText(""))
                : Optional.empty();
    }

    private static SupportEvent told(String name, Ticket ticket) {
        return switch (name) {
            case "ticket.created" -> new SupportEvent.TicketOpened(ticket);
            case "ticket.priority_changed" -> new TicketPriorityChanged(ticket);
            default -> new TicketStatusChanged(ticket);
        };
    }

    private static Meaning refetch(Connection connection, String key, String id, Instant at, boolean priority) {
        return new Meaning.Refetch(NewCommand.of(
                connection.id(),
                "ticket/" + id,
                SupportConnector.refetchKey(priority),
                CanonicalMessages.fromProvider(
                        connection, key, id, at, new SupportCommand.RefetchTicket(ZendeskTickets.ref(id), priority))));
    }
}
