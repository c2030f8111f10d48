package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.Table;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches: {@code metadata['k']:'v'} and the fields of each kind, {@code email:'…'}, joined by AND. What is new is not found
 * for a while.
 */
final class StripeSearch {
    private static final Pattern CLAUSE =
            Pattern.compile("(?:metadata\\[['\"]([^'\"]+)['\"]]|(\\w+)):['\"]([^'\"]*)['\"]");

    private final Duration lag;

    /** @param lag how long what was made is not found */
    StripeSearch(Duration lag) {
        this.lag = lag;
    }

    Answer customers(StripeCall call) {
        return page(call, call.books().customers(), Set.of("email", "name", "phone"));
    }

    Answer invoices(StripeCall call) {
        return page(call, call.books().invoices(), Set.of("currency", "customer", "number", "status"));
    }

    private Answer page(StripeCall call, Table table, Set<String> fields) {
        call.params().allow(Set.of("query", "limit", "page"));
        String kind = call.listUrl().substring("/v1/".length());
        Predicate<ObjectNode> wanted = query(call.params().required("query"), kind, fields);
        long newest = call.effects().now().minus(lag).toEpochMilli();
        int limit = StripeLists.limit(call.params());
        List<ObjectNode> found = table.descending(call.params().text("page").orElse(null))
                .filter(row -> !row.path("deleted").asBoolean())
                .filter(row -> row.path("created").asLong() * 1000 <= newest)
                .filter(wanted)
                .limit(limit + 1L)
                .toList();
        boolean more = found.size() > limit;
        List<ObjectNode> shown = more ? found.subList(0, limit) : found;
        ObjectNode page = Json.object()
                .put("object", "search_result")
                .put("url", call.listUrl() + "/search")
                .put("has_more", more);
        page.put("next_page", more ? shown.get(limit - 1).path("id").asText() : null);
        page.putArray("data")
                .addAll(shown.stream()
                        .map(row -> StripeShapes.render(
                                row, call.version(), call.books(), call.params().texts("expand")))
                        .toList());
        return Answer.json(200, page);
    }

    private static Predicate<ObjectNode> query(String query, String kind, Set<String> fields) {
        Predicate<ObjectNode> all = row -> true;
        for (String clause : query.strip().split("\\s+AND\\s+", -1)) {
            Matcher matcher = CLAUSE.matcher(clause.strip());
            if (!matcher.matches()) {
                throw StripeErrors.invalid(
                        null, "We were unable to parse your search query: " + clause.strip(), "query");
            }
            String label = matcher.group(1);
            String field = String.valueOf(matcher.group(2));
            String value = matcher.group(3);
            if (label == null && !fields.contains(field)) {
                throw StripeErrors.invalid(
                        null,
                        "Field `" + field + "` is an unsupported search field for resource `" + kind + "`.",
                        "query");
            }
            all = all.and(
                    label == null
                            ? row -> value.equalsIgnoreCase(Json.text(row, field))
                            : row -> value.equals(Json.text(row.path("metadata"), label)));
        }
        return all;
    }
}
