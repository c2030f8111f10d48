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
import java.util.HashMap;
import java.util.Map;
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

    /** Whether there are audits nobody has looked at yet. */
    static final String MORE = "MoreAudits";

    /** What an update's metadata call our key. */
    static final String MARK = "interline_key";

    /** Beyond that a person looks; a ticket of a sane life has fewer updates. */
    static final int MOST_PAGES = 30;

    private static final int PAGE = 100;
    private static final String COMMAND = "CommentTicket";
    private static final String CURSOR = "AuditsAfter";
    private static final String PAGES = "AuditPages";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Asks for the first audits of the ticket. */
    public ProviderRequest firstAudits(Exchange exchange, @Body CommentTicket command) {
        exchange.setProperty(COMMAND, command);
        exchange.setProperty(PAGES, 0);
        return audits(command, "");
    }

    /** Asks for the audits after those seen. */
    public ProviderRequest nextAudits(Exchange exchange) {
        return audits(command(exchange), exchange.getProperty(CURSOR, String.class));
    }

    private static ProviderRequest audits(CommentTicket command, String after) {
        Map<String, String> query = new HashMap<>(Map.of("page[size]", Integer.toString(PAGE)));
        if (!after.isEmpty()) {
            query.put("page[after]", after);
        }
        return ProviderRequest.get(ZendeskTickets.path(command.ticket()) + "/audits.json", query);
    }

    /**
     * Notes whether the comment is among these audits, and whether there are more. {@code links.next} is there at the end
     * too, so that {@code has_more} alone counts.
     *
     * @throws dev.interline.durable.failure.FailureException if the answer is no page of audits: that there is no such comment
     *     must be said, not left out
     * @throws UnresolvedOutcome if there are too many to look through
     */
    public void look(Exchange exchange, @Body ProviderAnswer answer) {
        JsonNode audits = answer.body().path("audits");
        JsonNode meta = answer.body().path("meta");
        if (!audits.isArray() || !meta.path("has_more").isBoolean()) {
            throw ZendeskFailures.incompleteRead("a page of audits");
        }
        String key = command(exchange).key();
        boolean found = false;
        for (JsonNode audit : audits) {
            found |= audit.path("metadata").path("custom").path(MARK).asText("").equals(key);
        }
        boolean more = !found && meta.path("has_more").asBoolean();
        exchange.getMessage().setHeader(FOUND, found);
        exchange.getMessage().setHeader(MORE, more);
        if (!more) {
            return;
        }
        String cursor = meta.path("after_cursor").asText("");
        if (cursor.isEmpty()) {
            throw ZendeskFailures.incompleteRead("meta.after_cursor");
        }
        int pages = exchange.getProperty(PAGES, 0, Integer.class) + 1;
        if (pages >= MOST_PAGES) {
            throw new UnresolvedOutcome(ZendeskFailures.PREFIX + "-3999", ZendeskGateway.COMMENT_TICKET);
        }
        exchange.setProperty(CURSOR, cursor);
        exchange.setProperty(PAGES, pages);
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
