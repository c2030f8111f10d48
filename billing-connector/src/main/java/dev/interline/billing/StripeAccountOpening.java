package dev.interline.billing;

import dev.interline.canonical.billing.BillingCommand.OpenAccount;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * A new customer, once per key for ever. Stripe's <a href="https://docs.stripe.com/search">search</a> finds the key in the
 * metadata, though what was made within the last minute may be missing; until then, and for a day, the same Idempotency-Key
 * stands for every command with that key, whose answer is the customer that was made first.
 */
@ApplicationScoped
@Named("stripeAccountOpening")
public class StripeAccountOpening {

    /** Where the key stands in Stripe. */
    static final String KEY = "interline_account_key";

    private static final String COMMAND = "OpenAccount";

    /** Searches for the customer. */
    public ProviderRequest find(Exchange exchange, @Body OpenAccount command) {
        exchange.setProperty(COMMAND, command);
        StripeKeys.lookFor(exchange, new StripeKeys.Once(KEY, command.key(), "customers", () -> asked(command)));
        return ProviderRequest.get(
                "/v1/customers/search",
                Map.of("query", "metadata['" + KEY + "']:'" + command.key() + "'", "limit", StripeKeys.LIMIT));
    }

    /** The customer to be made, the same in every attempt. */
    public ProviderRequest request(Exchange exchange) {
        OpenAccount command = Objects.requireNonNull(exchange.getProperty(COMMAND, OpenAccount.class), COMMAND);
        return StripeKeys.marked(exchange, asked(command)).post("/v1/customers").once("open-account/" + command.key());
    }

    private static StripeForm asked(OpenAccount command) {
        return new StripeForm().with("name", command.name()).withMetadata(command.labels());
    }
}
