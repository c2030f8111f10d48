package dev.interline.sandbox.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to an endpoint, with everything that was tried so far.
 *
 * @param sequence order of creation over all endpoints
 * @param endpoint the provider's id of the endpoint
 * @param notices events it carries; one, except for providers that send batches
 * @param attempts how often it was sent
 * @param dueAt when it is to be sent next
 * @param lastStatus status of the last answer, null when none came
 * @param lastProblem why the last attempt got no answer
 * @param state {@code pending}, {@code delivered} or {@code given-up}
 */
public record Delivery(
        long sequence,
        String provider,
        String account,
        String endpoint,
        String url,
        Instant createdAt,
        List<Notice> notices,
        int attempts,
        Instant dueAt,
        @Nullable Integer lastStatus,
        @Nullable String lastProblem,
        String state) {
    static final String PENDING = "pending";
    static final String DELIVERED = "delivered";
    static final String GIVEN_UP = "given-up";

    public Delivery {
        notices = List.copyOf(notices);
    }

    Delivery with(Notice notice) {
        List<Notice> more = new ArrayList<>(notices);
        more.add(notice);
        return new Delivery(
                sequence,
                provider,
                account,
                endpoint,
                url,
                createdAt,
                more,
                attempts,
                dueAt,
                lastStatus,
                lastProblem,
                state);
    }

    Delivery attempted(Reply reply, String newState, Instant nextAt) {
        Integer status = reply instanceof Reply.Answered answered ? (Integer) answered.status() : null;
        String problem = reply instanceof Reply.Lost lost ? lost.problem() : null;
        return new Delivery(
                sequence,
                provider,
                account,
                endpoint,
                url,
                createdAt,
                notices,
                attempts + 1,
                nextAt,
                status,
                problem,
                newState);
    }

    String toJson() {
        ObjectNode json = summary();
        ArrayNode bodies = Json.array();
        notices.forEach(notice -> bodies.add(notice.body()));
        json.set("bodies", bodies);
        return Json.write(json);
    }

    /** What the control plane shows: everything but the payloads. */
    ObjectNode summary() {
        ObjectNode json = Json.object()
                .put("sequence", sequence)
                .put("provider", provider)
                .put("account", account)
                .put("endpoint", endpoint)
                .put("url", url)
                .put("createdAt", createdAt.toString())
                .put("state", state)
                .put("attempts", attempts)
                .put("lastStatus", lastStatus)
                .put("lastProblem", lastProblem)
                .put("dueAt", dueAt.toString());
        ArrayNode events = json.putArray("events");
        notices.forEach(notice -> events.addObject().put("id", notice.id()).put("type", notice.type()));
        return json;
    }

    static Delivery fromJson(String text) {
        ObjectNode json = Json.object(text);
        List<Notice> notices = new ArrayList<>();
        JsonNode events = json.path("events");
        for (int i = 0; i < events.size(); i++) {
            notices.add(new Notice(
                    events.get(i).path("id").asText(),
                    events.get(i).path("type").asText(),
                    json.path("bodies").path(i).asText()));
        }
        return new Delivery(
                json.path("sequence").asLong(),
                json.path("provider").asText(),
                json.path("account").asText(),
                json.path("endpoint").asText(),
                json.path("url").asText(),
                Instant.parse(json.path("createdAt").asText()),
                notices,
                json.path("attempts").asInt(),
                Instant.parse(json.path("dueAt").asText()),
                json.path("lastStatus").isNull()
                        ? null
                        : json.path("lastStatus").asInt(),
                Json.text(json, "lastProblem"),
                json.path("state").asText());
    }
}
