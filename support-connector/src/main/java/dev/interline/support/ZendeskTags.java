package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.support.SupportCommand.FollowJob;
import dev.interline.canonical.support.SupportCommand.TagTicket;
import dev.interline.canonical.support.SupportCommand.TagTickets;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.Connection;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * Tags, added and removed without touching others
 * (<a href="https://developer.zendesk.com/documentation/ticketing/managing-tickets/adding-tags-to-tickets-without-overwriting-existing-tags/">adding
 * tags without overwriting</a>): twice is once.
 */
@ApplicationScoped
@Named("zendeskTags")
public class ZendeskTags {

    /** How many tags are to be added. */
    static final String TO_ADD = "TagsToAdd";

    /** How many tags are to be removed. */
    static final String TO_REMOVE = "TagsToRemove";

    private static final String COMMAND = "TagTicket";
    private static final int MAX_TAG = 255;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Clock clock;

    ZendeskTags(Clock clock) {
        this.clock = clock;
    }

    /** Notes what there is to do. */
    public void note(Exchange exchange, @Body TagTicket command) {
        exchange.setProperty(COMMAND, command);
        exchange.getMessage().setHeader(TO_ADD, command.add().size());
        exchange.getMessage().setHeader(TO_REMOVE, command.remove().size());
    }

    /** Adds tags: PUT adds, POST would replace. */
    public ProviderRequest addRequest(Exchange exchange) {
        TagTicket command = command(exchange);
        return ProviderRequest.put(path(command.ticket()), body(command.add()));
    }

    /** Removes the tags that are named, and no others. */
    public ProviderRequest removeRequest(Exchange exchange) {
        TagTicket command = command(exchange);
        return new ProviderRequest("DELETE", path(command.ticket()), Map.of(), bytes(body(command.remove())));
    }

    /** The ticket that was tagged. */
    public CommandOutcome outcome(Exchange exchange) {
        return CommandOutcome.done(command(exchange).ticket());
    }

    /** Tags many tickets in a job of Zendesk's. */
    public ProviderRequest manyRequest(@Body TagTickets command) {
        ObjectNode request = JSON.objectNode();
        ObjectNode ticket = request.putObject("ticket");
        ticket.set("additional_tags", tags(command.add()));
        ticket.set("remove_tags", tags(command.remove()));
        String ids = command.tickets().stream().map(ExternalRef::id).collect(Collectors.joining(","));
        return new ProviderRequest(
                "PUT", ZendeskTickets.TICKETS + "/update_many.json", Map.of("ids", ids), bytes(request));
    }

    /**
     * Zendesk has taken the job on; how it ends is another command's question, in a lane of its own, so that nothing waits.
     *
     * @throws dev.interline.durable.failure.FailureException if the answer does not name the job; tagging again does no harm
     */
    public CommandOutcome queued(Exchange exchange, @Body ProviderAnswer answer) {
        JsonNode id = answer.body().path("job_status").path("id");
        if (!id.isTextual() || !ZendeskJobs.isId(id.asText())) {
            throw ZendeskFailures.incompleteWrite("job_status.id");
        }
        CommandDelivery delivery = CommandDelivery.of(exchange);
        return CommandOutcome.seen(
                List.of(following(delivery.connection(), delivery.envelope(), id.asText(), clock.instant())));
    }

    /** The command that follows the job. */
    static CanonicalMessage following(Connection connection, Envelope command, String job, Instant now) {
        return CanonicalMessages.fromCommand(
                connection, command, "job/" + job, now, new FollowJob(ZendeskTickets.ref(job)));
    }

    private static String path(ExternalRef ticket) {
        return ZendeskTickets.path(ticket) + "/tags.json";
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode body(List<String> tags) {
        ObjectNode body = JSON.objectNode();
        body.set("tags", tags(tags));
        return body;
    }

    /** A tag is one word in lower case; Zendesk would make two tags of two words. */
    private static ArrayNode tags(List<String> tags) {
        ArrayNode clean = JSON.arrayNode();
        tags.stream()
                .map(tag -> CanonicalText.clean(tag, MAX_TAG)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[\\s,]+", "_"))
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .forEach(clean::add);
        return clean;
    }

    private static TagTicket command(Exchange exchange) {
        return exchange.getProperty(COMMAND, TagTicket.class);
    }
}
