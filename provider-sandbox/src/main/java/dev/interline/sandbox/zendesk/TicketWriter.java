package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes tickets as one user: judges first, then changes, then tells subscribers what differs. */
final class TicketWriter {
    private static final Map<String, Set<String>> ENUMS = Map.of(
            "status", Set.of("new", "open", "pending", "hold", "solved", "closed"),
            "priority", Set.of("urgent", "high", "normal", "low"),
            "type", Set.of("problem", "incident", "question", "task"));
    private static final List<String> COPIED =
            List.of("external_id", "type", "priority", "status", "assignee_id", "group_id", "due_at", "problem_id");

    private final ZendeskDesk desk;
    private final ZendeskEvents events;
    private final ObjectNode actor;

    TicketWriter(ZendeskDesk desk, ZendeskEvents events, ObjectNode actor) {
        this.desk = desk;
        this.events = events;
        this.actor = actor;
    }

    private Instant now() {
        return events.now();
    }

    /** Opens a ticket; throws 422 refusals for a missing comment and for values that are not valid. */
    ObjectNode create(ObjectNode given) {
        String text = commentText(given.path("comment"));
        String description = text == null ? Json.text(given, "description") : text;
        if (description == null || description.isBlank()) {
            throw ZendeskErrors.invalid("base", "Description: cannot be blank", "BlankValue");
        }
        judge(given);
        ObjectNode requester = requester(given);
        ObjectNode ticket = blank(description);
        ticket.set("requester_id", requester.path("id"));
        ticket.set("submitter_id", actor.path("id"));
        ticket.set("organization_id", requester.path("organization_id"));
        apply(ticket, given);
        String subject = Json.text(given, "subject");
        ticket.put("subject", subject == null ? description : subject);
        ticket.put("raw_subject", ticket.path("subject").asText());
        followUp(ticket, given);
        String id = ticket.path("id").asText();
        desk.tickets().put(id, ticket);
        comment(ticket, given.path("comment"), description);
        ZendeskAudits.note(desk, now(), ticket, actor, given, true);
        events.ticket("created", ticket, actor, Json.object());
        events.triggers(ticket);
        return ticket;
    }

    /** Changes a ticket; throws 422 for a closed one and 409 for a safe update that came too late. */
    ObjectNode update(ObjectNode before, ObjectNode given) {
        if ("closed".equals(Json.text(before, "status"))) {
            throw ZendeskErrors.invalid("status", "Status: closed prevents ticket update", null);
        }
        if (given.path("safe_update").asBoolean()
                && !before.path("updated_at")
                        .asText()
                        .equals(given.path("updated_stamp").asText())) {
            throw ZendeskErrors.conflict();
        }
        judge(given);
        ObjectNode ticket = before.deepCopy();
        if (given.has("requester_id") || given.path("requester").isObject()) {
            ticket.set("requester_id", requester(given).path("id"));
        }
        apply(ticket, given);
        String subject = Json.text(given, "subject");
        if (subject != null) {
            ticket.put("subject", subject).put("raw_subject", subject);
        }
        if ("solved".equals(Json.text(ticket, "status"))
                && ticket.path("assignee_id").isNull()) {
            ticket.set("assignee_id", actor.path("id"));
        }
        String text = commentText(given.path("comment"));
        if (!ticket.equals(before) || text != null) {
            ticket.put("updated_at", ZendeskDesk.time(now())).put("generated_timestamp", now().getEpochSecond());
            desk.tickets().put(ticket.path("id").asText(), ticket);
        }
        tell(before, ticket);
        if (text != null) {
            ObjectNode comment = comment(ticket, given.path("comment"), text);
            events.ticket("comment_added", ticket, actor, commentEvent(comment));
        }
        String score = Json.text(given.path("satisfaction_rating"), "score");
        if (score != null) {
            events.ticket("csat_received", ticket, actor, Json.object().put("score", score));
        }
        if (!ticket.equals(before) || text != null) {
            ZendeskAudits.note(desk, now(), ticket, actor, given, text != null);
            events.triggers(ticket);
        }
        return ticket;
    }

    void delete(ObjectNode before) {
        remove(before, "soft_deleted");
    }

    /** Takes a ticket away, for the reason subscribers are told. */
    ObjectNode remove(ObjectNode before, String verb) {
        ObjectNode ticket = before.deepCopy();
        ticket.put("deleted", true)
                .put("status", "deleted")
                .put("updated_at", ZendeskDesk.time(now()))
                .put("generated_timestamp", now().getEpochSecond());
        desk.tickets().put(ticket.path("id").asText(), ticket);
        events.ticket(verb, ticket, actor, Json.object());
        return ticket;
    }

