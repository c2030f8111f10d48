package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.support.SupportCommand.FollowUpTicket;
import dev.interline.canonical.support.SupportCommand.OpenTicket;
import dev.interline.canonical.support.SupportCommand.RefetchTicket;
import dev.interline.canonical.support.SupportCommand.SolveTicket;
import dev.interline.canonical.support.SupportEvent.TicketPriorityChanged;
import dev.interline.canonical.support.SupportEvent.TicketStatusChanged;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.Connection;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Tickets that we open, solve and read again. */
@ApplicationScoped
@Named("zendeskTicketCommands")
public class ZendeskTicketCommands {

    /** Whether there is a ticket with the wanted key; then {@link #outcome} is it. */
    static final String FOUND = "TicketFound";

    /** Whether the ticket that was found is still to be solved. */
    static final String TO_SOLVE = "TicketToSolve";

    private static final String COMMAND = "OpenTicket";
    private static final String KEY = "TicketKey";
    private static final String TICKET = "TicketId";
    private static final String ABOUT_PRIORITY = "PriorityChanged";
    private static final String FOLLOWING = "FollowUpTicket";
    private static final String TICKETS = ZendeskTickets.TICKETS;
    private static final int MAX_SUBJECT = 150;
    private static final int MAX_LINE = 2_000;
    private static final int MAX_LINES = 200;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * Asks for the ticket with the key. Tickets are listed by external id straight from Zendesk's records; its search
     * would lag behind and find too little.
     */
    public ProviderRequest findForOpening(Exchange exchange, @Body OpenTicket command) {
        exchange.setProperty(COMMAND, command);
        return find(exchange, command.key());
    }

    /** Asks for the ticket with the key. */
    public ProviderRequest findForFollowUp(Exchange exchange, @Body FollowUpTicket command) {
        exchange.setProperty(FOLLOWING, command);
        return find(exchange, command.key());
    }

    /** Asks for the ticket with the key. */
    public ProviderRequest findForSolving(Exchange exchange, @Body SolveTicket command) {
        return find(exchange, command.key());
    }

    private static ProviderRequest find(Exchange exchange, String key) {
        exchange.setProperty(KEY, key);
        return ProviderRequest.get(TICKETS + ".json", Map.of("external_id", key));
    }

    /**
     * Notes whether there is such a ticket, and whether something is left to do about it.
     *
     * @throws FailureException if the answer is no list: that there is no ticket must be said, not left out
     */
    public void found(Exchange exchange, @Body ProviderAnswer answer) {
        JsonNode tickets = answer.body().path("tickets");
        if (!tickets.isArray()) {
            throw ZendeskFailures.incompleteRead("tickets");
        }
        String key = exchange.getProperty(KEY, String.class);
        // External ids of tickets are not unique, and a filter may be ignored on the way: what is listed is looked at.
        List<JsonNode> ours = StreamSupport.stream(tickets.spliterator(), false)
                .filter(ticket -> ticket.path("external_id").asText("").equals(key))
                .filter(ticket -> ZendeskTickets.id(ticket.path("id")).isPresent())
                .toList();
        Optional<JsonNode> unsolved =
                ours.stream().filter(ZendeskTicketCommands::isUnsolved).findFirst();
        exchange.getMessage().setHeader(FOUND, !ours.isEmpty());
        exchange.getMessage().setHeader(TO_SOLVE, unsolved.isPresent());
        exchange.setProperty(
                TICKET,
                unsolved.or(() -> ours.stream().findFirst())
                        .flatMap(ticket -> ZendeskTickets.id(ticket.path("id")))
                        .orElse(""));
    }

    private static boolean isUnsolved(JsonNode ticket) {
        TicketStatus status = ZendeskTickets.status(ticket.path("status").asText(""));
        return status.isOpen() || status == TicketStatus.UNKNOWN;
    }

    /** Asks for the organization of the account. */
    public ProviderRequest findOrganization(Exchange exchange) {
        return ProviderRequest.get(
                "/api/v2/organizations/search.json",
                Map.of("external_id", opening(exchange).accountId().value()));
    }

    /**
     * The ticket to be made, the same in every attempt.
     *
     * @throws FailureException if the organization is not there yet; it will be, so the command waits
     */
    public ProviderRequest createRequest(Exchange exchange, @Body ProviderAnswer organizations) {
        OpenTicket command = opening(exchange);
        String organization =
                organizationOf(command.accountId().value(), organizations.body().path("organizations"));
        ObjectNode ticket =
                ticket(command.key(), command.subject(), command.body(), command.priority(), command.tags());
        ticket.put("organization_id", new BigInteger(organization));
        return create(ticket);
    }

    /** The ticket that follows the closed one, the same in every attempt; Zendesk takes the requester from that one. */
    public ProviderRequest followUpRequest(Exchange exchange) {
        FollowUpTicket command = exchange.getProperty(FOLLOWING, FollowUpTicket.class);
        String source = ZendeskTickets.id(command.closed().id())
                .orElseThrow(() -> unreadable("the closed ticket's id is not a number of Zendesk's"));
        ObjectNode ticket =
                ticket(command.key(), command.subject(), command.body(), command.priority(), command.tags());
        ticket.put("via_followup_source_id", new BigInteger(source));
        return create(ticket);
    }

    private static ProviderRequest create(ObjectNode ticket) {
        ObjectNode request = JSON.objectNode();
        request.set("ticket", ticket);
        return ProviderRequest.post(TICKETS + ".json", request);
    }

