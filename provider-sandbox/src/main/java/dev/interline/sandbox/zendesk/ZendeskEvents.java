package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.webhook.Endpoint;
import dev.interline.sandbox.webhook.Notice;
import dev.interline.sandbox.webhook.WebhookEndpoints;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells subscribers of changes in the form of event subscriptions: ids as texts, enums in upper case, nanoseconds, a sequence
 * number longer than a long.
 */
final class ZendeskEvents {
    private static final DateTimeFormatter NANOS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

    private final ZendeskDesk desk;
    private final WebhookQueue queue;
    private final Instant now;
    private int position;

    ZendeskEvents(ZendeskDesk desk, WebhookQueue queue, Instant now) {
        this.desk = desk;
        this.queue = queue;
        this.now = now;
    }

    WebhookEndpoints endpoints() {
        return queue.endpoints();
    }

    Instant now() {
        return now;
    }

    void ticket(String verb, ObjectNode ticket, ObjectNode actor, ObjectNode event) {
        emit("ticket", verb, ticket.path("id").asText(), ticketDetail(ticket, actor), event);
    }

    void organization(String verb, ObjectNode organization, ObjectNode event) {
        ObjectNode detail = Json.object();
        detail.set("created_at", organization.path("created_at"));
        detail.put("external_id", organization.path("external_id").asText(""));
        detail.put("group_id", idOrZero(organization.path("group_id")));
        detail.put("id", organization.path("id").asText());
        detail.set("name", organization.path("name"));
        detail.set("shared_comments", organization.path("shared_comments"));
        detail.set("shared_tickets", organization.path("shared_tickets"));
        detail.set("updated_at", organization.path("updated_at"));
        emit("organization", verb, organization.path("id").asText(), detail, event);
    }

    void user(String verb, ObjectNode user) {
        user(verb, user, Json.object());
    }

    void user(String verb, ObjectNode user, ObjectNode event) {
        ObjectNode detail = Json.object();
        detail.set("created_at", user.path("created_at"));
        detail.put("default_group_id", "0")
                .put("email", user.path("email").asText(""))
                .put("external_id", user.path("external_id").asText(""))
                .put("id", user.path("id").asText())
                .put("organization_id", idOrZero(user.path("organization_id")))
                .put("role", user.path("role").asText());
        detail.set("updated_at", user.path("updated_at"));
        emit("user", verb, user.path("id").asText(), detail, event);
    }

    /** The event body of a changed value. */
    static ObjectNode change(@Nullable JsonNode current, @Nullable JsonNode previous) {
        ObjectNode event = Json.object();
        event.set("current", current);
        event.set("previous", previous);
        return event;
    }

    /** An enum as webhooks write it, null for none. */
    static JsonNode upper(JsonNode value) {
        return value.isTextual() ? Json.textNode(value.asText().toUpperCase(Locale.ROOT)) : Json.nothing();
    }

    /** An id as webhooks write it, null for none. */
    static JsonNode idText(JsonNode value) {
        return value.isNumber() ? Json.textNode(value.asText()) : Json.nothing();
    }

    private static String idOrZero(JsonNode id) {
        return id.isNumber() ? id.asText() : "0";
    }

    private static ObjectNode ticketDetail(ObjectNode ticket, ObjectNode actor) {
        ObjectNode detail = Json.object().put("actor_id", actor.path("id").asText());
        detail.set("assignee_id", idText(ticket.path("assignee_id")));
        detail.set("brand_id", idText(ticket.path("brand_id")));
        detail.set("created_at", ticket.path("created_at"));
        detail.set("custom_status", idText(ticket.path("custom_status_id")));
        detail.set("description", ticket.path("description"));
        detail.set("external_id", ticket.path("external_id"));
        detail.set("form_id", idText(ticket.path("ticket_form_id")));
        detail.set("group_id", idText(ticket.path("group_id")));
        detail.put("id", ticket.path("id").asText());
        detail.set("is_public", ticket.path("is_public"));
        detail.set("organization_id", idText(ticket.path("organization_id")));
        detail.set("priority", upper(ticket.path("priority")));
        detail.set("requester_id", idText(ticket.path("requester_id")));
        detail.set("status", upper(ticket.path("status")));
        detail.set("subject", ticket.path("subject"));
        detail.set("submitter_id", idText(ticket.path("submitter_id")));
        detail.set("tags", ticket.path("tags").deepCopy());
        detail.set("type", upper(ticket.path("type")));
        detail.set("updated_at", ticket.path("updated_at"));
        detail.set("via", Json.object().put("channel", "web_service"));
        return detail;
    }

    /**
     * Fires the triggers of the account: the body their admin designed, with the ticket's values in the place of
     * {@code {{ticket.…}}}; no envelope, no type, no id.
     */
    void triggers(ObjectNode ticket) {
        desk.triggers().ascending(null).forEach(trigger -> {
            String body = Json.write(trigger.path("body"));
            for (String field : List.of("id", "status", "priority", "updated_at")) {
                body = body.replace(
                        "{{ticket." + field + "}}", ticket.path(field).asText(""));
            }
            String rendered = body;
            queue.endpoints().told(desk.account()).stream()
                    .filter(endpoint ->
                            endpoint.webhook().url().equals(trigger.path("url").asText()))
                    .findFirst()
                    .ifPresent(endpoint -> queue.enqueue(
                            desk.account(),
                            endpoint,
                            new Notice(UUID.randomUUID().toString(), "trigger", rendered),
                            now));
        });
    }

    private void emit(String resource, String verb, String id, ObjectNode detail, ObjectNode event) {
        String type = "zen:event-type:" + resource + "." + verb;
        position++;
        ObjectNode meta = event.putObject("meta");
        ObjectNode sequence = meta.putObject("sequence");
        sequence.put(
                "id",
                BigInteger.valueOf(now.toEpochMilli())
                        .multiply(BigInteger.TEN.pow(13))
                        .add(BigInteger.valueOf(desk.nextSequence())));
        sequence.put("position", position);
        for (Endpoint endpoint : queue.endpoints().told(desk.account())) {
            if (endpoint.webhook().wants(type)) {
                String eventId = UUID.randomUUID().toString();
                ObjectNode envelope = Json.object()
                        .put("account_id", desk.accountId())
                        .put("id", eventId)
                        .put("time", NANOS.format(now))
                        .put("type", type)
                        .put("subject", "zen:" + resource + ":" + id)
                        .put("zendesk_event_version", "2022-11-06");
                envelope.set("detail", detail);
                envelope.set("event", event);
                queue.enqueue(desk.account(), endpoint, new Notice(eventId, type, Json.write(envelope)), now);
            }
        }
    }

    /** An array of the texts that are in one array and not in the other. */
    static ArrayNode without(JsonNode from, JsonNode other) {
        ArrayNode rest = Json.array();
        from.forEach(element -> {
            boolean found = false;
            for (JsonNode one : other) {
                found |= one.equals(element);
            }
            if (!found) {
                rest.add(element);
            }
        });
        return rest;
    }

    /** An array of the custom field values whose field is not named in the other array. */
    static ArrayNode withoutIds(JsonNode values, JsonNode named) {
        ArrayNode rest = Json.array();
        values.forEach(value -> {
            boolean found = false;
            for (JsonNode one : named) {
                found |= one.path("id").asText().equals(value.path("id").asText());
            }
            if (!found) {
                rest.add(value);
            }
        });
        return rest;
    }
}
