package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.support.SupportCommand.OpenTicket;
import dev.interline.canonical.support.SupportCommand.RefetchTicket;
import dev.interline.canonical.support.SupportCommand.SolveTicket;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Tickets that we open, solve and read again. */
@ApplicationScoped
@Named("zendeskTicketCommands")
public class ZendeskTicketCommands {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TICKETS = "/api/v2/tickets";

    /** Set when there is a ticket with the wanted key; then {@link #outcome} is it. */
    private static final String FOUND = "TicketFound";

    /** Asks for the ticket with the key; tickets can be listed by external id without the search's lag. */
    public ProviderRequest findForOpening(Exchange exchange, @Body OpenTicket command) {
        exchange.setProperty("OpenTicket", command);
        return find(command.key());
    }

    /** Asks for the ticket with the key. */
    public ProviderRequest findForSolving(@Body SolveTicket command) {
        return find(command.key());
    }

    private static ProviderRequest find(String key) {
        return ProviderRequest.get(TICKETS + ".json", Map.of("external_id", key));
    }

    /** Notes whether there is such a ticket, and whether something is left to do about it. */
    public void found(Exchange exchange, @Body ProviderAnswer answer) {
        Optional<JsonNode> ticket = newest(answer.body().path("tickets"));
        exchange.getMessage().setHeader(FOUND, ticket.isPresent());
        String status = ticket.map(found -> found.path("status").asText("")).orElse("");
        exchange.getMessage()
                .setHeader("TicketToSolve", ticket.isPresent() && !status.equals("solved") && !status.equals("closed"));
        exchange.setProperty(
                "TicketId",
                ticket.flatMap(found -> ZendeskTickets.id(found.path("id"))).orElse(""));
    }

    private static Optional<JsonNode> newest(JsonNode tickets) {
        JsonNode newest = null;
        for (JsonNode ticket : tickets) {
            newest = ticket;
        }
        return Optional.ofNullable(newest);
    }

    /** Asks for the organization of the account. */
    public ProviderRequest findOrganization(Exchange exchange) {
        return ProviderRequest.get(
                "/api/v2/organizations/search.json",
                Map.of("external_id", opening(exchange).accountId().value()));
    }

    /** @throws FailureException if the organization is not there yet; it will be, so the command waits */
    public ProviderRequest createRequest(Exchange exchange, @Body ProviderAnswer organizations) {
        OpenTicket command = opening(exchange);
        JsonNode organization =
                organizations.body().path("organizations").path(0).path("id");
        if (ZendeskTickets.id(organization).isEmpty()) {
            throw new FailureException(Failure.of(
                    FailureKind.CONFLICT, ZendeskFailures.NO_ORGANIZATION, "the account has no organization yet"));
        }
        ObjectNode request = JSON.objectNode();
        ObjectNode ticket = request.putObject("ticket")
                .put("subject", CanonicalText.clean(command.subject(), 150))
                .put("external_id", command.key())
                .put("organization_id", organization.asLong());
        ticket.putObject("comment")
                .put("body", CanonicalText.clean(command.body(), 5_000))
                .put("public", false);
        if (command.priority() != TicketPriority.NONE) {
            ticket.put("priority", command.priority().token());
        }
        command.tags().forEach(ticket.withArray("tags")::add);
        return ProviderRequest.post(TICKETS + ".json", request);
    }

    /** The ticket that was made. */
    public CommandOutcome created(@Body ProviderAnswer answer) {
        return done(ZendeskTickets.id(answer.body().path("ticket").path("id")).orElse(""));
    }

    /** Solves the ticket that was found. */
    public ProviderRequest solveRequest(Exchange exchange) {
        ObjectNode request = JSON.objectNode();
        request.putObject("ticket").put("status", "solved");
        return ProviderRequest.put(TICKETS + "/" + ticketId(exchange) + ".json", request);
    }

    /** The ticket that was found, or none. */
    public CommandOutcome outcome(Exchange exchange) {
        return done(ticketId(exchange));
    }

    /** Asks for the ticket itself. */
    public ProviderRequest readRequest(Exchange exchange, @Body RefetchTicket command) {
        exchange.setProperty("PriorityChanged", command.priorityChanged());
        return ProviderRequest.get(
                TICKETS + "/" + ProviderRequest.segment(command.ticket().id()) + ".json", Map.of());
    }

    /** What the ticket is now; nothing if Zendesk does not know it. */
    public CommandOutcome seen(Exchange exchange, @Body ProviderAnswer answer) {
        if (!answer.isSuccess()) {
            return CommandOutcome.done(null);
        }
        CommandDelivery delivery = CommandDelivery.of(exchange);
        JsonNode ticket = answer.body().path("ticket");
        String id = ZendeskTickets.id(ticket.path("id")).orElseThrow(() -> unreadable("ticket.id is missing"));
        Instant at = updatedAt(ticket);
        SourceVersion version = new SourceVersion(
                at, SourceVersion.OBSERVED, delivery.envelope().id());
        Ticket seen = ZendeskTickets.translate(id, ticket, version);
        SupportEvent event = exchange.getProperty("PriorityChanged", false, Boolean.class)
                ? new SupportEvent.TicketPriorityChanged(seen)
                : new SupportEvent.TicketStatusChanged(seen);
        return CommandOutcome.seen(
                List.of(CanonicalMessages.fromCommand(delivery.connection(), delivery.envelope(), id, at, event)));
    }

    private static Instant updatedAt(JsonNode ticket) {
        try {
            return OffsetDateTime.parse(ticket.path("updated_at").asText("")).toInstant();
        } catch (DateTimeParseException absent) {
            throw unreadable("ticket.updated_at is not a time");
        }
    }

    private static FailureException unreadable(String what) {
        return new FailureException(Failure.of(FailureKind.UNMAPPABLE, ZendeskFailures.PREFIX + "-1101", what));
    }

    private static CommandOutcome done(String ticketId) {
        return CommandOutcome.done(ticketId.isEmpty() ? null : new ExternalRef(BusinessSystem.SUPPORT, ticketId));
    }

    private static OpenTicket opening(Exchange exchange) {
        return exchange.getProperty("OpenTicket", OpenTicket.class);
    }

    private static String ticketId(Exchange exchange) {
        return exchange.getProperty("TicketId", "", String.class);
    }
}
