package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.control.ControlPlane;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Outsider;
import dev.interline.sandbox.exchange.Refusal;
import dev.interline.sandbox.exchange.Routes;
import dev.interline.sandbox.state.Effects;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.time.Instant;
import java.util.List;

/** What happens at Stripe without an API call: a bank refuses a payment or takes it back, a billing period ends. */
final class StripeOutsider implements Outsider {
    private final SandboxConfig config;
    private final StateStore store;
    private final WebhookQueue queue;
    private final StripeInvoices invoices;
    private final StripeDisputes disputes = new StripeDisputes();
    private final Routes<Handler> routes = new Routes<>();

    private interface Handler {
        ObjectNode happens(StripeCall call, JsonNode body);
    }

    StripeOutsider(SandboxConfig config, StateStore store, WebhookQueue queue, StripeInvoices invoices) {
        this.config = config;
        this.store = store;
        this.queue = queue;
        this.invoices = invoices;
        routes.read("POST", "{account}/invoices/{id}/fail_payment", (call, body) -> failPayment(call))
                .read("POST", "{account}/charges/{id}/dispute", disputes::opened)
                .read("POST", "{account}/subscriptions/{id}/renew", this::renew);
    }

    @Override
    public String provider() {
        return "stripe";
    }

    @Override
    public Answer act(ApiCall call, Instant now) {
        Routes.Match<Handler> match = routes.find(
                        call.method(),
                        call.segments().subList(2, call.segments().size()))
                .orElseThrow(() -> new Refusal("unknown", ControlPlane.problem(404, "Not found", "no such action")));
        Account account = config.accounts().stream()
                .filter(one -> one.provider().equals("stripe") && one.account().equals(match.variable("account")))
                .findFirst()
                .orElseThrow(() -> new Refusal("unknown", ControlPlane.problem(404, "Not found", "no such account")));
        StripeBooks books = StripeBooks.of(store, account);
        StripeCall acting = new StripeCall(
                books,
                new StripeParams(Json.object()),
                books.defaultVersion(),
                new StripeEvents(books, queue, now, null, null),
                Effects.unrecorded(now),
                match.variable("id"),
                "");
        ObjectNode body = Json.objectOrNull(call.body());
        return Answer.json(200, match.handler().happens(acting, body == null ? Json.object() : body));
    }

    /** A payment attempt fails, also late on a paid invoice as a bank debit does; void invoices cannot. */
    private ObjectNode failPayment(StripeCall call) {
        ObjectNode invoice = StripeInvoices.find(call.books(), call.id());
        if (List.of("void", "uncollectible").contains(invoice.path("status").asText())) {
            throw new Refusal(
                    "state",
                    ControlPlane.problem(
                            409,
                            "Conflict",
                            "a " + invoice.path("status").asText() + " invoice has no payment that could fail"));
        }
        invoices.fail(call, invoice);
        return StripeInvoices.find(call.books(), call.id());
    }

    /** The billing period ends; {@code {"payment":"fail"}} makes the renewal's payment fail. */
    private ObjectNode renew(StripeCall call, JsonNode body) {
        ObjectNode before = StripeSubscriptions.find(call.books(), call.id());
        if (StripeSubscriptions.ended(before)) {
            throw new Refusal("state", ControlPlane.problem(409, "Conflict", "the subscription has ended"));
        }
        ObjectNode subscription = before.deepCopy();
        JsonNode first = StripeSubscriptions.items(subscription).path(0);
        long start = first.path("current_period_end").asLong();
        StripeSubscriptions.setPeriod(subscription, start, StripeSubscriptions.periodEnd(first.path("price"), start));
        if (subscription.path("status").asText().equals("trialing")) {
            subscription.put("status", "active");
        }
        ObjectNode customer = StripeCustomers.existing(
                call.books(), subscription.path("customer").asText());
        ObjectNode invoice = invoices.draft(call, customer, subscription, "subscription_cycle", false);
        subscription.put("latest_invoice", invoice.path("id").asText());
        call.books().subscriptions().put(call.id(), subscription);
        call.events().updated("customer.subscription.updated", before, subscription);
        invoices.announce(call, invoice);
        invoices.finalizeInvoice(call, invoice);
        if ("open".equals(Json.text(invoice, "status"))) {
            if ("fail".equals(Json.text(body, "payment"))) {
                invoices.fail(call, invoice);
            } else {
                invoices.settle(call, invoice, false);
            }
        }
        return StripeInvoices.find(call.books(), invoice.path("id").asText());
    }
}
