package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
