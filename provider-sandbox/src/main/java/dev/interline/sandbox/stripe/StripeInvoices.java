package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Invoices: draft, open, paid, uncollectible or void; their payments move the subscription they bill. */
final class StripeInvoices {
    private static final Set<String> CREATABLE = Set.of(
            "customer",
            "subscription",
            "auto_advance",
            "collection_method",
            "days_until_due",
            "due_date",
            "description",
            "metadata",
            "currency",
            "default_payment_method",
            "pending_invoice_items_behavior",
            "footer");
    private static final Set<String> ITEM =
            Set.of("customer", "amount", "currency", "description", "invoice", "subscription", "metadata", "quantity");
    private static final String CHARGED = "charge_automatically";
    private static final String SENT = "send_invoice";
    private static final long RETRY_AFTER_SECONDS = 3 * 86_400L;
    private static final Set<String> PAYABLE = Set.of("open", "uncollectible");

    private final StripePayments payments = new StripePayments();

    Answer create(StripeCall call) {
        StripeParams params = call.params().allow(CREATABLE);
        Optional<String> subscriptionId = params.text("subscription");
        ObjectNode subscription = subscriptionId
                .map(id -> call.books()
                        .subscriptions()
                        .find(id)
                        .orElseThrow(() -> StripeErrors.noSuchReference("subscription", id, "subscription")))
                .orElse(null);
        String customerId = subscription == null
                ? params.required("customer")
                : params.text("customer").orElse(subscription.path("customer").asText());
        ObjectNode customer = StripeCustomers.referenced(call.books(), customerId);
        mustBeCollectable(params, customer);
        ObjectNode invoice = draft(call, customer, subscription, "manual", false);
        if (subscription != null) {
            subscription.put("latest_invoice", invoice.path("id").asText());
            call.books().subscriptions().put(subscriptionId.orElseThrow(), subscription);
        }
        announce(call, invoice);
        return call.applied(invoice);
    }

    /** Only what is sent has days until it is due, and an address it is sent to. */
    private static void mustBeCollectable(StripeParams params, ObjectNode customer) {
        boolean sent = params.oneOf("collection_method", Set.of(CHARGED, SENT))
                .filter(SENT::equals)
                .isPresent();
        if (!sent && params.has("days_until_due")) {
            throw StripeErrors.invalid(
                    null,
                    "You can only set `days_until_due` if `collection_method` is `send_invoice`.",
                    "days_until_due");
        }
        if (sent && Json.text(customer, "email") == null) {
            throw StripeErrors.invalid(
                    null,
                    "Missing email. In order to create invoices that are sent to the customer, the customer must have a"
                            + " valid email.",
                    null);
        }
    }

    private static boolean drawsPendingItems(StripeCall call) {
        return call.params()
                .oneOf("pending_invoice_items_behavior", Set.of("exclude", "include"))
                .map("include"::equals)
                .orElse(!call.version().leavesPendingItemsOut());
    }

    /** A new draft, not yet announced. Pending invoice items are drawn in; a subscription's items otherwise. */
    ObjectNode draft(
            StripeCall call, ObjectNode customer, @Nullable ObjectNode subscription, String reason, boolean free) {
        StripeParams params = call.params();
        String id = call.books().ids().longId("in_");
        ObjectNode invoice = StripeInvoiceForm.blank(id, customer, reason, call.now());
        if (subscription != null) {
            StripeInvoiceForm.billFor(invoice, subscription);
        }
        if (reason.equals("manual")) {
            params.copyText(
                    invoice, "description", "collection_method", "default_payment_method", "footer", "currency");
            params.copyInteger(invoice, "due_date");
            params.copyBool(invoice, "auto_advance");
            params.copyMetadata(invoice);
            params.integer("days_until_due").ifPresent(days -> invoice.put("due_date", call.now() + days * 86_400));
        }
        ArrayNode lines = Json.array();
        List<ObjectNode> pending = reason.equals("manual") && drawsPendingItems(call)
                ? call.books()
                        .invoiceItems()
                        .ascendingBy("customer", customer.path("id").asText())
                        .filter(item -> item.path("invoice").isNull())
                        .toList()
                : List.of();
        for (ObjectNode item : pending) {
            item.put("invoice", id);
            call.books().invoiceItems().put(item.path("id").asText(), item);
            lines.add(StripeInvoiceForm.line(call.books().ids().longId("il_"), invoice, item));
        }
        if (subscription != null && pending.isEmpty()) {
            for (JsonNode item : StripeSubscriptions.items(subscription)) {
                lines.add(StripeInvoiceForm.line(
                        call.books().ids().longId("il_"), invoice, subscription, (ObjectNode) item, free));
            }
        }
        StripeInvoiceForm.setLines(invoice, lines);
        call.books().invoices().put(id, invoice);
        return invoice;
    }

