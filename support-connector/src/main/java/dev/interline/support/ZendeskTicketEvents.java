package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.SupportEvent.TicketAssigned;
import dev.interline.canonical.support.SupportEvent.TicketCommented;
import dev.interline.canonical.support.SupportEvent.TicketDeadlineChanged;
import dev.interline.canonical.support.SupportEvent.TicketDetailsChanged;
import dev.interline.canonical.support.SupportEvent.TicketMerged;
import dev.interline.canonical.support.SupportEvent.TicketPriorityChanged;
import dev.interline.canonical.support.SupportEvent.TicketRated;
import dev.interline.canonical.support.SupportEvent.TicketStatusChanged;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketDetail;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketRating;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.lane.NewCommand;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a ticket mean
 * (<a href="https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events">ticket events</a>).
 */
final class ZendeskTicketEvents {

    private static final Map<String, TicketDetail> DETAILS = Map.ofEntries(
            Map.entry("type_changed", TicketDetail.TYPE),
            Map.entry("subject_changed", TicketDetail.SUBJECT),
            Map.entry("description_changed", TicketDetail.DESCRIPTION),
            Map.entry("tags_changed", TicketDetail.TAGS),
            Map.entry("custom_field_changed", TicketDetail.CUSTOM_FIELD),
            Map.entry("requester_changed", TicketDetail.REQUESTER),
            Map.entry("submitter_changed", TicketDetail.SUBMITTER),
            Map.entry("external_id_changed", TicketDetail.KEY),
            Map.entry("email_ccs_changed", TicketDetail.COPIES),
            Map.entry("followers_changed", TicketDetail.FOLLOWERS),
            Map.entry("problem_link_changed", TicketDetail.PROBLEM),
            Map.entry("form_changed", TicketDetail.FORM),
            Map.entry("brand_changed", TicketDetail.BRAND),
            Map.entry("comment_made_private", TicketDetail.COMMENTS),
            Map.entry("comment_redacted", TicketDetail.COMMENTS),
            Map.entry("attachment_linked_to_comment", TicketDetail.ATTACHMENTS),
            Map.entry("attachment_redacted_from_comment", TicketDetail.ATTACHMENTS),
            Map.entry("task_due_at_changed", TicketDetail.TASK_DUE),
            Map.entry("sla_policy_changed", TicketDetail.SERVICE_LEVEL),
            Map.entry("ola_policy_changed", TicketDetail.SERVICE_LEVEL),
            Map.entry("schedule_changed", TicketDetail.SERVICE_LEVEL));

    private static final Set<String> STATES = Set.of(
            "created",
            "status_changed",
            "custom_status_changed",
            "priority_changed",
            "organization_changed",
            "merged",
            "undeleted");

    /** Marking as spam deletes the ticket. */
    private static final Set<String> ENDS = Set.of("soft_deleted", "permanently_deleted", "marked_as_spam");

    private static final Set<String> OTHERS = Set.of(
            "comment_added",
            "agent_assignment_changed",
            "group_assignment_changed",
            "csat_received",
            "csat_requested",
            "next_sla_breach_changed");

    private ZendeskTicketEvents() {}

    /** The events that mean something to us. */
    static Set<String> verbs() {
        Set<String> verbs = new TreeSet<>(DETAILS.keySet());
        verbs.addAll(STATES);
        verbs.addAll(ENDS);
        verbs.addAll(OTHERS);
        return verbs;
    }

    /** Whether the event means something to us. */
    static boolean knows(String verb) {
        return isState(verb) || DETAILS.containsKey(verb) || OTHERS.contains(verb);
    }

    static Meaning meaning(ZendeskEvent event) {
        if (isState(event.verb())) {
            return state(event);
        }
        return switch (event.verb()) {
            case "comment_added" -> event.told(comment(event));
            case "agent_assignment_changed", "group_assignment_changed" -> event.told(assignment(event));
            case "csat_received", "csat_requested" ->
                event.told(new TicketRated(event.ref(), rating(event), event.version()));
            case "next_sla_breach_changed" ->
                event.told(new TicketDeadlineChanged(
                        event.ref(),
                        ZendeskTickets.time(event.change().path("current")).orElse(null),
                        event.version()));
            default ->
                event.told(new TicketDetailsChanged(
                        event.ref(),
                        DETAILS.getOrDefault(event.verb(), TicketDetail.OTHER),
                        event.changed("/custom_field/id", "/field/id", "/custom_field_id")
                                .orElse(null),
                        event.version()));
        };
    }

    private static boolean isState(String verb) {
        return STATES.contains(verb) || isEnd(verb);
    }

    private static boolean isEnd(String verb) {
        return ENDS.contains(verb);
    }

