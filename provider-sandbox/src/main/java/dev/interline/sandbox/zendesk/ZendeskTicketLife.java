package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happens to tickets beside being written: changed many at a time, merged, marked as spam, brought back. */
final class ZendeskTicketLife {
    private static final int MAX_MANY = 100;

    /** Custom statuses beside the category each belongs to; {@code 9} has a label that says nothing of it. */
    static final Map<Long, String> CUSTOM_STATUSES =
            new TreeMap<>(Map.of(1L, "new", 2L, "open", 3L, "pending", 4L, "hold", 5L, "solved", 9L, "pending"));

    /** One change of many tickets by {@code ids}, or many changes in {@code tickets}; works at once, answers like a queue. */
    Answer updateMany(ZendeskCall call) {
        ObjectNode body = Json.objectOrNull(call.http().body());
        List<ObjectNode> changes = new ArrayList<>();
        if (body != null && body.path("ticket") instanceof ObjectNode same) {
            for (String id : call.http().query().list("ids")) {
                changes.add(same.deepCopy().put("id", id));
            }
        } else if (body != null) {
            body.path("tickets").forEach(one -> changes.add(one instanceof ObjectNode object ? object : Json.object()));
        }
        if (changes.isEmpty() || changes.size() > MAX_MANY) {
            throw ZendeskErrors.badRequest("Invalid attribute", "1 to 100 tickets can be updated");
        }
        ArrayNode results = Json.array();
        for (int i = 0; i < changes.size(); i++) {
            results.add(oneOfMany(call, i, changes.get(i)));
        }
        return ZendeskJobs.queue(call, "Bulk Ticket Update", results);
    }

    private static ObjectNode oneOfMany(ZendeskCall call, int index, ObjectNode change) {
        String id = change.path("id").asText();
        ObjectNode result = Json.object().put("index", index);
        if (id.matches("[0-9]{1,18}")) {
            result.put("id", Long.parseLong(id));
        }
        try {
            ObjectNode before = ZendeskDesk.find(call.desk().tickets(), id).orElseThrow(ZendeskErrors::notFound);
            ObjectNode ticket = new TicketWriter(call.desk(), call.events(), call.actor()).update(before, change);
            call.effects().applied(id, Json.text(ticket, "external_id"), change);
            return result.put("action", "update").put("status", "Updated").put("success", true);
        } catch (Refusal refusal) {
            call.effects().rejected(id, null, refusal.reason());
            return result.put("error", "TicketUpdateFailed")
                    .put("details", refusal.reason())
                    .put("success", false);
        }
    }

    /** Tickets that go on in this one: they are closed. */
    Answer merge(ZendeskCall call) {
        ObjectNode target = existing(call);
        ObjectNode body = Json.objectOrNull(call.http().body());
        ArrayNode results = Json.array();
        for (JsonNode id : body == null ? Json.array() : body.path("ids")) {
            ObjectNode source =
                    ZendeskDesk.find(call.desk().tickets(), id.asText()).orElseThrow(ZendeskErrors::notFound);
            ObjectNode closed = new TicketWriter(call.desk(), call.events(), call.actor())
                    .update(source, Json.object().put("status", "closed"));
            ObjectNode event =
                    Json.object().put("target_ticket_id", target.path("id").asText());
            call.events().ticket("merged", closed, call.actor(), event);
            call.effects().applied(id.asText(), Json.text(closed, "external_id"), Json.object());
            results.addObject().put("id", source.path("id").asLong()).put("success", true);
        }
        return ZendeskJobs.queue(call, "Ticket Merge", results);
    }

    Answer markAsSpam(ZendeskCall call) {
        ObjectNode spam =
                new TicketWriter(call.desk(), call.events(), call.actor()).remove(existing(call), "marked_as_spam");
        call.effects().applied(call.id(), Json.text(spam, "external_id"), null);
        return Answer.json(200, Json.object());
    }

    Answer restore(ZendeskCall call) {
        ObjectNode ticket = call.desk().tickets().find(call.id()).orElseThrow(ZendeskErrors::notFound);
        ticket.put("deleted", false)
                .put("status", "open")
                .put("updated_at", ZendeskDesk.time(call.effects().now()));
        call.desk().tickets().put(call.id(), ticket);
        call.events().ticket("undeleted", ticket, call.actor(), Json.object());
        call.effects().applied(call.id(), Json.text(ticket, "external_id"), null);
        return Answer.json(200, Json.object());
    }

    /** The statuses of the account with their categories. */
    Answer customStatuses(ZendeskCall call) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("custom_statuses");
        CUSTOM_STATUSES.forEach((id, category) -> list.addObject()
                .put("id", id)
                .put("url", call.desk().url("custom_statuses/" + id))
                .put("status_category", category)
                .put("agent_label", id == 9L ? "Waiting for carrier" : category)
                .put("active", true)
                .put("default", id != 9L));
        return Answer.json(200, body.put("count", list.size()));
    }

    private static ObjectNode existing(ZendeskCall call) {
        return ZendeskDesk.find(call.desk().tickets(), call.id()).orElseThrow(ZendeskErrors::notFound);
    }
}
