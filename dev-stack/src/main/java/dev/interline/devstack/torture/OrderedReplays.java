package dev.interline.devstack.torture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.devstack.torture.Violation.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What an operator orders meanwhile by the admin API: replays of events, looked at before, at a limited rate, one halted and
 * resumed, one cancelled. Whatever is killed, a replay that is done has taken each row once.
 */
final class OrderedReplays {
    private static final int RATE = 40;
    /** Slow enough to be still at work when it is halted or cancelled. */
    private static final int SLOW_RATE = 10;

    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long LOOK_AGAIN_MILLIS = 300;
    private static final Map<String, String> PROVIDERS =
            Map.of("billing-connector", "stripe", "crm-connector", "hubspot", "support-connector", "zendesk");

    private final Http http;
    private final Endpoints endpoints;
    private final int size;
    private final List<Halted> halted = new CopyOnWriteArrayList<>();
    private final List<Violation> broken = new CopyOnWriteArrayList<>();

    /** @param size how many times the usual one the run is: with it grows what a replay takes, and so its rate */
    OrderedReplays(Http http, Endpoints endpoints, int size) {
        this.http = http;
        this.endpoints = endpoints;
        this.size = size;
    }

    private record Halted(String service, String id, long taken) {}

    /** Orders a replay unless one is at work; does nothing while the service does not answer or has no events yet. */
    void keepOneGoing(String service, String tenant) {
        Http.Answer list = get(service, "/replays");
        if (list.ok() && !isRunning(list.json())) {
            post(service, "/replays", request(service, tenant, RATE));
        }
    }

    private static boolean isRunning(JsonNode replays) {
        for (JsonNode replay : replays) {
            if (replay.path("state").asText().equals("RUNNING")) {
                return true;
            }
        }
        return false;
    }

    /** Looks at what a replay would take, orders it and halts it on its way. */
    void orderAndHalt(String service, String tenant) {
        Map<String, Object> request = request(service, tenant, SLOW_RATE);
        Map<String, Object> preview = new LinkedHashMap<>(request);
        preview.put("preview", true);
        long seen = answered(service, "/replays", preview).path("matches").asLong();
        JsonNode ordered = answered(service, "/replays", request).path("replay");
        if (seen == 0 || ordered.path("total").asLong() < seen) {
            broken.add(new Violation(
                    Kind.LOST,
                    "a replay takes " + ordered.path("total").asLong() + " events where " + seen + " were seen"));
        }
        String id = ordered.path("id").asText();
        awaitTaken(service, id);
        JsonNode replay = answered(service, "/replays/" + id + "/pause", Map.of());
        halted.add(new Halted(service, id, replay.path("taken").asLong()));
    }