    void announce(StripeCall call, ObjectNode invoice) {
        call.events().emit("invoice.created", invoice);
    }

    Answer createItem(StripeCall call) {
        StripeParams params = call.params().allow(ITEM);
        ObjectNode customer = StripeCustomers.referenced(call.books(), params.required("customer"));
        String currency = params.text("currency").orElse("usd");
        long amount = params.integer("amount").orElseThrow(() -> StripeErrors.missingParameter("amount"));
        ObjectNode item = Json.object()
                .put("id", call.books().ids().longId("ii_"))
                .put("object", "invoiceitem")
                .put("amount", amount)
                .put("currency", currency)
                .put("customer", customer.path("id").asText())
                .put("date", call.now())
                .put("created", call.now())
                .putNull("description")
                .putNull("invoice")
                .put("livemode", false)
                .put("quantity", params.integer("quantity").orElse(1L));
        params.copyText(item, "description");
        params.copyMetadata(item);
        Optional<String> invoiceId = params.text("invoice");
        invoiceId.ifPresent(id -> {
            ObjectNode invoice = call.books()
                    .invoices()
                    .find(id)
                    .orElseThrow(() -> StripeErrors.noSuchReference("invoice", id, "invoice"));
            mustBe(invoice, "draft", "This invoice is no longer editable");
            mustBelong(invoice, customer, currency);
            item.put("invoice", id);
            ArrayNode lines = (ArrayNode) invoice.path("lines").path("data");
            lines.add(StripeInvoiceForm.line(call.books().ids().longId("il_"), invoice, item));
            StripeInvoiceForm.setLines(invoice, lines);
            call.books().invoices().put(id, invoice);
        });
        call.books().invoiceItems().put(item.path("id").asText(), item);
        call.events().emit("invoiceitem.created", item);
        return call.applied(item);
    }

    private static void mustBelong(ObjectNode invoice, ObjectNode customer, String currency) {
        if (!customer.path("id").asText().equals(Json.text(invoice, "customer"))) {
            throw StripeErrors.invalid(null, "The invoice is not the customer's.", "invoice");
        }
        if (!currency.equals(Json.text(invoice, "currency"))) {
            throw StripeErrors.invalid(
                    null,
                    "The currency of the invoice item must be the invoice's, " + Json.text(invoice, "currency") + ".",
                    "currency");
        }
    }

    Answer listItems(StripeCall call) {
        call.params().allow(StripeCustomers.union(StripeLists.PAGING, "customer", "invoice", "pending"));
        Optional<Boolean> pending = call.params().bool("pending");
        Predicate<ObjectNode> wanted = StripeLists.having(call.params(), "customer", "invoice");
        return StripeLists.page(
                call,
                call.books().invoiceItems(),
                call.params().has("invoice") ? "invoice" : "customer",
                wanted.and(item -> pending.isEmpty()
                        || pending.get() == item.path("invoice").isNull()));
    }

    Answer update(StripeCall call) {
        call.params()
                .allow(Set.of(
                        "description",
                        "metadata",
                        "footer",
                        "due_date",
                        "auto_advance",
                        "default_payment_method",
                        "collection_method",
                        "days_until_due"));
        ObjectNode before = find(call.books(), call.id());
        ObjectNode invoice = before.deepCopy();
        call.params().copyText(invoice, "description", "footer", "default_payment_method", "collection_method");
        call.params().copyInteger(invoice, "due_date");
        call.params().copyBool(invoice, "auto_advance");
        call.params().copyMetadata(invoice);
        call.books().invoices().put(call.id(), invoice);
        call.events().updated("invoice.updated", before, invoice);
        return call.applied(invoice);
    }

