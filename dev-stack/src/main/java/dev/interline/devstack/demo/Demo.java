package dev.interline.devstack.demo;

import dev.interline.devstack.demo.HubSpotWorld.Company;
import dev.interline.devstack.demo.StripeWorld.Subscription;
import dev.interline.devstack.demo.ZendeskWorld.Organization;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A week in the life of one customer, in a few seconds: buys, cannot pay, pays, is moved by a salesperson, has trouble.
 * Each step is one act in one system and its consequence in another.
 */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final PrintStream out;
    private final DemoAccounts accounts;
    private final StripeWorld stripe;
    private final HubSpotWorld hubspot;
    private final ZendeskWorld zendesk;
    private final String company = "Northwind " + fourLetters();

    /**
     * @param accounts the tenant whose world is played
     * @param out where each step is printed when it has happened
     */
    public Demo(DemoAccounts accounts, PrintStream out) {
        var http = new SandboxHttp();
        this.out = out;
        this.accounts = accounts;
        this.stripe = new StripeWorld(http, accounts);
        this.hubspot = new HubSpotWorld(http, accounts);
        this.zendesk = new ZendeskWorld(http, accounts);
    }

    /** @return whether every consequence was seen */
    public boolean run() throws InterruptedException {
        out.printf("%nThe demo: %s becomes a customer of the tenant '%s'.%n", company, accounts.tenant());
        try {
            play();
            return true;
        } catch (DemoStepFailed failure) {
            out.println("  FAILED: " + failure.getMessage());
            out.println("  Look at ./interline status, ./interline logs routing-core, and the deliveries at "
                    + accounts.sandbox() + "/_sandbox/webhooks.");
            return false;
        }
    }

    private void play() throws InterruptedException {
        String email = "office@" + company.toLowerCase(Locale.ROOT).replace(' ', '-') + ".example";
        long began = System.nanoTime();
        Subscription subscription = stripe.subscribe(company, email);
        Company inCrm = await(
                began,
                "Its subscription goes live in Stripe",
                "its HubSpot company is 'active'",
                () -> companyWith("interline_billing_status", "active"));
        Organization inSupport = await(
                began,
                "Its subscription goes live in Stripe",
                "Zendesk knows the organization",
                () -> zendesk.organization(company));
        payAtTheSecondAttempt(subscription, inSupport);
        moveByASalesperson(inCrm);
        escalate(inSupport);
    }

    private void payAtTheSecondAttempt(Subscription subscription, Organization organization)
            throws InterruptedException {
        String invoice = stripe.nextInvoice(subscription);
        long failed = System.nanoTime();
        stripe.failPayment(invoice);
        await(
                failed,
                "Its next payment fails in Stripe",
                "a ticket is open in Zendesk",
                () -> seen(zendesk.ticketStates(organization).stream().anyMatch(Demo::isUnsolved)));
        await(
                failed,
                "Its next payment fails in Stripe",
                "its HubSpot company is 'past_due'",
                () -> companyWith("interline_billing_status", "past_due"));
        long paid = System.nanoTime();
        stripe.pay(invoice);
        await(
                paid,
                "It pays",
                "the ticket is solved",
                () -> seen(zendesk.ticketStates(organization).stream().noneMatch(Demo::isUnsolved)));
        await(
                paid,
                "It pays",
                "its HubSpot company is 'active' again",
                () -> companyWith("interline_billing_status", "active"));
    }

    private void moveByASalesperson(Company inCrm) throws InterruptedException {
        long began = System.nanoTime();
        hubspot.edit(inCrm, Map.of("lifecyclestage", "evangelist"));
        await(
                began,
                "A salesperson sets its lifecycle stage in HubSpot",
                "the Zendesk organization says 'evangelist'",
                () -> zendesk.organization(company).filter(organization -> organization
                        .fields()
                        .path("lifecycle_stage")
                        .asText()
                        .equals("evangelist")));
    }

    private void escalate(Organization organization) throws InterruptedException {
        long raised = System.nanoTime();
        long ticket = zendesk.raiseTicket(organization, "Log-in is down");
        await(
                raised,
                "It raises a ticket in Zendesk",
                "its HubSpot company counts 1 open ticket",
                () -> companyWith("interline_open_ticket_count", "1"));
        long escalated = System.nanoTime();
        zendesk.setPriority(ticket, "urgent");
        await(
                escalated,
                "An agent makes the ticket urgent",
                "its HubSpot company shows the escalation",
                () -> hubspot.company(company)
                        .filter(seen -> !seen.value("interline_last_escalation").isEmpty()));
    }

    private Optional<Company> companyWith(String property, String value) {
        return hubspot.company(company).filter(seen -> seen.value(property).equals(value));
    }

    private static Optional<Boolean> seen(boolean condition) {
        return condition ? Optional.of(true) : Optional.empty();
    }

    private static boolean isUnsolved(String status) {
        return !status.equals("solved") && !status.equals("closed");
    }

    private <T> T await(long began, String act, String consequence, Supplier<Optional<T>> look)
            throws InterruptedException {
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                out.printf("  %s → %s after %d ms%n", act, consequence, millis);
                out.flush();
                return found.get();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        throw new DemoStepFailed(
                act + ", but within " + PATIENCE.toSeconds() + " s it was not so that " + consequence + ".");
    }

    private static String fourLetters() {
        return ThreadLocalRandom.current()
                .ints(4, 'A', 'Z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
