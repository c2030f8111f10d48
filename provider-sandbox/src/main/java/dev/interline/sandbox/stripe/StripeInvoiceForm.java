package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an invoice looks in each of its states; amounts in the currency's minor unit, times in epoch seconds. */
final class StripeInvoiceForm {
    private StripeInvoiceForm() {}

    static ObjectNode blank(String id, ObjectNode customer, String reason, long now) {
        ObjectNode invoice = Json.object()
                .put("id", id)
                .put("object", "invoice")
                .put("account_country", "US")
                .put("account_name", "Interline sandbox")
                .put("amount_due", 0)
                .put("amount_paid", 0)
                .put("amount_remaining", 0)
                .put("attempt_count", 0)
                .put("attempted", false)
                .put("auto_advance", !reason.equals("manual"));
        invoice.set("automatic_tax", Json.object().put("enabled", false).putNull("status"));
        invoice.put("billing_reason", reason)
                .put("collection_method", "charge_automatically")
                .put("created", now)
                .put("currency", "usd")
                .put("customer", customer.path("id").asText());
        invoice.set("customer_address", customer.path("address").deepCopy());
        invoice.put("customer_email", Json.text(customer, "email"))
                .put("customer_name", Json.text(customer, "name"))
                .put("customer_phone", Json.text(customer, "phone"))
                .put("customer_tax_exempt", "none")
                .putNull("default_payment_method")
                .putNull("default_source")
                .putNull("description");
        invoice.set("discounts", Json.array());
        invoice.putNull("due_date")
                .putNull("effective_at")
                .putNull("ending_balance")
                .putNull("footer")
                .putNull("hosted_invoice_url")
                .putNull("invoice_pdf");
        ObjectNode lines = invoice.putObject("lines").put("object", "list");
        lines.set("data", Json.array());
        lines.put("has_more", false).put("url", "/v1/invoices/" + id + "/lines");
        invoice.put("livemode", false);
        invoice.set("metadata", Json.object());
        invoice.putNull("next_payment_attempt")
                .putNull("number")
                .putNull("parent")
                .put("period_end", now)
                .put("period_start", now)
                .put("starting_balance", 0)
                .put("status", "draft");
        invoice.set(
                "status_transitions",
                Json.object()
                        .putNull("finalized_at")
                        .putNull("marked_uncollectible_at")
                        .putNull("paid_at")
                        .putNull("voided_at"));
        invoice.put("subtotal", 0).putNull("test_clock").put("total", 0);
        invoice.set("total_taxes", Json.array());
        return invoice.putNull("webhooks_delivered_at");
    }

    static void billFor(ObjectNode invoice, ObjectNode subscription) {
        ObjectNode parent = invoice.putObject("parent").put("type", "subscription_details");
        parent.putNull("quote_details");
        ObjectNode details = parent.putObject("subscription_details")
                .put("subscription", subscription.path("id").asText());
        details.set("metadata", subscription.path("metadata").deepCopy());
        invoice.put("collection_method", subscription.path("collection_method").asText())
                .put("currency", subscription.path("currency").asText())
                .put("default_payment_method", Json.text(subscription, "default_payment_method"));
        if (subscription.path("days_until_due").isNumber()) {
            invoice.put(
                    "due_date",
                    invoice.path("created").asLong()
                            + subscription.path("days_until_due").asLong() * 86_400);
        }
    }

    /** The line of a subscription item. */
    static ObjectNode line(String id, ObjectNode invoice, ObjectNode subscription, ObjectNode item, boolean free) {
        ObjectNode price = (ObjectNode) item.path("price");
        long quantity = item.path("quantity").asLong(1);
        long amount = free ? 0 : StripeCatalog.cost(price, quantity);
        ObjectNode line = blankLine(
                id,
                invoice,
                amount,
                price.path("currency").asText(),
                quantity + " × " + price.path("product").asText());
        line.putObject("period")
                .put("end", item.path("current_period_end").asLong())
                .put("start", item.path("current_period_start").asLong());
        line.put("quantity", quantity);
        ObjectNode parent = line.putObject("parent").put("type", "subscription_item_details");
        parent.putNull("invoice_item_details");
        parent.putObject("subscription_item_details")
                .putNull("invoice_item")
                .put("proration", false)
                .put("subscription", subscription.path("id").asText())
                .put("subscription_item", item.path("id").asText());
        ObjectNode pricing = line.putObject("pricing").put("type", "price_details");
        pricing.putObject("price_details")
                .put("price", price.path("id").asText())
                .put("product", price.path("product").asText());
        pricing.put("unit_amount_decimal", price.path("unit_amount_decimal").asText());
        return line;
    }

