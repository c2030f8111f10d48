package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.PersonalSeal;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.BillingCommand.OpenAccount;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.runtime.route.Delivery;
import dev.interline.sdk.PersonalValues;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.testkit.command.CommandRoutes;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** The adapter routes of billing commands and their beans, on a Stripe that keeps count of its own of what took effect. */
final class BillingRoutesUnderTest implements AutoCloseable {

    private static final PersonalSeal SEAL =
            new PersonalSeal(List.of(Base64.getEncoder().encodeToString(new byte[32])));

    private final DefaultCamelContext camel;
    private final SandboxedStripe stripe;

    /** On a Stripe whose search knows nothing of what a test makes: a command that relied on it would do things twice. */
    BillingRoutesUnderTest() {
        this(Duration.ofMinutes(10));
    }

    /** @param searchLag how long Stripe's search knows nothing of what a test makes */
    BillingRoutesUnderTest(Duration searchLag) {
        stripe = new SandboxedStripe(searchLag);
        camel = CommandRoutes.start(
                "billing-commands",
                Map.of(
                        "stripeReads", new StripeReads(Clock.systemUTC(), Mappings.packaged(BillingConnector.MAPPINGS)),
                        "stripeSubscriptionCommands", new StripeSubscriptionCommands(),
                        "stripeKeys", new StripeKeys(),
                        "stripeAccountOpening",
                                new StripeAccountOpening(new PersonalValues(SEAL, BusinessSystem.BILLING)),
                        "stripeSubscriptionStart", new StripeSubscriptionStart(),
                        "stripeInvoiceCommands", new StripeInvoiceCommands(),
                        "stripeAccountCommands", new StripeAccountCommands(),
                        "stripeCustomerNames", new StripeCustomerNames(),
                        "stripeInvoiceIssuing", new StripeInvoiceIssuing(),
                        "stripeRefundCommands", new StripeRefundCommands()),
                stripe);
    }

    /** The command as the system API stores it, its address sealed anew each time. */
    static OpenAccount openAccount(String name, Map<String, String> labels, @Nullable String email, String key) {
        return new OpenAccount(name, labels, email == null ? null : SEAL.seal(new TenantId("acme"), key, email), key);
    }

    /** What the routes call. */
    SandboxedStripe stripe() {
        return stripe;
    }

    /** One message in those routes. */
    Exchange exchange() {
        return new DefaultExchange(camel);
    }

    /** Carries a command out as the dispatcher would. */
    CommandOutcome carryOut(BillingCommand command) {
        String type = MessageType.of(command).name();
        CanonicalSchemas.check(type, CanonicalJson.write(command));
        return camel.createProducerTemplate()
                .requestBodyAndHeaders(
                        "direct:billing-commands",
                        command,
                        Map.of(Delivery.TYPE, type, Delivery.TENANT, "acme"),
                        CommandOutcome.class);
    }

    /** The same wish once more, as another command. */
    CommandOutcome repeatAsAnotherCommand(BillingCommand command) {
        stripe.anotherCommand();
        return carryOut(command);
    }

    JsonNode customer(ExternalRef customer) {
        return stripe.byHand("customers/" + customer.id(), "");
    }

    JsonNode subscription(ExternalRef subscription) {
        return stripe.byHand("subscriptions/" + subscription.id(), "");
    }

    JsonNode invoice(ExternalRef invoice) {
        return stripe.byHand("invoices/" + invoice.id(), "");
    }

    /** A new customer. */
    ExternalRef newCustomer() {
        return ref(stripe.byHand("customers", "name=Acme").path("id").asText());
    }

    /** A new price of so many cents a month. */
    ExternalRef newPrice(long amount) {
        String product = stripe.byHand("products", "name=Plan").path("id").asText();
        return ref(stripe.byHand(
                        "prices",
                        "product=" + product + "&currency=eur&unit_amount=" + amount + "&recurring[interval]=month")
                .path("id")
                .asText());
    }

    /** A new subscription of a new customer, paid by that means. */
    ExternalRef newSubscription(String paymentMethod, int quantity) {
        return ref(stripe.byHand(
                        "subscriptions",
                        "customer=" + newCustomer().id() + "&default_payment_method=" + paymentMethod
                                + "&items[0][price]=" + newPrice(4900).id() + "&items[0][quantity]=" + quantity)
                .path("id")
                .asText());
    }

    ExternalRef newPaidInvoice() {
        return latestInvoice(newSubscription("pm_card_visa", 1));
    }

    ExternalRef newOpenInvoice() {
        return latestInvoice(newSubscription("pm_card_chargeDeclined", 1));
    }

    private ExternalRef latestInvoice(ExternalRef subscription) {
        return ref(subscription(subscription).path("latest_invoice").asText());
    }

    static ExternalRef ref(String id) {
        return new ExternalRef(BusinessSystem.BILLING, id);
    }

    @Override
    public void close() {
        camel.stop();
        stripe.close();
    }
}
