package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a ticket as Zendesk writes it: lower case and numbers in REST, upper case and texts in webhooks. */
final class ZendeskTickets {

    /** What the external ids of our own tickets start with. */
    static final String OWN_KEYS = "interline:";

    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,19}");

    private ZendeskTickets() {}

    /** The id, if there is one; Zendesk says "none" with null, the empty text or 0, by event. */
    static Optional<String> id(JsonNode node) {
        String text = node.isValueNode() && !node.isNull() ? node.asText() : "";
        return ID.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** The ticket; {@code json} must have an id. */
    static Ticket translate(String id, JsonNode json, SourceVersion version) {
        String externalId = json.path("external_id").asText("");
        return new Ticket(
                new ExternalRef(BusinessSystem.SUPPORT, id),
                id(json.path("organization_id"))
                        .map(organization -> new ExternalRef(BusinessSystem.SUPPORT, organization))
                        .orElse(null),
                externalId.startsWith(OWN_KEYS) && externalId.length() <= ExternalRef.MAX_LENGTH ? externalId : null,
                TicketStatus.ofToken(json.path("status").asText("")),
                TicketPriority.ofToken(json.path("priority").asText("")),
                version);
    }

    /** The same ticket with another status. */
    static Ticket withStatus(Ticket ticket, TicketStatus status) {
        return new Ticket(
                ticket.ref(), ticket.organization(), ticket.key(), status, ticket.priority(), ticket.version());
    }
}
