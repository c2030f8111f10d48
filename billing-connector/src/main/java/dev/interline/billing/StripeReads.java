package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Reads records of Stripe again and tells their present state as events. */
@ApplicationScoped
@Named("stripeReads")
public class StripeReads {

    /** Whether the subscription has more items than were read with it. */
    static final String ITEMS_MISSING = "SubscriptionItemsMissing";

    private static final String SUBSCRIPTION = "SubscriptionRead";
    private static final int MOST_ITEMS = 100;

    private final Clock clock;
    private final StripeCustomerTranslator customers;

    StripeReads(Clock clock, Mappings mappings) {
        this.clock = clock;
        this.customers = new StripeCustomerTranslator(mappings);
    }

    /** The request for a subscription. */
    public ProviderRequest subscriptionRequest(@Body BillingCommand.RefetchSubscription command) {
        return ProviderRequest.get(
                "/v1/subscriptions/"
                        + ProviderRequest.segment(command.subscription().id()),
                Map.of());
    }

    /** Notes whether items are missing in the answer. */
    public void noteItems(Exchange exchange, @Body ProviderAnswer answer) {
        exchange.setProperty(SUBSCRIPTION, answer);
        exchange.getMessage()
                .setHeader(ITEMS_MISSING, answer.isSuccess() && StripeSubscriptionTranslator.isPartial(answer.body()));
    }

    /** The request for all items of the subscription that was read; one has twenty at most. */
    public ProviderRequest itemsRequest(@Body ProviderAnswer subscription) {
        return ProviderRequest.get(
                "/v1/subscription_items",
                Map.of(
                        "subscription",
                        StripeFields.id(subscription.body()).orElse(""),
                        "limit",
                        Integer.toString(MOST_ITEMS)));
    }

    /** The subscription as it was read, with all its items. */
    public ProviderAnswer withItems(Exchange exchange, @Body ProviderAnswer items) {
        ProviderAnswer read = Objects.requireNonNull(exchange.getProperty(SUBSCRIPTION, ProviderAnswer.class));
        ObjectNode whole = read.body().deepCopy();
        whole.set("items", items.body());
        return new ProviderAnswer(read.status(), read.headers(), whole, true);
    }

    /** The request for a customer. */
    public ProviderRequest customerRequest(@Body BillingCommand.RefetchAccount command) {
        return ProviderRequest.get(
                "/v1/customers/" + ProviderRequest.segment(command.account().id()), Map.of());
    }

    /** What the subscription is now; nothing if Stripe does not know it. */
    public CommandOutcome subscriptionSeen(Exchange exchange, @Body ProviderAnswer answer) {
        if (!answer.isSuccess()) {
            return CommandOutcome.done(null);
        }
        return readable(() -> {
            Subscription subscription =
                    StripeSubscriptionTranslator.translate(answer.body(), version(exchange, answer));
            BillingEvent event = subscription.status() == SubscriptionStatus.ENDED
                    ? new BillingEvent.SubscriptionEnded(subscription)
                    : new BillingEvent.SubscriptionChanged(subscription);
            return seen(
                    exchange,
                    subscription.account().id(),
                    subscription.version().at(),
                    event);
        });
    }

    /** Who the customer is now; nothing if Stripe does not know it. */
    public CommandOutcome customerSeen(Exchange exchange, @Body ProviderAnswer answer) {
        if (!answer.isSuccess()) {
            return CommandOutcome.done(null);
        }
        JsonNode customer = answer.body();
        return readable(() -> {
            SourceVersion version = version(exchange, answer);
            var account = StripeCustomerTranslator.translate(customer, version);
            CustomerEvent event = customer.path("deleted").asBoolean(false)
                    ? new CustomerEvent.AccountDeleted(account)
                    : new CustomerEvent.AccountUpdated(account);
            CommandDelivery delivery = CommandDelivery.of(exchange);
            return CommandOutcome.seen(List.of(customers.withFacts(
                    customer,
                    CanonicalMessages.fromCommand(
                            delivery.connection(),
                            delivery.envelope(),
                            account.ref().id(),
                            version.at(),
                            event))));
        });
    }

    /** As of Stripe's own clock, as its events are; they tell whole seconds only. */
    private SourceVersion version(Exchange exchange, ProviderAnswer answer) {
        Instant at = answer.date().orElseGet(clock::instant);
        return new SourceVersion(
                at.truncatedTo(ChronoUnit.SECONDS),
                SourceVersion.OBSERVED,
                CommandDelivery.of(exchange).envelope().id());
    }

    private static CommandOutcome seen(Exchange exchange, String subject, Instant at, CanonicalPayload event) {
        CommandDelivery delivery = CommandDelivery.of(exchange);
        return CommandOutcome.seen(
                List.of(CanonicalMessages.fromCommand(delivery.connection(), delivery.envelope(), subject, at, event)));
    }

    private static CommandOutcome readable(Supplier<CommandOutcome> reading) {
        try {
            return reading.get();
        } catch (UnreadableStripeObject unreadable) {
            throw new FailureException(
                    Failure.of(
                            FailureKind.UNMAPPABLE,
                            StripeFailures.PREFIX + "-1101",
                            String.valueOf(unreadable.getMessage())),
                    unreadable);
        }
    }
}
