package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Cursor pages, newest first: {@code limit}, {@code starting_after}, {@code ending_before}, {@code created[gte]}. */
final class StripeLists {
    static final Set<String> PAGING = Set.of("limit", "starting_after", "ending_before", "created");
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 100;

    private StripeLists() {}

    /**
     * @param table what is listed
     * @param index a parameter by whose value the table is indexed, or the empty string
     * @param wanted further filter
     */
    static Answer page(StripeCall call, Table table, String index, Predicate<ObjectNode> wanted) {
        int limit = limit(call.params());
        Optional<String> after = call.params().text("starting_after");
        Optional<String> before = call.params().text("ending_before");
        if (after.isPresent() && before.isPresent()) {
            throw StripeErrors.invalid(
                    null, "You cannot specify both `starting_after` and `ending_before`.", "ending_before");
        }
        after.ifPresent(id -> mustExist(table, "object", id, "starting_after"));
        before.ifPresent(id -> mustExist(table, "object", id, "ending_before"));
        refuseOwnersThatAreNot(call);
        Optional<String> value =
                index.isEmpty() ? Optional.empty() : call.params().text(index);
        Stream<ObjectNode> rows;
        if (before.isPresent()) {
            rows = value.map(text -> table.ascendingBy(index, text)
                            .filter(row -> row.path("id").asText().compareTo(before.get()) > 0))
                    .orElseGet(() -> table.ascending(before.get()));
        } else {
            String from = after.orElse(null);
            rows = value.map(text -> table.descendingBy(index, text, from)).orElseGet(() -> table.descending(from));
        }
        Predicate<ObjectNode> created = created(call.params().nested("created"), call.params());
        List<ObjectNode> found =
                new ArrayList<>(rows.filter(row -> !row.path("deleted").asBoolean())
                        .filter(created)
                        .filter(wanted)
                        .limit(limit + 1L)
                        .toList());
        boolean more = found.size() > limit;
        if (more) {
            found.remove(limit);
        }
        if (before.isPresent()) {
            Collections.reverse(found);
        }
        ObjectNode page =
                Json.object().put("object", "list").put("url", call.listUrl()).put("has_more", more);
        List<String> expand = call.params().texts("expand");
        page.putArray("data")
                .addAll(found.stream()
                        .map(row -> StripeShapes.render(row, call.version(), call.books(), expand))
                        .toList());
        return Answer.json(200, page);
    }

    /** Whether an object has the values that are asked for of those fields. */
    static Predicate<ObjectNode> having(StripeParams params, String... fields) {
        Predicate<ObjectNode> all = row -> true;
        for (String field : fields) {
            Optional<String> value = params.text(field);
            if (value.isPresent()) {
                all = all.and(row -> row.path(field).asText().equals(value.get()));
            }
        }
        return all;
    }

    static int limit(StripeParams params) {
        long limit = params.integer("limit").orElse((long) DEFAULT_LIMIT);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw StripeErrors.invalid(
                    "parameter_invalid_integer",
                    limit < 1
                            ? "This value must be greater than or equal to 1."
                            : "This value must be less than or equal to 100 (it currently is '" + limit + "').",
                    "limit");
        }
        return (int) limit;
    }

    private static void mustExist(Table table, String kind, String id, String param) {
        if (table.find(id).isEmpty()) {
            throw StripeErrors.noSuchReference(kind, id, param);
        }
    }

    /** Stripe does not answer an empty list for what belongs to nobody. */
    private static void refuseOwnersThatAreNot(StripeCall call) {
        StripeBooks books = call.books();
        Map.of(
                        "customer", books.customers(),
                        "charge", books.charges(),
                        "payment_intent", books.paymentIntents(),
                        "invoice", books.invoices(),
                        "subscription", books.subscriptions())
                .forEach((param, table) ->
                        call.params().text(param).ifPresent(id -> mustExist(table, param, id, param)));
    }

    private static Predicate<ObjectNode> created(StripeParams range, StripeParams params) {
        long exactly = range.detail().isEmpty() ? params.integer("created").orElse(-1L) : -1L;
        long gt = range.integer("gt").orElse(Long.MIN_VALUE);
        long gte = range.integer("gte").orElse(Long.MIN_VALUE);
        long lt = range.integer("lt").orElse(Long.MAX_VALUE);
        long lte = range.integer("lte").orElse(Long.MAX_VALUE);
        return row -> {
            long created = row.path("created").asLong();
            return (exactly < 0 || created == exactly)
                    && created > gt
                    && created >= gte
                    && created < lt
                    && created <= lte;
        };
    }
}
