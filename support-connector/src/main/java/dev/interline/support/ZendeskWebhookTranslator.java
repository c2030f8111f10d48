package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.Ids;
import dev.interline.durable.lane.NewCommand;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookTranslator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Zendesk's event webhooks: one envelope each, with the ticket as it was when it was sent. Some events say little more
 * than an id; their ticket is read again.
 */
@ApplicationScoped
public class ZendeskWebhookTranslator implements WebhookTranslator {

    private static final String PREFIX = "zen:event-type:";

    @Override
    public List<ProviderEvent> translate(Connection endpoint, JsonNode event, WebhookRequest raw) {
        String type = event.path("type").asText("");
        String key = Optional.of(event.path("id").asText(""))
                .filter(id -> !id.isBlank())
                .or(() -> raw.header("x-zendesk-webhook-invocation-id"))
                .orElseGet(() -> "body:" + Ids.sha256(raw.body()));
        return List.of(new ProviderEvent(endpoint, key, type, meaning(endpoint, event, key, type)));
    }

    private static Meaning meaning(Connection connection, JsonNode event, String key, String type) {
        if (!type.startsWith(PREFIX)) {
            return new Meaning.Unmappable(
                    "not an event webhook; what an admin designs (triggers) needs a mapping of its own");
        }
        String name = type.substring(PREFIX.length());
        if (!isWanted(name)) {
            return new Meaning.Ignored("no route asks for " + name);
        }
        Optional<Instant> at = time(event.path("time").asText(""));
        JsonNode detail = event.path("detail");
        Optional<String> id = ZendeskTickets.id(detail.path("id")).or(() -> idOfSubject(event));
        if (at.isEmpty() || id.isEmpty()) {
            return new Meaning.Unmappable(name + ": time or the ticket's id is missing or absurd");
        }
        if (!detail.has("organization_id") || !detail.has("status")) {
            return refetch(connection, key, id.get(), at.get(), name.equals("ticket.priority_changed"));
        }
        int rank = name.equals("ticket.created") ? SourceVersion.CREATED : SourceVersion.CHANGED;
        Ticket ticket = ZendeskTickets.translate(id.get(), detail, new SourceVersion(at.get(), rank, key));
        return new Meaning.Translated(
                List.of(CanonicalMessages.fromProvider(connection, key, id.get(), at.get(), event(name, ticket))));
    }

    private static boolean isWanted(String name) {
        return switch (name) {
            case "ticket.created",
                    "ticket.status_changed",
                    "ticket.priority_changed",
                    "ticket.organization_changed",
                    "ticket.merged",
                    "ticket.soft_deleted",
                    "ticket.permanently_deleted",
                    "ticket.undeleted" -> true;
            default -> false;
        };
    }

    private static SupportEvent event(String name, Ticket ticket) {
        return switch (name) {
            case "ticket.created" -> new SupportEvent.TicketOpened(ticket);
            case "ticket.priority_changed" -> new SupportEvent.TicketPriorityChanged(ticket);
            case "ticket.soft_deleted", "ticket.permanently_deleted" ->
                new SupportEvent.TicketStatusChanged(ZendeskTickets.withStatus(ticket, TicketStatus.DELETED));
            default -> new SupportEvent.TicketStatusChanged(ticket);
        };
    }

    private static Meaning refetch(Connection connection, String key, String id, Instant at, boolean priority) {
        ExternalRef ticket = new ExternalRef(BusinessSystem.SUPPORT, id);
        return new Meaning.Refetch(NewCommand.of(
                connection.id(),
                "ticket/" + id,
                priority ? SupportConnector.REFETCH_PRIORITY : SupportConnector.REFETCH,
                CanonicalMessages.fromProvider(
                        connection, key, id, at, new SupportCommand.RefetchTicket(ticket, priority))));
    }

    /** {@code zen:ticket:5158}. */
    private static Optional<String> idOfSubject(JsonNode event) {
        String subject = event.path("subject").asText("");
        return subject.startsWith("zen:ticket:")
                ? ZendeskTickets.id(
                        com.fasterxml.jackson.databind.node.TextNode.valueOf(subject.substring("zen:ticket:".length())))
                : Optional.empty();
    }

    private static Optional<Instant> time(String time) {
        try {
            return Optional.of(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
