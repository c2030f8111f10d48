package dev.interline.billing;

import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingCommand.OpenAccount;
import dev.interline.sdk.PersonalValues;
import dev.interline.sdk.command.CommandDelivery;
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
 * stands for every command with that key, whose answer is the customer that was made first. The address is opened for the
 * request, and to tell another wish from the same: sealed, no two are alike.
 */
@ApplicationScoped
@Named("stripeAccountOpening")
public class StripeAccountOpening {

    /** Where the key stands in Stripe. */
    static final String KEY = "interline_account_key";

    private static final String COMMAND = "OpenAccount";

    private final PersonalValues personal;

    StripeAccountOpening(PersonalValues personal) {
        this.personal = personal;
    }

    /** Searches for the customer. */
    public ProviderRequest find(Exchange exchange, @Body OpenAccount command) {
        exchange.setProperty(COMMAND, command);
        TenantId tenant = CommandDelivery.tenantOf(exchange);
        StripeKeys.lookFor(
                exchange, new StripeKeys.Once(KEY, command.key(), "customers", () -> asked(command, tenant)));
        return ProviderRequest.get(
                "/v1/customers/search",
                Map.of("query", "metadata['" + KEY + "']:'" + command.key() + "'", "limit", StripeKeys.LIMIT));
    }

    /**
     * The customer to be made, the same in every attempt.
     *
     * @throws dev.interline.durable.failure.FailureException if our keys do not open the address
     */
    public ProviderRequest request(Exchange exchange) {
        OpenAccount command = Objects.requireNonNull(exchange.getProperty(COMMAND, OpenAccount.class), COMMAND);
        return StripeKeys.marked(exchange, asked(command, CommandDelivery.tenantOf(exchange)))
                .post("/v1/customers")
                .once("open-account/" + command.key());
    }

    private StripeForm asked(OpenAccount command, TenantId tenant) {
        StripeForm form = new StripeForm().with("name", command.name()).withMetadata(command.labels());
        String email = command.email();
        return email == null ? form : form.with("email", personal.open(tenant, command.key(), "address", email));
    }
}
