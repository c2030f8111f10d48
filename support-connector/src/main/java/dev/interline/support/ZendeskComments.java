package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.support.SupportCommand.CommentTicket;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.durable.lane.UnresolvedOutcome;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * Comments, each once. Zendesk knows no key for them, but keeps what an update says of itself in the ticket's audit
 * (<a href="https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/">ticket audits</a>,
 * {@code metadata.custom}): before we write, the audits are looked through for the comment's key.
 */
@ApplicationScoped
@Named("zendeskComments")
public class ZendeskComments {

    /** Whether a comment with the wanted key is there. */
    static final String FOUND = "CommentFound";

    /** What an update's metadata call our key. */
    static final String MARK = "interline_key";

    /** Where a list of a ticket's audits has them. */
    static final String AUDITS = "audits";

    private static final String COMMAND = "CommentTicket";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Asks for the ticket's audits, all of them. */
    public ProviderRequest audits(Exchange exchange, @Body CommentTicket command) {
        exchange.setProperty(COMMAND, command);
        return ZendeskPages.first(ZendeskTickets.path(command.ticket()) + "/audits.json");
    }

    /**
     * Notes whether the comment is among these audits.
     *
     * @throws dev.interline.durable.failure.FailureException if the answer is no list of audits: that there is no such comment
     *     must be said, not left out
     * @throws UnresolvedOutcome if it is not, and there are too many to look through; a ticket of a sane life has fewer
     */
    public void look(Exchange exchange, @Body ProviderAnswer answer) {
        JsonNode audits = answer.body().path(AUDITS);
        JsonNode meta = answer.body().path("meta");
        if (!audits.isArray() || !meta.path("has_more").isBoolean()) {
            throw ZendeskFailures.incompleteRead("a page of audits");
        }
        String key = command(exchange).key();
        boolean found = false;
        for (JsonNode audit : audits) {
            found |= audit.path("metadata").path("custom").path(MARK).asText("").equals(key);
        }
        if (!found && meta.path("has_more").asBoolean()) {
            if (meta.path("after_cursor").asText("").isEmpty()) {
                throw ZendeskFailures.incompleteRead("meta.after_cursor");
            }
            throw new UnresolvedOutcome(ZendeskFailures.PREFIX + "-3999", ZendeskGateway.COMMENT_TICKET);
        }
        exchange.getMessage().setHeader(FOUND, found);
    }

    /** The comment to be made, with its key in the update's metadata. */
    public ProviderRequest commentRequest(Exchange exchange) {
        CommentTicket command = command(exchange);
        ObjectNode request = JSON.objectNode();
        ObjectNode ticket = request.putObject("ticket");
        ticket.putObject("comment")
                .put("body", ZendeskTicketCommands.text(command.body()))
                .put("public", command.visibleToCustomer());
        ticket.putObject("metadata").put(MARK, command.key());
        return ProviderRequest.put(ZendeskTickets.path(command.ticket()) + ".json", request);
    }

    /** The ticket that has the comment. */
    public CommandOutcome outcome(Exchange exchange) {
        return CommandOutcome.done(command(exchange).ticket());
    }

    private static CommentTicket command(Exchange exchange) {
        return exchange.getProperty(COMMAND, CommentTicket.class);
    }
}
