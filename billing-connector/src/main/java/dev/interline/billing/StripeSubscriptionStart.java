package dev.interline.billing;

import dev.interline.canonical.billing.BillingCommand.StartSubscription;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * A new subscription, once per key for ever: the key stands in its metadata, and the customer's subscriptions, ended ones too,
 * are looked through before one is made (<a href="https://docs.stripe.com/api/subscriptions/create">subscription</a>). The list
 * knows what was made a moment ago; Stripe's search would not.
 */
@ApplicationScoped
@Named("stripeSubscriptionStart")
public class StripeSubscriptionStart {

    /** Where the key stands in Stripe. */
    static final String KEY = "interline_subscription_key";

    private static final String COMMAND = "StartSubscription";

    /** Asks for the subscriptions of the customer. */
    public ProviderRequest find(Exchange exchange, @Body StartSubscription command) {
        exchange.setProperty(COMMAND, command);
        StripeKeys.lookFor(exchange, new StripeKeys.Once(KEY, command.key(), "subscriptions", () -> asked(command)));
        return ProviderRequest.get(
                "/v1/subscriptions",
                Map.of("customer", command.account().id(), "status", "all", "limit", StripeKeys.LIMIT));
    }

    /** The subscription to be made, the same in every attempt. A first payment that fails leaves it incomplete, as Stripe says. */
    public ProviderRequest request(Exchange exchange) {
        return StripeKeys.marked(exchange, asked(command(exchange))).post("/v1/subscriptions");
    }

    private static StripeForm asked(StartSubscription command) {
        StripeForm form = new StripeForm().with("customer", command.account().id());
        for (int i = 0; i < command.items().size(); i++) {
            StartSubscription.Item item = command.items().get(i);
            form.with("items[" + i + "][price]", item.price().id());
            Long quantity = item.quantity();
            if (quantity != null) {
                form.with("items[" + i + "][quantity]", Long.toString(quantity));
            }
        }
        Integer trialDays = command.trialDays();
        if (trialDays != null) {
            form.with("trial_period_days", Integer.toString(trialDays));
        }
        return form;
    }

    private static StartSubscription command(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(COMMAND, StartSubscription.class), COMMAND);
    }
}
