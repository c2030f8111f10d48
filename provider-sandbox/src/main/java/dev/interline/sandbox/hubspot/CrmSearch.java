package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code POST /crm/v3/objects/{type}/search}: groups of filters, sorts, pages up to 10,000 results, an index that lags. */
final class CrmSearch {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 200;
    private static final int MAX_RESULTS = 10_000;

    private final long lagMillis;

    /** Milliseconds for which a new object is not found yet. */
    CrmSearch(long lagMillis) {
        this.lagMillis = lagMillis;
    }

    Answer search(HubSpotCall call) {
        ObjectNode body = call.body();
        int limit = body.path("limit").asInt(DEFAULT_LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw HubSpotErrors.validation("limit must be between 1 and " + MAX_LIMIT);
        }
        String afterText = body.path("after").asText("0");
        int after = afterText.matches("[0-9]{1,9}") ? Integer.parseInt(afterText) : afterText.isEmpty() ? 0 : -1;
        if (after < 0) {
            throw HubSpotErrors.validation("after must be a number");
        }
        if (after + limit > MAX_RESULTS) {
            throw HubSpotErrors.validation("Search results are limited to the first 10000; paging is past them");
        }
        Predicate<ObjectNode> wanted = groups(call, body.path("filterGroups")).and(words(call, body.path("query")));
        Instant indexed = call.effects().now().minusMillis(lagMillis);
        List<ObjectNode> found = new ArrayList<>(call.portal()
                .objects(call.type())
                .ascending(null)
                .filter(row -> !row.path("archived").asBoolean())
                .filter(row -> !Instant.parse(row.path("createdAt").asText()).isAfter(indexed))
                .filter(wanted)
                .toList());
        sort(call, found, body.path("sorts"));
        List<String> asked = HubSpotCall.names(body.path("properties"));
        ObjectNode page = Json.object().put("total", found.size());
        page.putArray("results")
                .addAll(found.stream()
                        .skip(after)
                        .limit(limit)
                        .map(row -> CrmWriter.shown(call.portal(), call.type(), row, asked))
                        .toList());
        if (after + limit < found.size()) {
            page.putObject("paging").putObject("next").put("after", Integer.toString(after + limit));
        }
        return Answer.json(200, page);
    }

    private static Predicate<ObjectNode> groups(HubSpotCall call, JsonNode groups) {
        if (!groups.isArray() || groups.isEmpty()) {
            return row -> true;
        }
        Predicate<ObjectNode> any = row -> false;
        for (JsonNode group : groups) {
            Predicate<ObjectNode> all = row -> true;
            for (JsonNode filter : group.path("filters")) {
                all = all.and(filter(call, filter));
            }
            any = any.or(all);
        }
        return any;
    }

    private static Predicate<ObjectNode> filter(HubSpotCall call, JsonNode filter) {
        String name = filter.path("propertyName").asText();
        CrmProperty property = call.portal().properties(call.type()).get(name);
        if (property == null) {
            throw HubSpotErrors.validation("There was a problem with the request: property " + name + " not found");
        }
        String operator = filter.path("operator").asText();
        String value = filter.path("value").asText();
        List<String> values = new ArrayList<>();
        filter.path("values").forEach(one -> values.add(one.asText()));
        return switch (operator) {
            case "EQ" -> held(property, text -> compare(property, text, value) == 0);
            case "NEQ" ->
                row -> {
                    String text = value(property, row);
                    return text == null || compare(property, text, value) != 0;
                };
            case "GT" -> held(property, text -> compare(property, text, value) > 0);
            case "GTE" -> held(property, text -> compare(property, text, value) >= 0);
            case "LT" -> held(property, text -> compare(property, text, value) < 0);
            case "LTE" -> held(property, text -> compare(property, text, value) <= 0);
            case "BETWEEN" ->
                held(
                        property,
                        text -> compare(property, text, value) >= 0
                                && compare(
                                                property,
                                                text,
                                                filter.path("highValue").asText())
                                        <= 0);
            case "IN" -> held(property, text -> values.stream().anyMatch(one -> compare(property, text, one) == 0));
            case "NOT_IN" ->
                held(property, text -> values.stream().noneMatch(one -> compare(property, text, one) == 0));
            case "HAS_PROPERTY" -> held(property, text -> true);
            case "NOT_HAS_PROPERTY" -> row -> value(property, row) == null;
            case "CONTAINS_TOKEN" -> held(property, text -> containsToken(text, value));
            case "NOT_CONTAINS_TOKEN" -> held(property, text -> !containsToken(text, value));
            default -> throw HubSpotErrors.validation("Invalid input JSON: operator " + operator + " is unknown");
        };
    }

    private static @Nullable String value(CrmProperty property, ObjectNode row) {
        return Json.text(row.path("properties"), property.name());
    }

    private static Predicate<ObjectNode> held(CrmProperty property, Predicate<String> test) {
        return row -> {
            String text = value(property, row);
            return text != null && test.test(text);
        };
    }

    private static int compare(CrmProperty property, String one, String other) {
        try {
            return switch (property.type()) {
                case "number" -> new BigDecimal(one).compareTo(new BigDecimal(other));
                case "date", "datetime" -> millis(one).compareTo(millis(other));
                default -> one.toLowerCase(Locale.ROOT).compareTo(other.toLowerCase(Locale.ROOT));
            };
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw HubSpotErrors.validation("value '" + other + "' does not fit property " + property.name());
        }
    }

    private static Long millis(String text) {
        if (text.matches("-?[0-9]+")) {
            return Long.valueOf(text);
        }
        return Instant.parse(text.length() == 10 ? text + "T00:00:00Z" : text).toEpochMilli();
    }

    private static boolean containsToken(String text, String wanted) {
        String pattern = wanted.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9*@._-]", ".")
                .replace("*", ".*");
        for (String token : text.toLowerCase(Locale.ROOT).split("[\\s,;]+", -1)) {
            if (token.matches(pattern)) {
                return true;
            }
        }
        return text.toLowerCase(Locale.ROOT).matches(pattern);
    }

    private static Predicate<ObjectNode> words(HubSpotCall call, JsonNode query) {
        String text = query.asText("").toLowerCase(Locale.ROOT);
        return row -> text.isEmpty()
                || call.type().shownByDefault().stream()
                        .map(name -> Objects.requireNonNullElse(Json.text(row.path("properties"), name), ""))
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(text));
    }

    private static void sort(HubSpotCall call, List<ObjectNode> rows, JsonNode sorts) {
        JsonNode first = sorts.path(0);
        String name =
                first.isTextual() ? first.asText() : first.path("propertyName").asText();
        if (name.isEmpty()) {
            return;
        }
        CrmProperty property = call.portal().properties(call.type()).get(name);
        if (property == null) {
            throw HubSpotErrors.validation("cannot sort by unknown property " + name);
        }
        Comparator<ObjectNode> order = Comparator.comparing(
                row -> value(property, row), Comparator.nullsFirst((one, other) -> compare(property, one, other)));
        // Only one sort is possible, and what is equal by it comes in no order that anybody could rely on.
        Comparator<ObjectNode> equals = Comparator.comparing(
                row -> Integer.reverse(row.path("id").asText().hashCode()));
        rows.sort(("DESCENDING".equals(first.path("direction").asText()) ? order.reversed() : order)
                .thenComparing(equals));
    }
}
