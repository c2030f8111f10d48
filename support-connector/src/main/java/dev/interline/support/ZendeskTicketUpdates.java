package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.support.SupportCommand.UpdateTicket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.math.BigInteger;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Status, priority and who has it, written only over the ticket that was read
 * (<a href="https://developer.zendesk.com/documentation/ticketing/managing-tickets/creating-and-updating-tickets/#protecting-against-ticket-update-collisions">safe
 * updates</a>): if somebody was quicker Zendesk answers 409, and the next attempt reads again.
 */
@ApplicationScoped
@Named("zendeskTicketUpdates")
public class ZendeskTicketUpdates {

    /** Whether the ticket is not as wanted. */
    static final String DIFFERS = "TicketDiffers";

    private static final String COMMAND = "UpdateTicket";
    private static final String CHANGES = "TicketChanges";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Asks for the ticket as it is. */
    public ProviderRequest readRequest(Exchange exchange, @Body UpdateTicket command) {
        exchange.setProperty(COMMAND, command);
        return ProviderRequest.get(ZendeskTickets.path(command.ticket()) + ".json", Map.of());
    }

    /**
     * Notes what is to be changed.
     *
     * @throws FailureException if the ticket is closed for good and not as wanted, or cannot be read
     */
    public void compare(Exchange exchange, @Body ProviderAnswer answer) {
        UpdateTicket wanted = command(exchange);
        JsonNode ticket = answer.body().path("ticket");
        String stamp = ticket.path("updated_at").asText("");
        String status = ticket.path("status").asText("");
        if (stamp.isEmpty() || status.isEmpty()) {
            throw ZendeskFailures.incompleteRead("ticket.updated_at or ticket.status");
        }
        TicketStatus present = ZendeskTickets.status(status);
        ObjectNode changes = JSON.objectNode();
        if (wanted.status() != null && wanted.status() != present) {
            changes.put("status", wanted.status().token());
        }
        TicketPriority priority = wanted.priority();
        if (priority != null
                && priority != TicketPriority.ofToken(ticket.path("priority").asText(""))) {
            changes.put("priority", priority == TicketPriority.NONE ? null : priority.token());
        }
        reference(changes, ticket, "assignee_id", wanted.agent());
        reference(changes, ticket, "group_id", wanted.group());
        if (!changes.isEmpty() && present == TicketStatus.CLOSED) {
            throw new FailureException(ZendeskFailures.ticketClosed());
        }
        exchange.getMessage().setHeader(DIFFERS, !changes.isEmpty());
        changes.put("safe_update", true).put("updated_stamp", stamp);
        exchange.setProperty(CHANGES, changes);
    }

    private static void reference(ObjectNode changes, JsonNode ticket, String field, @Nullable ExternalRef wanted) {
        if (wanted == null || ticket.path(field).asText("").equals(wanted.id())) {
            return;
        }
        String id = ZendeskTickets.id(wanted.id())
                .orElseThrow(() -> new FailureException(Failure.of(
                        FailureKind.UNMAPPABLE, ZendeskFailures.UNREADABLE, field + " is not a number of Zendesk's")));
        changes.put(field, new BigInteger(id));
    }

    /** The change over the ticket that was read, and over no other. */
    public ProviderRequest updateRequest(Exchange exchange) {
        ObjectNode request = JSON.objectNode();
        request.set("ticket", exchange.getProperty(CHANGES, ObjectNode.class));
        return ProviderRequest.put(ZendeskTickets.path(command(exchange).ticket()) + ".json", request);
    }

    /** The ticket, which is as wanted. */
    public CommandOutcome outcome(Exchange exchange) {
        return CommandOutcome.done(command(exchange).ticket());
    }

    private static UpdateTicket command(Exchange exchange) {
        return exchange.getProperty(COMMAND, UpdateTicket.class);
    }
}
