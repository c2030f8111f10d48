package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.time.Instant;

/** The history of a ticket: one audit for each update, with what the update's metadata said of itself. */
final class ZendeskAudits {
    private static final String OF = "ticket_id";

    private ZendeskAudits() {}

    /** Notes an update. */
    static void note(
            ZendeskDesk desk, Instant now, ObjectNode ticket, ObjectNode actor, ObjectNode given, boolean commented) {
        long id = desk.nextId();
        ObjectNode audit = Json.object().put("id", id);
        audit.put("created_at", ZendeskDesk.time(now));
        audit.set("author_id", actor.path("id"));
        ObjectNode metadata = audit.putObject("metadata");
        metadata.putObject("system").put("client", "sandbox");
        JsonNode custom = given.path("metadata");
        metadata.set("custom", custom.isObject() ? custom.deepCopy() : Json.object());
        ArrayNode events = audit.putArray("events");
        if (commented) {
            events.addObject()
                    .put("id", desk.nextId())
                    .put("type", "Comment")
                    .put("public", given.path("comment").path("public").asBoolean(true));
        }
        audit.putObject("via").put("channel", "api");
        audit.put(OF, ticket.path("id").asText());
        desk.audits().put(Long.toString(id), audit);
    }

    static Answer list(ZendeskCall call) {
        if (ZendeskDesk.find(call.desk().tickets(), call.id()).isEmpty()) {
            throw ZendeskErrors.notFound();
        }
        return ZendeskPages.page(
                call, "audits", call.desk().audits().ascendingBy(OF, call.id()).toList());
    }
}
