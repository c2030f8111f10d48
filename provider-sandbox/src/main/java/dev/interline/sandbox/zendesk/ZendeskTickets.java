package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tickets, their comments and tags. */
final class ZendeskTickets {
    private static final Duration KEY_KEPT = Duration.ofHours(2);
    private static final String LOOKUP = "x-idempotency-lookup";

    /** Opens a ticket; with an Idempotency-Key at most one within two hours. */
    Answer create(ZendeskCall call) {
        Optional<String> key = call.http().header("idempotency-key").filter(text -> !text.isEmpty());
        Optional<Answer> earlier = key.flatMap(text -> replay(call, text));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        ObjectNode given = call.body("ticket");
        ObjectNode ticket = writer(call).create(given);
        Answer answer =
                answer(201, call, ticket).with("Location", ticket.path("url").asText());
        applied(call, ticket, given);
        key.ifPresent(text -> keep(call, text, ticket, answer));
        return key.isPresent() ? answer.with(LOOKUP, "miss") : answer;
    }

    private static Optional<Answer> replay(ZendeskCall call, String key) {
        Instant now = call.effects().now();
        return call.desk()
                .idempotency()
                .find(key)
                .filter(row ->
                        Instant.parse(row.path("at").asText()).plus(KEY_KEPT).isAfter(now))
                .map(row -> {
                    ObjectNode body = Json.objectOrNull(call.http().body());
                    if (!row.path("request").equals(body)) {
                        throw ZendeskErrors.reusedKey();
                    }
                    call.effects().replayed(row.path("entity").asText(), Json.text(row, "externalId"));
                    return new Answer(
                            201,
                            Map.of(LOOKUP, "hit"),
                            Answer.JSON,
                            row.path("body").asText());
                });
    }

    private static void keep(ZendeskCall call, String key, ObjectNode ticket, Answer answer) {
        ObjectNode row = Json.object()
                .put("at", call.effects().now().toString())
                .put("entity", ticket.path("id").asText())
                .put("externalId", Json.text(ticket, "external_id"))
                .put("body", answer.body());
        row.set("request", Json.objectOrNull(call.http().body()));
        call.desk().idempotency().put(key, row);
    }

    Answer update(ZendeskCall call) {
        ObjectNode given = call.body("ticket");
        ObjectNode ticket = writer(call).update(existing(call), given);
        applied(call, ticket, given);
        return answer(200, call, ticket);
    }

    Answer get(ZendeskCall call) {
        ObjectNode body = Json.object();
        body.set("ticket", ZendeskPages.clean(existing(call)));
        return Answer.json(200, body);
    }

    Answer delete(ZendeskCall call) {
        ObjectNode ticket = existing(call);
        writer(call).delete(ticket);
        call.effects().applied(call.id(), Json.text(ticket, "external_id"), null);
        return Answer.noContent();
    }

    /** All tickets, or those with an external id; it need not be unique. */
    Answer list(ZendeskCall call) {
        Optional<String> external = call.query("external_id");
        List<ObjectNode> rows = external.map(text -> call.desk()
                        .tickets()
                        .ascendingBy("external_id", text.toLowerCase(Locale.ROOT))
                        .filter(row -> text.equals(Json.text(row, "external_id")))
                        .toList())
                .orElseGet(() -> call.desk()
                        .tickets()
                        .ascending(null)
                        .filter(row -> !row.path("deleted").asBoolean())
                        .toList());
        return ZendeskPages.page(call, "tickets", rows);
    }

    Answer showMany(ZendeskCall call) {
        List<ObjectNode> rows = call.http().query().list("ids").stream()
                .flatMap(id -> ZendeskDesk.find(call.desk().tickets(), id).stream())
                .toList();
        return ZendeskPages.page(call, "tickets", rows);
    }

    Answer ofOrganization(ZendeskCall call) {
        if (ZendeskDesk.find(call.desk().organizations(), call.id()).isEmpty()) {
            throw ZendeskErrors.notFound();
        }
        return ZendeskPages.page(
                call,
                "tickets",
                call.desk().tickets().ascendingBy("organization_id", call.id()).toList());
    }

    Answer comments(ZendeskCall call) {
        existing(call);
        return ZendeskPages.page(
                call,
                "comments",
                call.desk().comments().ascendingBy("ticket_id", call.id()).toList());
    }

    Answer tags(ZendeskCall call) {
        return tagged(200, existing(call));
    }

    /** POST replaces all tags, PUT adds, DELETE removes. */
    Answer changeTags(ZendeskCall call) {
        ObjectNode body = Json.objectOrNull(call.http().body());
        JsonNode named = body == null ? Json.array() : body.path("tags");
        ObjectNode existing = existing(call);
        ArrayNode none = Json.array();
        ArrayNode tags =
                switch (call.http().method()) {
                    case "POST" -> TicketWriter.tags(named, none, none);
                    case "PUT" -> TicketWriter.tags(existing.path("tags"), named, none);
                    default -> TicketWriter.tags(existing.path("tags"), none, named);
                };
        ObjectNode change = Json.object();
        change.set("tags", tags);
        ObjectNode ticket = writer(call).update(existing, change);
        applied(call, ticket, change);
        return tagged(call.http().method().equals("POST") ? 201 : 200, ticket);
    }

    private static Answer tagged(int status, ObjectNode ticket) {
        ObjectNode body = Json.object();
        body.set("tags", ticket.path("tags"));
        return Answer.json(status, body);
    }

    private static TicketWriter writer(ZendeskCall call) {
        return new TicketWriter(call.desk(), call.events(), call.actor());
    }

    private static void applied(ZendeskCall call, ObjectNode ticket, ObjectNode given) {
        call.effects().applied(ticket.path("id").asText(), Json.text(ticket, "external_id"), given);
    }

    private static ObjectNode existing(ZendeskCall call) {
        return ZendeskDesk.find(call.desk().tickets(), call.id()).orElseThrow(ZendeskErrors::notFound);
    }

    private static Answer answer(int status, ZendeskCall call, ObjectNode ticket) {
        ObjectNode body = Json.object();
        body.set("ticket", ZendeskPages.clean(ticket));
        ObjectNode audit = body.putObject("audit").put("id", call.desk().nextId());
        audit.set("ticket_id", ticket.path("id"));
        audit.put("created_at", ZendeskDesk.time(call.effects().now()));
        audit.set("author_id", call.actor().path("id"));
        audit.set("events", Json.array());
        return Answer.json(status, body);
    }
}
