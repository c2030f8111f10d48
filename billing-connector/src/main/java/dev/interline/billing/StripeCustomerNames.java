package dev.interline.billing;

import dev.interline.canonical.billing.BillingCommand.RenameAccount;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * The names of customers, which others may change too. Stripe takes at most 256 characters
 * (<a href="https://docs.stripe.com/api/customers/update">update a customer</a>); our mapping reads 255.
 */
@ApplicationScoped
@Named("stripeCustomerNames")
public class StripeCustomerNames {

    /** Whether the name is different. */
    static final String TO_RENAME = "NameToWrite";

    /** What Stripe calls it. */
    static final String NAME = "name";

    private static final String COMMAND = "RenameAccount";
    private static final int MAX_NAME = 255;

    /** Asks for the customer. */
    public ProviderRequest read(Exchange exchange, @Body RenameAccount command) {
        exchange.setProperty(COMMAND, command);
        return ProviderRequest.get(path(command), Map.of());
    }

    /**
     * Notes whether the name is to be written.
     *
     * @throws dev.interline.durable.failure.FailureException if the customer was deleted: it takes no name
     */
    public void compare(Exchange exchange, @Body ProviderAnswer answer) {
        if (answer.body().path("deleted").asBoolean(false)) {
            throw StripeFailures.refused("the customer was deleted");
        }
        boolean different = !answer.body().path(NAME).asText("").equals(name(command(exchange)));
        exchange.getMessage().setHeader(TO_RENAME, different);
    }

    /** The name, the same in every attempt. */
    public ProviderRequest renameRequest(Exchange exchange) {
        RenameAccount command = command(exchange);
        return new StripeForm().with(NAME, name(command)).post(path(command));
    }

    /** The customer it was about, and its name if it was written. */
    public CommandOutcome renamed(Exchange exchange) {
        RenameAccount command = command(exchange);
        boolean written = exchange.getMessage().getHeader(TO_RENAME, false, Boolean.class);
        return new CommandOutcome(command.account(), List.of(), written ? Map.of(NAME, name(command)) : Map.of());
    }

    private static String name(RenameAccount command) {
        return CanonicalText.clean(command.name(), MAX_NAME);
    }

    private static RenameAccount command(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(COMMAND, RenameAccount.class), COMMAND);
    }

    private static String path(RenameAccount command) {
        return "/v1/customers/" + ProviderRequest.segment(command.account().id());
    }
}