    private static ObjectNode ticket(
            String key, String subject, String body, TicketPriority priority, List<String> tags) {
        ObjectNode ticket = JSON.objectNode().put("subject", CanonicalText.clean(subject, MAX_SUBJECT));
        ticket.putObject("comment").put("body", text(body)).put("public", false);
        ticket.put("external_id", key);
        if (priority != TicketPriority.NONE) {
            ticket.put("priority", priority.token());
        }
        if (!tags.isEmpty()) {
            tags.forEach(ticket.putArray("tags")::add);
        }
        return ticket;
    }

    /** Zendesk compares external ids of organizations without regard to case. */
    static String organizationOf(String account, JsonNode organizations) {
        if (!organizations.isArray()) {
            throw ZendeskFailures.incompleteRead("organizations");
        }
        for (JsonNode organization : organizations) {
            Optional<String> id = ZendeskTickets.id(organization.path("id"));
            if (id.isPresent() && organization.path("external_id").asText("").equalsIgnoreCase(account)) {
                return id.get();
            }
        }
        throw new FailureException(Failure.of(
                FailureKind.CONFLICT, ZendeskFailures.NO_ORGANIZATION, "the account has no organization yet"));
    }

    /** Line by line: a comment keeps its paragraphs, and nothing else that is not text. */
    static String text(String body) {
        return body.lines()
                .limit(MAX_LINES)
                .map(line -> CanonicalText.clean(line, MAX_LINE))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /**
     * The ticket that was made.
     *
     * @throws FailureException if the answer does not name it; the next attempt finds it by its key
     */
    public CommandOutcome created(@Body ProviderAnswer answer) {
        return ZendeskTickets.id(answer.body().path("ticket").path("id"))
                .map(id -> CommandOutcome.done(ZendeskTickets.ref(id)))
                .orElseThrow(() -> ZendeskFailures.incompleteWrite("ticket.id"));
    }

    /** Solves the ticket that was found. */
    public ProviderRequest solveRequest(Exchange exchange) {
        ObjectNode request = JSON.objectNode();
        request.putObject("ticket").put("status", "solved");
        return ProviderRequest.put(TICKETS + "/" + ticketId(exchange) + ".json", request);
    }

    /** The ticket that was found, or none. */
    public CommandOutcome outcome(Exchange exchange) {
        String id = ticketId(exchange);
        return CommandOutcome.done(id.isEmpty() ? null : ZendeskTickets.ref(id));
    }

    /** Asks for the ticket itself. */
    public ProviderRequest readRequest(Exchange exchange, @Body RefetchTicket command) {
        exchange.setProperty(ABOUT_PRIORITY, command.priorityChanged());
        return ProviderRequest.get(
                TICKETS + "/" + ProviderRequest.segment(command.ticket().id()) + ".json", Map.of());
    }

    /** What the ticket is now; nothing if Zendesk does not know it. */
    public CommandOutcome seen(Exchange exchange, @Body ProviderAnswer answer) {
        if (!answer.isSuccess()) {
            return CommandOutcome.done(null);
        }
        CommandDelivery delivery = CommandDelivery.of(exchange);
        boolean aboutPriority = exchange.getProperty(ABOUT_PRIORITY, false, Boolean.class);
        return CommandOutcome.seen(
                List.of(observed(delivery.connection(), delivery.envelope(), answer, aboutPriority)));
    }

    /**
     * The state of a ticket as an event.
     *
     * <p>Its version is the later of Zendesk's {@code updated_at} and the event that made us look: the former is cut to the
     * second, so that alone what was read would seem older than the event it contains. It is not later than Zendesk's own
     * clock when it answered: who made us look may have a clock that is ahead, and would outdate what happens next.
     *
     * @throws FailureException if the ticket cannot be read
     */
    static CanonicalMessage observed(
            Connection connection, Envelope command, ProviderAnswer answer, boolean aboutPriority) {
        JsonNode ticket = answer.body().path("ticket");
        String id = ZendeskTickets.id(ticket.path("id")).orElseThrow(() -> unreadable("ticket.id is missing"));
        Instant updated = ZendeskTickets.time(ticket.path("updated_at"))
                .orElseThrow(() -> unreadable("ticket.updated_at is not a time"));
        String status = ticket.path("status").asText("");
        if (status.isEmpty()) {
            throw unreadable("ticket.status is missing");
        }
        Instant answered = answer.date().map(date -> date.plusMillis(999)).orElse(command.time());
        Instant asked = command.time().isAfter(answered) ? answered : command.time();
        Instant at = updated.isAfter(asked) ? updated : asked;
        Ticket seen = ZendeskTickets.ticket(
                id,
                ticket,
                ZendeskTickets.status(status),
                TicketPriority.ofToken(ticket.path("priority").asText("")),
                new SourceVersion(at, SourceVersion.OBSERVED, command.id()));
        return CanonicalMessages.fromCommand(
                connection,
                command,
                id,
                at,
                aboutPriority ? new TicketPriorityChanged(seen) : new TicketStatusChanged(seen));
    }

    private static FailureException unreadable(String what) {
        return new FailureException(Failure.of(FailureKind.UNMAPPABLE, ZendeskFailures.UNREADABLE, what));
    }

    private static OpenTicket opening(Exchange exchange) {
        return exchange.getProperty(COMMAND, OpenTicket.class);
    }

    private static String ticketId(Exchange exchange) {
        return exchange.getProperty(TICKET, "", String.class);
    }
}
