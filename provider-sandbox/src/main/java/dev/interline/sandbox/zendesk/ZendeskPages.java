package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Lists by cursor ({@code page[size]}) or by offset ({@code page}, {@code per_page}); both end at 100 a page. */
final class ZendeskPages {
    private static final int MAX_SIZE = 100;
    private static final int MAX_OFFSET_PAGE = 100;

    private ZendeskPages() {}

    /** A page of rows that come ordered by id. */
    static Answer page(ZendeskCall call, String name, List<ObjectNode> rows) {
        return call.query("page[size]").isPresent() || call.query("page[after]").isPresent()
                ? byCursor(call, name, rows)
                : byOffset(call, name, rows);
    }

    private static Answer byCursor(ZendeskCall call, String name, List<ObjectNode> rows) {
        int size = number(call, "page[size]", MAX_SIZE);
        String after = call.query("page[after]").map(ZendeskPages::decode).orElse("");
        List<ObjectNode> rest = rows.stream()
                .filter(row -> row.path("id").asText().compareTo(after) > 0)
                .toList();
        boolean more = rest.size() > size;
        List<ObjectNode> shown = more ? rest.subList(0, size) : rest;
        String next = shown.isEmpty()
                ? encode(after)
                : encode(shown.get(shown.size() - 1).path("id").asText());
        ObjectNode page = Json.object();
        page.putArray(name).addAll(shown.stream().map(ZendeskPages::clean).toList());
        page.putObject("meta")
                .put("has_more", more)
                .put("after_cursor", shown.isEmpty() ? null : next)
                .put(
                        "before_cursor",
                        shown.isEmpty() ? null : encode(shown.get(0).path("id").asText()));
        String link = address(call) + "page%5Bsize%5D=" + size;
        page.putObject("links")
                .put("first", link)
                .put("prev", after.isEmpty() ? null : link)
                .put("next", link + "&page%5Bafter%5D=" + next);
        return Answer.json(200, page);
    }

    private static Answer byOffset(ZendeskCall call, String name, List<ObjectNode> rows) {
        int size = number(call, "per_page", MAX_SIZE);
        int number = number(call, "page", 1_000_000_000, 1);
        if (number > MAX_OFFSET_PAGE) {
            throw ZendeskErrors.badRequest(
                    "Invalid page", "Requested response size was greater than Search Response Limits");
        }
        int from = Math.min(rows.size(), (number - 1) * size);
        int to = Math.min(rows.size(), from + size);
        String link = address(call) + "per_page=" + size + "&page=";
        ObjectNode page = Json.object();
        page.putArray(name)
                .addAll(rows.subList(from, to).stream().map(ZendeskPages::clean).toList());
        page.put("next_page", to < rows.size() ? link + (number + 1) : null)
                .put("previous_page", number > 1 ? link + (number - 1) : null)
                .put("count", rows.size());
        return Answer.json(200, page);
    }

    /** Where the list's pages are, with its filters. */
    private static String address(ZendeskCall call) {
        StringBuilder address =
                new StringBuilder(call.http().base()).append(call.http().path()).append('?');
        call.http().query().pairs().stream()
                .filter(pair -> !pair.getKey().matches("page|per_page|page\\[.*"))
                .forEach(pair -> address.append(URLEncoder.encode(pair.getKey(), StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                        .append('&'));
        return address.toString();
    }

    /** Without the fields that only the sandbox uses. */
    static ObjectNode clean(ObjectNode row) {
        ObjectNode copy = row.deepCopy();
        copy.remove(List.of("deleted", "sandbox_role", "ticket_id"));
        return copy;
    }

    static int number(ZendeskCall call, String name, int max) {
        return number(call, name, max, MAX_SIZE);
    }

    private static int number(ZendeskCall call, String name, int max, int otherwise) {
        Optional<String> text = call.query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().matches("[0-9]{1,9}") || Integer.parseInt(text.get()) < 1) {
            throw ZendeskErrors.badRequest("Invalid attribute", "Invalid parameter: " + name + " must be an integer");
        }
        return Math.min(max, Integer.parseInt(text.get()));
    }

    static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw ZendeskErrors.badRequest("Invalid cursor", "The cursor is not one of ours");
        }
    }
}