    /** With {@code auto_advance} Stripe goes on by itself: it charges, or sends; the answer is of the moment before. */
    Answer finalizeNow(StripeCall call) {
        StripeParams params = call.params().allow(Set.of("auto_advance"));
        ObjectNode invoice = find(call.books(), call.id());
        mustBe(invoice, "draft", "This invoice is already finalized, you can't re-finalize a non-draft invoice.");
        params.copyBool(invoice, "auto_advance");
        finalizeInvoice(call, invoice);
        ObjectNode finalized = invoice.deepCopy();
        if (invoice.path("auto_advance").asBoolean() && "open".equals(Json.text(invoice, "status"))) {
            advance(call, invoice);
        }
        return call.applied(finalized);
    }

    private void advance(StripeCall call, ObjectNode invoice) {
        if (SENT.equals(Json.text(invoice, "collection_method"))) {
            call.events().emit("invoice.sent", invoice);
            return;
        }
        ObjectNode customer = StripeCustomers.referenced(
                call.books(), invoice.path("customer").asText());
        if (declines(customer, Json.text(invoice, "default_payment_method"))) {
            fail(call, invoice);
        } else {
            settle(call, invoice, false);
        }
    }

    /** Opens a draft; nothing to pay is paid at once. What is credited waits at the customer for the next invoice. */
    void finalizeInvoice(StripeCall call, ObjectNode invoice) {
        settleBalance(call, invoice);
        StripeInvoiceForm.open(invoice, call.now());
        call.books().invoices().put(invoice.path("id").asText(), invoice);
        call.events().emit("invoice.finalized", invoice);
        if (invoice.path("amount_due").asLong() == 0) {
            settle(call, invoice, false);
        }
    }

    private static void settleBalance(StripeCall call, ObjectNode invoice) {
        Optional<ObjectNode> found = call.books()
                .customers()
                .find(invoice.path("customer").asText())
                .filter(customer -> !customer.path("deleted").asBoolean());
        long balance = found.map(customer -> customer.path("balance").asLong()).orElse(0L);
        long due = invoice.path("total").asLong() + balance;
        StripeInvoiceForm.balanced(invoice, balance, due);
        if (found.isPresent() && balance != Math.min(0, due)) {
            ObjectNode customer = found.get().deepCopy().put("balance", Math.min(0, due));
            call.books().customers().put(customer.path("id").asText(), customer);
            call.events().updated("customer.updated", found.get(), customer);
        }
    }

    Answer pay(StripeCall call) {
        StripeParams params =
                call.params().allow(Set.of("paid_out_of_band", "payment_method", "source", "off_session", "forgive"));
        ObjectNode invoice = find(call.books(), call.id());
        String status = invoice.path("status").asText();
        if (status.equals("paid")) {
            throw StripeErrors.invalid("invoice_already_paid", "Invoice is already paid", null);
        }
        if (status.equals("void")) {
            throw StripeErrors.invalid(null, "Voided invoices can't be paid.", null);
        }
        if (status.equals("draft")) {
            finalizeInvoice(call, invoice);
        }
        boolean outOfBand = params.bool("paid_out_of_band").orElse(false);
        ObjectNode customer = StripeCustomers.referenced(
                call.books(), invoice.path("customer").asText());
        String method = params.text("payment_method").orElse(Json.text(invoice, "default_payment_method"));
        boolean payable = PAYABLE.contains(invoice.path("status").asText());
        if (!outOfBand && payable && declines(customer, method)) {
            fail(call, invoice);
            call.effects().rejected(call.id(), StripeCall.externalId(invoice), "card_declined");
            return StripeErrors.cardDeclined(call.id());
        }
        if (payable) {
            settle(call, invoice, outOfBand);
        }
        return call.applied(find(call.books(), call.id()));
    }

    /** The payment succeeded: the invoice is paid, a subscription that waited for it is active. */
    void settle(StripeCall call, ObjectNode invoice, boolean outOfBand) {
        StripeInvoiceForm.paid(invoice, call.now());
        call.books().invoices().put(invoice.path("id").asText(), invoice);
        moveSubscription(call, invoice, Set.of("past_due", "unpaid", "incomplete"), "active");
        call.events().emit("invoice.paid", invoice);
        if (!outOfBand) {
            call.events().emit("invoice.payment_succeeded", invoice);
            if (invoice.path("amount_paid").asLong() > 0) {
                payments.collected(call, invoice);
            }
        }
    }

