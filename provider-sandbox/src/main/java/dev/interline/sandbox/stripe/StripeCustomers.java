package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Customers: who pays. A deleted one remains as a stub and takes its subscriptions with it. */
final class StripeCustomers {
    private static final Set<String> WRITABLE = Set.of(
            "name",
            "email",
            "phone",
            "description",
            "address",
            "shipping",
            "metadata",
            "balance",
            "tax_exempt",
            "preferred_locales",
            "invoice_settings",
            "invoice_prefix",
            "next_invoice_sequence",
            "payment_method",
            "source",
            "default_source",
            "test_clock",
            "tax",
            "tax_id_data");
    private static final Pattern CLAUSE =
            Pattern.compile("(?:metadata\\[['\"]([^'\"]+)['\"]]|(email|name|phone)):['\"]([^'\"]*)['\"]");

    private final StripeSubscriptions subscriptions;

    StripeCustomers(StripeSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    Answer create(StripeCall call) {
        call.params().allow(WRITABLE);
        ObjectNode customer = Json.object()
                .put("id", call.books().ids().shortId("cus_"))
                .put("object", "customer")
                .putNull("address")
                .put("balance", 0)
                .put("created", call.now())
                .putNull("currency")
                .putNull("default_source")
                .put("delinquent", false)
                .putNull("description")
                .putNull("email")
                .put("invoice_prefix", "SBX");
        customer.set("invoice_settings", Json.object().putNull("default_payment_method"));
        customer.put("livemode", false);
        customer.set("metadata", Json.object());
        customer.putNull("name").put("next_invoice_sequence", 1).putNull("phone");
        customer.set("preferred_locales", Json.array());
        customer.putNull("shipping").put("tax_exempt", "none").putNull("test_clock");
        apply(call.params(), customer);
        call.books().customers().put(customer.path("id").asText(), customer);
        call.events().emit("customer.created", customer);
        return call.applied(customer);
    }

    Answer update(StripeCall call) {
        call.params().allow(WRITABLE);
        ObjectNode before = existing(call.books(), call.id());
        ObjectNode customer = before.deepCopy();
        apply(call.params(), customer);
        call.books().customers().put(call.id(), customer);
        call.events().updated("customer.updated", before, customer);
        return call.applied(customer);
    }

    private static void apply(StripeParams params, ObjectNode customer) {
        params.text("email").ifPresent(email -> {
            if (!email.contains("@")) {
                throw StripeErrors.invalid("email_invalid", "Invalid email address: " + email, "email");
            }
        });
        params.oneOf("tax_exempt", Set.of("none", "exempt", "reverse"));
        params.copyText(
                customer, "name", "email", "phone", "description", "tax_exempt", "invoice_prefix", "test_clock");
        params.copyInteger(customer, "balance", "next_invoice_sequence");
        params.copyHash(customer, "address", "shipping", "invoice_settings", "preferred_locales");
        params.copyMetadata(customer);
        if (params.has("payment_method") && customer.path("invoice_settings") instanceof ObjectNode settings) {
            settings.put("default_payment_method", params.text("payment_method").orElse(null));
        }
    }

    Answer retrieve(StripeCall call) {
        return call.shown(
                call.books().customers().find(call.id()).orElseThrow(() -> StripeErrors.noSuch("customer", call.id())));
    }

    Answer delete(StripeCall call) {
        ObjectNode customer = existing(call.books(), call.id());
        subscriptions.cancelAllOf(call, call.id());
        ObjectNode stub =
                Json.object().put("id", call.id()).put("object", "customer").put("deleted", true);
        call.books().customers().put(call.id(), stub);
        call.events().emit("customer.deleted", customer);
        call.effects().applied(call.id(), StripeCall.externalId(customer), null);
        return Answer.json(200, stub);
    }

    Answer list(StripeCall call) {
        call.params().allow(union(StripeLists.PAGING, "email", "test_clock"));
        return StripeLists.page(call, call.books().customers(), "email", customer -> true);
    }

    /** {@code metadata['k']:'v'}, {@code email:'…'}, {@code name:'…'}, joined by AND. */
    Answer search(StripeCall call, Predicate<ObjectNode> indexed) {
        call.params().allow(Set.of("query", "limit", "page"));
        Predicate<ObjectNode> wanted = query(call.params().required("query"));
        int limit = StripeLists.limit(call.params());
        List<ObjectNode> found = call.books()
                .customers()
                .descending(call.params().text("page").orElse(null))
                .filter(customer -> !customer.path("deleted").asBoolean())
                .filter(indexed)
                .filter(wanted)
                .limit(limit + 1L)
                .toList();
        boolean more = found.size() > limit;
        List<ObjectNode> shown = more ? found.subList(0, limit) : found;
        ObjectNode page = Json.object()
                .put("object", "search_result")
                .put("url", "/v1/customers/search")
                .put("has_more", more);
        page.put("next_page", more ? shown.get(limit - 1).path("id").asText() : null);
        page.putArray("data")
                .addAll(shown.stream()
                        .map(row -> StripeShapes.render(
                                row, call.version(), call.books(), call.params().texts("expand")))
                        .toList());
        return Answer.json(200, page);
    }

    private static Predicate<ObjectNode> query(String query) {
        Predicate<ObjectNode> all = customer -> true;
        for (String clause : query.strip().split("\\s+AND\\s+", -1)) {
            Matcher matcher = CLAUSE.matcher(clause.strip());
            if (!matcher.matches()) {
                throw StripeErrors.invalid(
                        null, "We were unable to parse your search query: " + clause.strip(), "query");
            }
            Optional<String> key = Optional.ofNullable(matcher.group(1));
            String field = String.valueOf(matcher.group(2));
            String value = matcher.group(3);
            all = all.and(customer -> key.map(name -> value.equals(Json.text(customer.path("metadata"), name)))
                    .orElseGet(() -> value.equalsIgnoreCase(Json.text(customer, field))));
        }
        return all;
    }

    /** A customer that exists and is not deleted. */
    static ObjectNode existing(StripeBooks books, String id) {
        return books.customers()
                .find(id)
                .filter(customer -> !customer.path("deleted").asBoolean())
                .orElseThrow(() -> StripeErrors.noSuch("customer", id));
    }

    /** The customer a parameter names. */
    static ObjectNode referenced(StripeBooks books, String id) {
        return books.customers()
                .find(id)
                .filter(customer -> !customer.path("deleted").asBoolean())
                .orElseThrow(() -> StripeErrors.noSuchReference("customer", id, "customer"));
    }

    static Set<String> union(Set<String> names, String... more) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(List.of(more));
        return all;
    }
}
