package dev.interline.devstack.torture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One customer of a tenant and its life at Stripe, made up step by step from the seed; knows what all systems must say of
 * it in the end. Every plan and every domain carries the number of the step that set it, so that the ledger tells which
 * state was applied when. Not safe for use by several threads at once.
 */
final class Company {
    private static final long SECONDS_BETWEEN_STEPS = 2;
    private static final long AN_HOUR_AGO = 3_600 * 8;

    private final String tenant;
    private final String key;
    private final Random random;
    private final long began;
    private int step;
    private int invoices;
    private String openInvoice = "";
    private String plan = "";
    private String status = "";
    private String domain = "";
    private final Map<String, Boolean> solvedByTicket = new LinkedHashMap<>();
    private final Map<String, Boolean> paidByInvoice = new LinkedHashMap<>();

    /**
     * @param key unique over all tenants and runs; part of its name, its ids and its plans
     * @param nowSeconds the time the run begins; all its events are older
     */
    Company(String tenant, String key, long seed, long nowSeconds) {
        this.tenant = tenant;
        this.key = key;
        this.random = new Random(seed);
        this.began = nowSeconds - AN_HOUR_AGO;
    }

    String tenant() {
        return tenant;
    }

    String key() {
        return key;
    }

    String name() {
        return "Torture " + key;
    }

    String customer() {
        return "cus_" + key;
    }

    /** What comes next, in the order in which it is sent; two events in the wrong order now and then. */
    List<StripeEvent> next() {
        List<StripeEvent> events = new ArrayList<>();
        events.add(step());
        // A pair is swapped, so half as many swaps make the share of events out of order.
        if (random.nextDouble() < TorturePlan.REORDERED) {
            events.addFirst(step());
        }
        events.forEach(this::note);
        return events;
    }

    /** A new plan and nothing else. */
    StripeEvent changePlan() {
        StripeEvent event = subscription("customer.subscription.updated", status);
        note(event);
        return event;
    }

    /** A payment that fails, for an invoice of its own. */
    StripeEvent failPayment() {
        openInvoice = "in_" + key + "x" + ++invoices;
        StripeEvent event = invoice("invoice.payment_failed", openInvoice);
        note(event);
        return event;
    }

    /** The payment of the invoice that failed last. */
    StripeEvent pay() {
        StripeEvent event = invoice("invoice.paid", openInvoice);
        openInvoice = "";
        note(event);
        return event;
    }

    /** The external id of the ticket about the invoice that failed last. */
    String openTicket() {
        return "interline:invoice:" + openInvoice;
    }

    /** The same payment, when it is known that its ticket cannot be solved. */
    StripeEvent payInVain() {
        String ticket = openTicket();
        StripeEvent event = pay();
        solvedByTicket.replace(ticket, false);
        return event;
    }

    /** The end of its subscription. */
    StripeEvent end() {
        StripeEvent event = subscription("customer.subscription.deleted", "canceled");
        note(event);
        return event;
    }

    /** An event like its next one, of somebody who does not know the secret; it would show. */
    StripeEvent forged() {
        return StripeEvent.of(
                "evt_forged" + key + "x" + step,
                tenant,
                "customer.subscription.updated",
                began + 1_000_000,
                StripeEvent.subscription("sub_" + key, customer(), "active", "forged-" + key + "-999999"),
                "");
    }

    private StripeEvent step() {
        if (step == 0) {
            return customer("customer.created");
        }
        if (plan.isEmpty()) {
            return subscription("customer.subscription.created", random.nextBoolean() ? "active" : "trialing");
        }
        int choice = random.nextInt(100);
        if (choice < 45) {
            int state = random.nextInt(100);
            return subscription(
                    "customer.subscription.updated", state < 65 ? "active" : state < 85 ? "past_due" : "trialing");
        }
        if (choice < 60) {
            return customer("customer.updated");
        }
        if (openInvoice.isEmpty()) {
            openInvoice = "in_" + key + "x" + ++invoices;
            return invoice("invoice.payment_failed", openInvoice);
        }
        if (choice < 70) {
            return invoice("invoice.payment_failed", openInvoice);
        }
        String paid = openInvoice;
        openInvoice = "";
        return invoice("invoice.paid", paid);
    }

    private StripeEvent customer(String type) {
        domain = "v" + step + "." + key + ".example";
        return event(type, StripeEvent.customer(customer(), name(), Canary.mailbox(key) + "@" + domain), "");
    }

    private StripeEvent subscription(String type, String newStatus) {
        status = newStatus;
        plan = "plan-" + key + "-" + step;
        return event(type, StripeEvent.subscription("sub_" + key, customer(), newStatus, plan), "");
    }

    private StripeEvent invoice(String type, String invoice) {
        return event(type, StripeEvent.invoice(invoice, customer(), type.equals("invoice.paid")), invoice);
    }

    private StripeEvent event(String type, String object, String invoice) {
        int number = step++;
        return StripeEvent.of(
                "evt_" + key + "x" + number, tenant, type, began + number * SECONDS_BETWEEN_STEPS, object, invoice);
    }

    /** What follows for tickets depends on the order in which events are accepted: a paid invoice opens none. */
    private void note(StripeEvent event) {
        if (event.type().equals("invoice.payment_failed")) {
            if (paidByInvoice.putIfAbsent(event.invoice(), false) == null) {
                solvedByTicket.put("interline:invoice:" + event.invoice(), false);
            }
        } else if (event.type().equals("invoice.paid")) {
            paidByInvoice.put(event.invoice(), true);
            solvedByTicket.replace("interline:invoice:" + event.invoice(), true);
        }
    }

    /** What must be true in the end. */
    Expectation expectation() {
        String billing =
                switch (status) {
                    case "canceled" -> "cancelled";
                    default -> status;
                };
        return new Expectation(tenant, key, domain, plan, billing, solvedByTicket);
    }
}
