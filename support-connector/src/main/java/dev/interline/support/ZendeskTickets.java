package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.provider.ProviderRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a ticket as Zendesk writes it: lower case and numbers in REST, upper case and texts in webhooks. */
final class ZendeskTickets {

    /** What the external ids of our own tickets start with. */
    static final String OWN_KEYS = "interline:";

    /** Where tickets are. */
    static final String TICKETS = "/api/v2/tickets";

    /** Ids are 64-bit numbers. */
    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,18}");

    /** Zendesk is younger than the one and will not live to see the other; a version outside would spoil the order. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private ZendeskTickets() {}

    /** The id, if there is one; Zendesk says "none" with null, the empty text or 0, by event. */
    static Optional<String> id(JsonNode node) {
        return node.isTextual() || node.isNumber() ? id(node.asText()) : Optional.empty();
    }

    /** The id, if the text is one. */
    static Optional<String> id(String text) {
        return ID.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** A time with any number of digits after the second; empty if it is none or absurd. */
    static Optional<Instant> time(JsonNode node) {
        return time(node.asText(""));
    }

    /** The time; one without an offset is UTC, as all of Zendesk's are. */
    static Optional<Instant> time(String text) {
        try {
            Instant time =
                    switch (TIME.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from)) {
                        case OffsetDateTime offset -> offset.toInstant();
                        case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
                        default -> Instant.MIN;
                    };
            return Optional.of(time).filter(found -> found.isAfter(EARLIEST) && found.isBefore(LATEST));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** The status a word stands for; what comes after closed and deleted is told as these. */
    static TicketStatus status(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "archived" -> TicketStatus.CLOSED;
            case "scrubbed" -> TicketStatus.DELETED;
            default -> TicketStatus.ofToken(word);
        };
    }

    /**
     * The ticket.
     *
     * @param json has its organization and external id
     */
    static Ticket ticket(
            String id, JsonNode json, TicketStatus status, TicketPriority priority, SourceVersion version) {
        return new Ticket(
                ref(id),
                id(json.path("organization_id")).map(ZendeskTickets::ref).orElse(null),
                ownKey(json.path("external_id").asText("")),
                status,
                priority,
                version);
    }

    /** Where the ticket is, without {@code .json}. */
    static String path(ExternalRef ticket) {
        return TICKETS + "/" + ProviderRequest.segment(ticket.id());
    }

    /** A Zendesk id as everybody else knows it. */
    static ExternalRef ref(String id) {
        return new ExternalRef(BusinessSystem.SUPPORT, id);
    }

    /** Our own key of a record, if the external id is one. */
    static @Nullable String ownKey(String externalId) {
        return externalId.startsWith(OWN_KEYS) && externalId.length() <= ExternalRef.MAX_LENGTH
                ? CanonicalText.clean(externalId, ExternalRef.MAX_LENGTH)
                : null;
    }
}