    /** The line of an invoice item. */
    static ObjectNode line(String id, ObjectNode invoice, ObjectNode item) {
        ObjectNode line = blankLine(
                id,
                invoice,
                item.path("amount").asLong(),
                item.path("currency").asText(),
                Json.text(item, "description"));
        line.putObject("period")
                .put("end", item.path("date").asLong())
                .put("start", item.path("date").asLong());
        line.put("quantity", item.path("quantity").asLong(1));
        ObjectNode parent = line.putObject("parent").put("type", "invoice_item_details");
        parent.putObject("invoice_item_details")
                .put("invoice_item", item.path("id").asText())
                .put("proration", false)
                .putNull("subscription");
        parent.putNull("subscription_item_details");
        line.putNull("pricing");
        return line;
    }

    private static ObjectNode blankLine(
            String id, ObjectNode invoice, long amount, String currency, @Nullable String description) {
        ObjectNode line = Json.object()
                .put("id", id)
                .put("object", "line_item")
                .put("amount", amount)
                .put("currency", currency)
                .put("description", description);
        line.set("discount_amounts", Json.array());
        line.put("discountable", true);
        line.set("discounts", Json.array());
        line.put("invoice", invoice.path("id").asText()).put("livemode", false);
        line.set("metadata", Json.object());
        line.set("taxes", Json.array());
        return line;
    }

    static void setLines(ObjectNode invoice, ArrayNode lines) {
        long total = 0;
        for (int i = 0; i < lines.size(); i++) {
            total += lines.get(i).path("amount").asLong();
        }
        ((ObjectNode) invoice.path("lines")).set("data", lines);
        if (!lines.isEmpty()) {
            invoice.set("period_start", lines.get(0).path("period").path("start"));
            invoice.set("period_end", lines.get(0).path("period").path("end"));
            invoice.put("currency", lines.get(0).path("currency").asText());
        }
        long due = Math.max(0, total);
        invoice.put("subtotal", total)
                .put("total", total)
                .put("amount_due", due)
                .put("amount_remaining", due);
    }

    /**
     * With what the customer had to its credit, below zero, or owed before.
     *
     * @param due what is left to pay, or below zero what goes to the customer's credit
     */
    static void balanced(ObjectNode invoice, long startingBalance, long due) {
        invoice.put("starting_balance", startingBalance)
                .put("ending_balance", Math.min(0, due))
                .put("amount_due", Math.max(0, due))
                .put("amount_remaining", Math.max(0, due));
    }

    static void open(ObjectNode invoice, long now) {
        String id = invoice.path("id").asText();
        invoice.put("status", "open")
                .put("number", "SBX-" + id.substring(id.length() - 8).toUpperCase(Locale.ROOT))
                .put("effective_at", now)
                .put("hosted_invoice_url", "https://invoice.sandbox.example/i/" + id)
                .put("invoice_pdf", "https://invoice.sandbox.example/i/" + id + "/pdf");
        transition(invoice, "finalized_at", now);
    }

    static void paid(ObjectNode invoice, long now) {
        boolean charged = invoice.path("amount_due").asLong() > 0;
        invoice.put("status", "paid")
                .put("amount_paid", invoice.path("amount_due").asLong())
                .put("amount_remaining", 0)
                .put("attempt_count", invoice.path("attempt_count").asInt() + (charged ? 1 : 0))
                .put("attempted", true)
                .putNull("next_payment_attempt");
        transition(invoice, "paid_at", now);
    }

    /** Open again, also when it had been paid: a bank may take a payment back. */
    static void attemptFailed(ObjectNode invoice, long nextAttempt) {
        invoice.put("status", "open")
                .put("amount_paid", 0)
                .put("amount_remaining", invoice.path("amount_due").asLong())
                .put("attempt_count", invoice.path("attempt_count").asInt() + 1)
                .put("attempted", true)
                .put("next_payment_attempt", nextAttempt);
        ((ObjectNode) invoice.path("status_transitions")).putNull("paid_at");
    }

    static void voided(ObjectNode invoice, long now) {
        invoice.put("status", "void").put("amount_remaining", 0).putNull("next_payment_attempt");
        transition(invoice, "voided_at", now);
    }

    static void writtenOff(ObjectNode invoice, long now) {
        invoice.put("status", "uncollectible").putNull("next_payment_attempt");
        transition(invoice, "marked_uncollectible_at", now);
    }

    private static void transition(ObjectNode invoice, String name, long now) {
        ((ObjectNode) invoice.path("status_transitions")).put(name, now);
    }
}