    private void judge(ObjectNode given) {
        ENUMS.forEach((field, allowed) -> {
            JsonNode value = given.path(field);
            if (value.isTextual() ? !allowed.contains(value.asText()) : !value.isMissingNode() && !value.isNull()) {
                throw ZendeskErrors.invalid(
                        field,
                        field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1) + ": " + value.asText()
                                + " is not valid for this ticket",
                        "InvalidValue");
            }
        });
        refuseUnknown(given, "organization_id", id -> ZendeskDesk.find(desk.organizations(), id));
        refuseUnknown(given, "assignee_id", id -> ZendeskDesk.find(desk.users(), id));
        refuseUnknown(given, "requester_id", id -> ZendeskDesk.find(desk.users(), id));
    }

    private static void refuseUnknown(ObjectNode given, String field, Function<String, Optional<ObjectNode>> finder) {
        String id = Json.text(given, field);
        if (id != null && finder.apply(id).isEmpty()) {
            throw ZendeskErrors.invalid(field, field + ": " + id + " is invalid", "InvalidValue");
        }
    }

    private ObjectNode requester(ObjectNode given) {
        String id = Json.text(given, "requester_id");
        if (id != null) {
            return ZendeskDesk.find(desk.users(), id).orElse(actor);
        }
        if (!(given.path("requester") instanceof ObjectNode wanted)) {
            return actor;
        }
        String email = Json.text(wanted, "email");
        Optional<ObjectNode> known =
                email == null ? Optional.empty() : ZendeskDesk.findBy(desk.users(), "email", email);
        if (known.isPresent()) {
            return known.get();
        }
        ObjectNode named = wanted.deepCopy();
        if (Json.text(named, "name") == null) {
            named.put("name", email == null ? "" : email.split("@", 2)[0]);
        }
        return ZendeskUsers.create(desk, events, named);
    }

    private ObjectNode blank(String description) {
        long id = desk.nextId();
        String time = ZendeskDesk.time(now());
        ObjectNode ticket = Json.object()
                .put("url", desk.url("tickets/" + id))
                .put("id", id)
                .putNull("external_id");
        ticket.putObject("via").put("channel", "api").putObject("source").putNull("rel");
        ticket.put("created_at", time)
                .put("updated_at", time)
                .put("generated_timestamp", now().getEpochSecond())
                .putNull("type")
                .put("subject", "")
                .put("raw_subject", "")
                .put("description", description)
                .putNull("priority")
                .put("status", "new")
                .putNull("recipient")
                .putNull("requester_id")
                .putNull("submitter_id")
                .putNull("assignee_id")
                .putNull("organization_id")
                .putNull("group_id");
        for (String list : List.of(
                "collaborator_ids",
                "follower_ids",
                "email_cc_ids",
                "tags",
                "custom_fields",
                "sharing_agreement_ids",
                "fields",
                "followup_ids")) {
            ticket.set(list, Json.array());
        }
        return ticket.putNull("forum_topic_id")
                .putNull("problem_id")
                .put("has_incidents", false)
                .put("is_public", true)
                .putNull("due_at")
                .putNull("satisfaction_rating")
                .putNull("custom_status_id")
                .putNull("ticket_form_id")
                .putNull("brand_id")
                .put("allow_channelback", false)
                .put("allow_attachments", true)
                .put("from_messaging_channel", false);
    }

    private static void apply(ObjectNode ticket, ObjectNode given) {
        for (String field : COPIED) {
            if (given.has(field)) {
                ticket.set(field, given.path(field));
            }
        }
        if (given.has("external_id")) {
            ticket.put("external_id", Json.text(given, "external_id"));
        }
        for (String field : List.of("organization_id", "assignee_id")) {
            String id = Json.text(given, field);
            if (id != null) {
                ticket.put(field, Long.parseLong(id));
            } else if (given.has(field)) {
                ticket.putNull(field);
            }
        }
        String group = Json.text(given, "group_id");
        if (group != null) {
            ticket.put("group_id", Long.parseLong(group));
        }
        long custom = given.path("custom_status_id").asLong();
        String category = ZendeskTicketLife.CUSTOM_STATUSES.get(custom);
        if (category != null) {
            ticket.put("custom_status_id", custom).put("status", category);
        }
        if (given.path("tags").isArray()) {
            ticket.set("tags", tags(given.path("tags"), Json.array(), Json.array()));
        }
        if (given.has("additional_tags") || given.has("remove_tags")) {
            ticket.set("tags", tags(ticket.path("tags"), given.path("additional_tags"), given.path("remove_tags")));
        }
        if (given.path("custom_fields").isArray()) {
            ArrayNode merged = ZendeskEvents.withoutIds(ticket.path("custom_fields"), given.path("custom_fields"));
            given.path("custom_fields").forEach(merged::add);
            ticket.set("custom_fields", merged);
            ticket.set("fields", merged.deepCopy());
        }
    }

    /** Tags in lower case, sorted, without repetition, as Zendesk keeps them. */
    static ArrayNode tags(JsonNode current, JsonNode added, JsonNode removed) {
        Set<String> all = new TreeSet<>();
        current.forEach(tag -> all.add(tag.asText().toLowerCase(Locale.ROOT)));
        added.forEach(tag -> all.add(tag.asText().toLowerCase(Locale.ROOT)));
        removed.forEach(tag -> all.remove(tag.asText().toLowerCase(Locale.ROOT)));
        ArrayNode tags = Json.array();
        all.forEach(tags::add);
        return tags;
    }

    private void followUp(ObjectNode ticket, ObjectNode given) {
        String source = Json.text(given, "via_followup_source_id");
        if (source == null) {
            return;
        }
        ObjectNode closed = ZendeskDesk.find(desk.tickets(), source)
                .filter(one -> "closed".equals(Json.text(one, "status")))
                .orElseThrow(() -> ZendeskErrors.invalid(
                        "via_followup_source_id", "Follow-up source: must be a closed ticket", "InvalidValue"));
        ((ArrayNode) closed.path("followup_ids")).add(ticket.path("id"));
        desk.tickets().put(source, closed);
        ticket.putObject("via").put("channel", "api").putObject("source").put("rel", "follow_up");
    }

    private static @Nullable String commentText(JsonNode comment) {
        if (comment.isTextual()) {
            return comment.asText();
        }
        String body = Json.text(comment, "body");
        String html = Json.text(comment, "html_body");
        return body != null ? body : html == null ? null : html.replaceAll("<[^>]*>", "");
    }

    private ObjectNode comment(ObjectNode ticket, JsonNode given, String text) {
        long id = desk.nextId();
        JsonNode author = given.path("author_id");
        ObjectNode comment = Json.object().put("id", id).put("type", "Comment");
        comment.set("author_id", author.isNumber() ? author : actor.path("id"));
        comment.put("body", text)
                .put("html_body", "<div class=\"zd-comment\"><p>" + text.replace("<", "&lt;") + "</p></div>")
                .put("plain_body", text)
                .put("public", given.path("public").asBoolean(true));
        comment.set("attachments", Json.array());
        comment.put("audit_id", desk.nextId()).put("created_at", ZendeskDesk.time(now()));
        comment.putObject("via").put("channel", "api");
        comment.putObject("metadata").putObject("system");
        comment.put("ticket_id", ticket.path("id").asText());
        desk.comments().put(Long.toString(id), comment);
        return comment;
    }

    private ObjectNode commentEvent(ObjectNode comment) {
        ObjectNode event = Json.object();
        ObjectNode told = event.putObject("comment")
                .put("id", comment.path("id").asText())
                .put("body", comment.path("body").asText())
                .put("is_public", comment.path("public").asBoolean());
        ObjectNode author =
                desk.users().find(comment.path("author_id").asText()).orElse(actor);
        told.putObject("author")
                .put("id", author.path("id").asText())
                .put("is_staff", !author.path("role").asText().equals("end-user"))
                .put("name", author.path("name").asText());
        return event;
    }

    private void tell(ObjectNode before, ObjectNode after) {
        for (String field : List.of("status", "priority", "type")) {
            if (!before.path(field).equals(after.path(field))) {
                ObjectNode event = ZendeskEvents.change(
                        ZendeskEvents.upper(after.path(field)), ZendeskEvents.upper(before.path(field)));
                events.ticket(field + "_changed", after, actor, event);
            }
        }
        Map<String, String> references = Map.of(
                "organization_id", "organization_changed",
                "assignee_id", "agent_assignment_changed",
                "group_id", "group_assignment_changed",
                "custom_status_id", "custom_status_changed",
                "requester_id", "requester_changed");
        new TreeMap<>(references).forEach((field, verb) -> {
            if (!before.path(field).asText().equals(after.path(field).asText())) {
                ObjectNode event = ZendeskEvents.change(
                        ZendeskEvents.idText(after.path(field)), ZendeskEvents.idText(before.path(field)));
                events.ticket(verb, after, actor, event);
            }
        });
        for (String field : List.of("subject", "external_id")) {
            if (!before.path(field).equals(after.path(field))) {
                events.ticket(
                        field + "_changed", after, actor, ZendeskEvents.change(after.get(field), before.get(field)));
            }
        }
        for (JsonNode value : after.path("custom_fields")) {
            JsonNode old = valueOf(before.path("custom_fields"), value.path("id"));
            if (!old.equals(value.path("value"))) {
                ObjectNode event = ZendeskEvents.change(value.get("value"), old.isMissingNode() ? null : old);
                event.putObject("custom_field").put("id", value.path("id").asText());
                events.ticket("custom_field_changed", after, actor, event);
            }
        }
        if (!before.path("tags").equals(after.path("tags"))) {
            ObjectNode event = ZendeskEvents.change(after.get("tags"), before.get("tags"));
            event.set("tags_added", ZendeskEvents.without(after.path("tags"), before.path("tags")));
            event.set("tags_removed", ZendeskEvents.without(before.path("tags"), after.path("tags")));
            events.ticket("tags_changed", after, actor, event);
        }
    }

    private static JsonNode valueOf(JsonNode values, JsonNode field) {
        for (JsonNode value : values) {
            if (value.path("id").asText().equals(field.asText())) {
                return value.path("value");
            }
        }
        return MissingNode.getInstance();
    }
}