    private void awaitTaken(String service, String id) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (get(service, "/replays/" + id).json().path("taken").asLong() == 0) {
            if (System.nanoTime() > deadline) {
                broken.add(new Violation(Kind.NOT_REACHED, "replay " + id + " takes nothing"));
                return;
            }
            Pause.millis(LOOK_AGAIN_MILLIS);
        }
    }

    /** What was halted has stood still since, and goes on where it stood. */
    void resumeHalted() {
        for (Halted one : halted) {
            JsonNode now = answered(one.service(), "/replays/" + one.id() + "/resume", Map.of());
            if (now.path("taken").asLong() != one.taken()) {
                broken.add(new Violation(Kind.DONE_TWICE, "replay " + one.id() + " went on though it was halted"));
            }
        }
        halted.clear();
    }

    /** Orders a replay and cancels it on its way. */
    void orderAndCancel(String service, String tenant) {
        String id = answered(service, "/replays", request(service, tenant, SLOW_RATE))
                .path("replay")
                .path("id")
                .asText();
        awaitTaken(service, id);
        JsonNode cancelled = answered(service, "/replays/" + id + "/cancel", Map.of());
        if (!cancelled.path("state").asText().equals("CANCELLED")) {
            broken.add(new Violation(Kind.NOT_REACHED, "replay " + id + " could not be cancelled"));
        }
    }

    /** What does not fit what was ordered, once nothing is on its way any more. */
    List<Violation> violations() {
        List<Violation> found = new ArrayList<>(broken);
        replays().forEach(replay -> found.addAll(judge(replay)));
        return found;
    }

    /**
     * Each replay by itself: all of it taken, no faster than was allowed. It may take a few more than were counted: what was
     * received before it was ordered and committed after. Whether it took one twice is told by the messages it sent.
     */
    static List<Violation> judge(JsonNode replay) {
        List<Violation> found = new ArrayList<>();
        String id = replay.path("id").asText();
        String state = replay.path("state").asText();
        long total = replay.path("total").asLong();
        long taken = replay.path("taken").asLong();
        if (state.equals("DONE") && taken < total) {
            found.add(new Violation(Kind.LOST, "replay " + id + " has taken " + taken + " of " + total));
        }
        if (!state.equals("DONE") && !state.equals("CANCELLED")) {
            found.add(new Violation(Kind.LEFT_OVER, "replay " + id + " is " + state));
            return found;
        }
        Duration lasted = Duration.between(instant(replay, "createdAt"), instant(replay, "finishedAt"));
        // Each process that takes it over begins with a tick's worth.
        long allowed = (lasted.toSeconds() + 2) * replay.path("ratePerSecond").asLong();
        if (taken > allowed) {
            found.add(new Violation(
                    Kind.WRONG_STATE,
                    "replay " + id + " has taken " + taken + " rows in " + lasted.toSeconds() + " s; allowed "
                            + allowed));
        }
        return found;
    }

    private static Instant instant(JsonNode replay, String field) {
        JsonNode value = replay.path(field);
        return value.isNumber()
                ? Instant.ofEpochMilli((long) (value.asDouble() * 1_000))
                : Instant.parse(value.asText());
    }

    /** How many replays there were, and how many events they have taken. */
    Map<String, Long> told() {
        List<JsonNode> all = replays();
        Map<String, Long> told = new LinkedHashMap<>();
        told.put("replays ordered", (long) all.size());
        told.put(
                "  events replayed",
                all.stream()
                        .mapToLong(replay -> replay.path("replayed").asLong())
                        .sum());
        return told;
    }

    private List<JsonNode> replays() {
        List<JsonNode> all = new ArrayList<>();
        PROVIDERS.keySet().stream()
                .sorted()
                .forEach(service -> get(service, "/replays").json().forEach(all::add));
        return all;
    }

    private Map<String, Object> request(String service, String tenant, int rate) {
        return Map.of(
                "source",
                "EVENTS",
                "filter",
                Map.of("connection", tenant + "-" + PROVIDERS.get(service)),
                "ratePerSecond",
                rate * size,
                "reason",
                "torture");
    }

    /** The answer of a service that is to be well; asked again while something of it is just being killed. */
    private JsonNode answered(String service, String path, Map<String, Object> body) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        Http.Answer answer = post(service, path, body);
        while ((answer.status() == 0 || answer.status() >= 500) && System.nanoTime() < deadline) {
            Pause.millis(LOOK_AGAIN_MILLIS);
            answer = post(service, path, body);
        }
        if (!answer.ok()) {
            broken.add(new Violation(
                    Kind.NOT_REACHED,
                    service + " answered " + path + " with " + answer.status() + " " + answer.body()));
        }
        return answer.json();
    }

    private Http.Answer get(String service, String path) {
        return http.get(url(service, path), key());
    }

    private Http.Answer post(String service, String path, Map<String, Object> body) {
        return http.post(url(service, path), Http.JSON.valueToTree(body).toString(), key());
    }

    private String url(String service, String path) {
        return endpoints.services().get(service) + "/admin/v1" + path;
    }

    private Map<String, String> key() {
        return Map.of("Authorization", "Bearer " + endpoints.adminKey());
    }
}
