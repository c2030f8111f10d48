package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.Ids;
import dev.interline.durable.sync.Cursor;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.sync.Reading;
import dev.interline.sdk.sync.SyncSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tickets by Zendesk's
 * <a href="https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/">incremental export by
 * cursor</a>, deleted ones included. It holds back what changed in the last minute and refuses a start as young as that;
 * it gives a cursor for a next page even when there is none, so only {@code end_of_stream} ends it.
 */
@ApplicationScoped
public class ZendeskTicketSource implements SyncSource {

    static final String EXPORT = "export-tickets";

    /** 1,000 would be allowed; a page of tickets with long custom fields stays below what an answer may have. */
    private static final String PAGE = "500";

    private static final Duration YOUNGEST_START = Duration.ofSeconds(61);

    /** The minute that is held back, and as much again. */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    @Override
    public String resource() {
        return "tickets";
    }

    @Override
    public Duration settling() {
        return SETTLING;
    }

    @Override
    public Query query(Reading reading) {
        Map<String, String> query = new TreeMap<>(Map.of("per_page", PAGE));
        Cursor after = reading.after();
        if (after == null) {
            Instant youngest = reading.window().until().minus(YOUNGEST_START);
            Instant from = reading.window().from();
            query.put("start_time", Long.toString((from.isBefore(youngest) ? from : youngest).getEpochSecond()));
        } else {
            query.put("cursor", after.id());
        }
        return new Query(EXPORT, ProviderRequest.get("/api/v2/incremental/tickets/cursor.json", query));
    }

    @Override
    public Listing read(Reading reading, JsonNode page) {
        JsonNode tickets = page.path("tickets");
        if (!tickets.isArray() || !page.path("end_of_stream").isBoolean()) {
            throw ZendeskFailures.incompleteRead("tickets or end_of_stream");
        }
        List<Listed> listed = new ArrayList<>();
        tickets.forEach(ticket -> listed.add(listed(reading, ticket)));
        return new Listing(listed, next(reading, page, tickets), null);
    }

    private static @Nullable Cursor next(Reading reading, JsonNode page, JsonNode tickets) {
        String cursor = page.path("after_cursor").asText("");
        Instant last = Instant.ofEpochSecond(
                tickets.path(tickets.size() - 1).path("generated_timestamp").asLong(0));
        if (page.path("end_of_stream").asBoolean()
                || !last.isBefore(reading.window().until())) {
            return null;
        }
        if (cursor.isEmpty() || page.path("after_cursor").isNull()) {
            throw ZendeskFailures.incompleteRead("after_cursor");
        }
        return new Cursor(last, cursor);
    }

    private static Listed listed(Reading reading, JsonNode json) {
        Connection connection = reading.connection();
        Optional<String> id = ZendeskTickets.id(json.path("id"));
        Optional<Instant> updated = ZendeskTickets.time(json.path("updated_at"));
        String status = json.path("status").asText("");
        if (id.isEmpty() || updated.isEmpty() || status.isEmpty()) {
            String key = "tickets/" + Ids.sha256(json.toString());
            return new Listed(
                    id.orElse(null),
                    new ProviderEvent(
                            connection,
                            key,
                            "ticket.listed",
                            new Meaning.Unmappable("a listed ticket has no id, updated_at or status")));
        }
        // Zendesk cuts to the second. What is listed has all of its second only once that is over; before, it may miss
        // what came after it was read, so it counts from the second's beginning and is told again when it is over.
        Instant second = updated.get().truncatedTo(ChronoUnit.SECONDS);
        boolean over = !second.plusSeconds(1).isAfter(reading.window().until());
        Instant at = over ? second.plusMillis(999) : second;
        Ticket ticket = ZendeskTickets.ticket(
                id.get(),
                json,
                ZendeskTickets.status(status),
                TicketPriority.ofToken(json.path("priority").asText("")),
                new SourceVersion(at, SourceVersion.OBSERVED, ""));
        String key = "tickets/" + id.get() + "@" + updated.get() + (over ? "/" : "~/") + contentOf(ticket);
        boolean gone = ticket.status() == TicketStatus.DELETED;
        return new Listed(
                gone ? null : id.get(),
                event(connection, key, "ticket.listed", ticket)
                        .about(ZendeskUsers.persons(json.path("requester_id"), json.path("submitter_id"))));
    }

    private static String contentOf(Ticket ticket) {
        return Ids.sha256(ticket.toString()).substring(0, 16);
    }

    @Override
    public ProviderEvent deleted(Connection connection, String id, Instant at, String key) {
        Ticket gone = new Ticket(
                ZendeskTickets.ref(id),
                null,
                null,
                TicketStatus.DELETED,
                TicketPriority.NONE,
                new SourceVersion(at, SourceVersion.ENDED, key));
        return event(connection, key, "ticket.missing", gone);
    }

    private static ProviderEvent event(Connection connection, String key, String type, Ticket ticket) {
        return new ProviderEvent(
                connection,
                key,
                type,
                new Meaning.Translated(List.of(CanonicalMessages.fromProvider(
                        connection,
                        key,
                        ticket.ref().id(),
                        ticket.version().at(),
                        new SupportEvent.TicketStatusChanged(ticket)))));
    }
}