    private static Meaning state(ZendeskEvent event) {
        Optional<Ticket> ticket = ticket(event);
        if (event.verb().equals("merged")) {
            TicketMerged merged = new TicketMerged(
                    event.ref(),
                    event.changed("/target_ticket_id", "/target_ticket/id", "/ticket/id", "/current")
                            .filter(into -> !into.equals(event.ref()))
                            .orElse(null),
                    event.version());
            return ticket.map(state -> event.told(new TicketStatusChanged(state), merged))
                    .orElseGet(() -> event.told(merged, new SupportCommand.RefetchTicket(event.ref(), false)));
        }
        return ticket.map(state -> event.told(told(event.verb(), state))).orElseGet(() -> refetch(event));
    }

    private static SupportEvent told(String verb, Ticket ticket) {
        return switch (verb) {
            case "created" -> new SupportEvent.TicketOpened(ticket);
            case "priority_changed" -> new TicketPriorityChanged(ticket);
            default -> new TicketStatusChanged(ticket);
        };
    }

    /**
     * The ticket; empty if the event does not say enough of it. A deleted one is told with what is known: it cannot be
     * read again.
     */
    private static Optional<Ticket> ticket(ZendeskEvent event) {
        JsonNode detail = event.detail();
        if (isEnd(event.verb())) {
            TicketPriority priority =
                    TicketPriority.ofToken(detail.path("priority").asText(""));
            return Optional.of(
                    ZendeskTickets.ticket(event.id(), detail, TicketStatus.DELETED, priority, event.version()));
        }
        Optional<TicketStatus> status = said(event, "status_changed", "status")
                .filter(word -> !word.isBlank())
                .map(ZendeskTickets::status);
        Optional<TicketPriority> priority =
                said(event, "priority_changed", "priority").map(TicketPriority::ofToken);
        if (!detail.has("organization_id") || status.isEmpty() || priority.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ZendeskTickets.ticket(event.id(), detail, status.get(), priority.get(), event.version()));
    }

    /**
     * The state when it was sent, else what it became by the change this event tells of; nothing is the empty text. A custom
     * status is an id with any label; its category stands in {@code detail.status}, so the change itself says nothing.
     */
    private static Optional<String> said(ZendeskEvent event, String changing, String field) {
        boolean changed = event.verb().equals(changing);
        JsonNode detail = event.detail();
        if (detail.has(field) && !(changed && detail.path(field).isNull())) {
            return Optional.of(detail.path(field).asText(""));
        }
        return changed && event.change().has("current")
                ? Optional.of(event.change().path("current").asText(""))
                : Optional.empty();
    }

    private static Meaning refetch(ZendeskEvent event) {
        // The priority is news for a ticket that was not there before, too.
        boolean priority =
                event.verb().equals("priority_changed") || event.verb().equals("created");
        return new Meaning.Refetch(NewCommand.of(
                event.connection().id(),
                "ticket/" + event.id(),
                SupportConnector.refetchKey(priority),
                CanonicalMessages.fromProvider(
                        event.connection(),
                        event.key(),
                        event.id(),
                        event.at(),
                        new SupportCommand.RefetchTicket(event.ref(), priority))));
    }

    private static TicketCommented comment(ZendeskEvent event) {
        JsonNode comment = event.change().path("comment");
        return new TicketCommented(
                event.ref(),
                event.changed("/comment/id").orElse(null),
                isTrue(comment.path("is_public")),
                isTrue(comment.path("author").path("is_staff")),
                event.version());
    }

    /** Who has it now: what is not in the detail is what the change says; none is null, the empty text or 0. */
    private static TicketAssigned assignment(ZendeskEvent event) {
        boolean ofAgent = event.verb().equals("agent_assignment_changed");
        return new TicketAssigned(
                event.ref(),
                holder(event, ofAgent, "assignee_id"),
                holder(event, !ofAgent, "group_id"),
                event.version());
    }

    private static @Nullable ExternalRef holder(ZendeskEvent event, boolean changed, String field) {
        JsonNode current = event.change().path("current");
        JsonNode holder =
                changed && !current.isMissingNode() ? current : event.detail().path(field);
        return ZendeskTickets.id(holder).map(ZendeskTickets::ref).orElse(null);
    }

    private static TicketRating rating(ZendeskEvent event) {
        if (event.verb().equals("csat_requested")) {
            return TicketRating.OFFERED;
        }
        JsonNode change = event.change();
        return Stream.of("/score", "/rating", "/current", "/csat/score", "/csat/rating", "/satisfaction_rating/score")
                .map(change::at)
                .filter(JsonNode::isTextual)
                .map(score -> score.asText().toLowerCase(Locale.ROOT))
                .map(score -> score.startsWith("good") ? "good" : score.startsWith("bad") ? "bad" : score)
                .map(TicketRating::ofToken)
                .findFirst()
                .orElse(TicketRating.UNKNOWN);
    }

    /** A boolean as such or as text. */
    static boolean isTrue(JsonNode node) {
        return node.isBoolean()
                ? node.asBoolean()
                : node.isTextual() && node.asText().equalsIgnoreCase("true");
    }
}
