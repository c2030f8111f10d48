package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Incremental exports: what changed since a time, deleted tickets included, with the newest changes held back. */
final class ZendeskExports {
    private static final int DEFAULT_PAGE = 1000;
    private static final long YOUNGEST_START_SECONDS = 60;

    private final long heldBackMillis;

    /** Milliseconds for which changes are held back. */
    ZendeskExports(long heldBackMillis) {
        this.heldBackMillis = heldBackMillis;
    }

    /** By cursor; the cursor marks time and id of the last row. */
    Answer tickets(ZendeskCall call) {
        Optional<String> cursor = call.query("cursor").map(ZendeskPages::decode);
        String after = cursor.orElseGet(() -> mark(startTime(call), ""));
        List<ObjectNode> rows = changed(call, call.desk().tickets(), "generated_timestamp");
        int size = ZendeskPages.number(call, "per_page", DEFAULT_PAGE);
        List<ObjectNode> rest = rows.stream()
                .filter(row -> mark(
                                        row.path("generated_timestamp").asLong(),
                                        row.path("id").asText())
                                .compareTo(after)
                        > 0)
                .toList();
        boolean more = rest.size() > size;
        List<ObjectNode> shown = more ? rest.subList(0, size) : rest;
        String next = shown.isEmpty() ? after : markOf(shown.get(shown.size() - 1));
        String link = call.http().base() + call.http().path() + "?cursor=" + ZendeskPages.encode(next);
        ObjectNode page = Json.object();
        page.putArray("tickets").addAll(shown.stream().map(ZendeskPages::clean).toList());
        page.put("after_url", link)
                .put("after_cursor", ZendeskPages.encode(next))
                .putNull("before_url")
                .putNull("before_cursor")
                .put("end_of_stream", !more);
        return Answer.json(200, page);
    }

    /** By time; items on the border between two pages come twice. */
    Answer organizations(ZendeskCall call) {
        long start = startTime(call);
        int size = ZendeskPages.number(call, "per_page", DEFAULT_PAGE);
        List<ObjectNode> rest = changed(call, call.desk().organizations(), "updated_at").stream()
                .filter(row -> seconds(row, "updated_at") >= start)
                .toList();
        boolean more = rest.size() > size;
        List<ObjectNode> shown = more ? rest.subList(0, size) : rest;
        long end = shown.isEmpty() ? start : seconds(shown.get(shown.size() - 1), "updated_at");
        ObjectNode page = Json.object();
        page.putArray("organizations")
                .addAll(shown.stream().map(ZendeskPages::clean).toList());
        page.put("next_page", call.http().base() + call.http().path() + "?start_time=" + end)
                .put("count", shown.size())
                .put("end_of_stream", !more)
                .put("end_time", end);
        return Answer.json(200, page);
    }

    private List<ObjectNode> changed(ZendeskCall call, Table table, String field) {
        long newest = call.effects().now().minusMillis(heldBackMillis).getEpochSecond();
        return table.ascending(null)
                .filter(row -> seconds(row, field) <= newest)
                .sorted(Comparator.comparing(
                        row -> mark(seconds(row, field), row.path("id").asText())))
                .toList();
    }

    private static long startTime(ZendeskCall call) {
        String text = call.query("start_time").orElse("");
        if (!text.matches("[0-9]{1,12}")) {
            throw ZendeskErrors.badRequest("Invalid attribute", "start_time must be a Unix epoch time");
        }
        long start = Long.parseLong(text);
        if (start > call.effects().now().getEpochSecond() - YOUNGEST_START_SECONDS) {
            throw ZendeskErrors.invalid(
                    "start_time", "Too recent start_time. Use a start_time older than 60 seconds", "InvalidValue");
        }
        return start;
    }

    private static long seconds(ObjectNode row, String field) {
        return row.path(field).isNumber()
                ? row.path(field).asLong()
                : Instant.parse(row.path(field).asText()).getEpochSecond();
    }

    private static String markOf(ObjectNode ticket) {
        return mark(
                ticket.path("generated_timestamp").asLong(), ticket.path("id").asText());
    }

    private static String mark(long seconds, String id) {
        return String.format("%012d|%s", seconds, id);
    }
}