    /** A payment attempt failed: the invoice is open, an active subscription is past due. */
    void fail(StripeCall call, ObjectNode invoice) {
        if ("draft".equals(Json.text(invoice, "status"))) {
            StripeInvoiceForm.open(invoice, call.now());
            call.events().emit("invoice.finalized", invoice);
        }
        StripeInvoiceForm.attemptFailed(invoice, call.now() + RETRY_AFTER_SECONDS);
        call.books().invoices().put(invoice.path("id").asText(), invoice);
        call.events().emit("invoice.payment_failed", invoice);
        moveSubscription(call, invoice, Set.of("active", "trialing"), "past_due");
    }

    private static void moveSubscription(StripeCall call, ObjectNode invoice, Set<String> from, String to) {
        String id = StripeBooks.subscriptionOf(invoice);
        Optional<ObjectNode> found =
                id == null ? Optional.empty() : call.books().subscriptions().find(id);
        if (found.isEmpty() || !from.contains(found.get().path("status").asText())) {
            return;
        }
        boolean otherOpen = to.equals("active")
                && call.books()
                        .invoices()
                        .ascendingBy("subscription", String.valueOf(id))
                        .anyMatch(other -> "open".equals(Json.text(other, "status"))
                                && other.path("attempted").asBoolean());
        if (!otherOpen) {
            ObjectNode subscription = found.get().deepCopy();
            subscription.put("status", to);
            call.books().subscriptions().put(String.valueOf(id), subscription);
            call.events().updated("customer.subscription.updated", found.get(), subscription);
        }
    }

    /** Whether a payment would be declined: Stripe's own test payment methods say so in their name. */
    boolean declines(ObjectNode customer, @Nullable String paymentMethod) {
        String method = paymentMethod != null
                ? paymentMethod
                : Json.text(customer.path("invoice_settings"), "default_payment_method");
        return method != null && (method.contains("chargeDeclined") || method.contains("chargeCustomerFail"));
    }

    Answer voidInvoice(StripeCall call) {
        ObjectNode invoice = find(call.books(), call.id());
        if (!PAYABLE.contains(invoice.path("status").asText())) {
            throw StripeErrors.invalid(
                    "invoice_not_editable", "You can only pass in open invoices. This invoice isn't open.", null);
        }
        StripeInvoiceForm.voided(invoice, call.now());
        call.books().invoices().put(call.id(), invoice);
        call.events().emit("invoice.voided", invoice);
        return call.applied(invoice);
    }

    Answer markUncollectible(StripeCall call) {
        ObjectNode invoice = find(call.books(), call.id());
        mustBe(invoice, "open", "You can only pass in open invoices. This invoice isn't open.");
        StripeInvoiceForm.writtenOff(invoice, call.now());
        call.books().invoices().put(call.id(), invoice);
        call.events().emit("invoice.marked_uncollectible", invoice);
        return call.applied(invoice);
    }

    Answer delete(StripeCall call) {
        ObjectNode invoice = find(call.books(), call.id());
        mustBe(invoice, "draft", "You can only delete draft invoices.");
        call.books().invoices().remove(call.id());
        call.events().emit("invoice.deleted", invoice);
        call.effects().applied(call.id(), StripeCall.externalId(invoice), null);
        return Answer.json(
                200, Json.object().put("id", call.id()).put("object", "invoice").put("deleted", true));
    }

    Answer retrieve(StripeCall call) {
        return call.shown(find(call.books(), call.id()));
    }

    Answer list(StripeCall call) {
        call.params()
                .allow(StripeCustomers.union(
                        StripeLists.PAGING, "customer", "subscription", "status", "collection_method"));
        Optional<String> status = call.params().text("status");
        Optional<String> subscription = call.params().text("subscription");
        Optional<String> customer = call.params().text("customer");
        return StripeLists.page(
                call,
                call.books().invoices(),
                subscription.isPresent() ? "subscription" : "customer",
                row -> (status.isEmpty() || status.get().equals(Json.text(row, "status")))
                        && (customer.isEmpty() || customer.get().equals(Json.text(row, "customer"))));
    }

    private static void mustBe(ObjectNode invoice, String status, String complaint) {
        if (!status.equals(Json.text(invoice, "status"))) {
            throw StripeErrors.invalid("invoice_not_editable", complaint, null);
        }
    }

    static ObjectNode find(StripeBooks books, String id) {
        return books.invoices().find(id).orElseThrow(() -> StripeErrors.noSuch("invoice", id));
    }
}
