package dev.interline.billing;

import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * Invoices that we void, write off or pay. Each is read first; one that is where it is wanted is left alone
 * (<a href="https://docs.stripe.com/invoicing/overview#invoice-lifecycle">lifecycle</a>). What its state does not allow is
 * Stripe's to refuse.
 */
@ApplicationScoped
@Named("stripeInvoiceCommands")
public class StripeInvoiceCommands {

    /** What is left to do: {@code nothing}, {@code void}, {@code write-off} or {@code pay}. */
    static final String TO_DO = "InvoiceToDo";

    private static final String COMMAND = "InvoiceCommand";

    /** Asks for the invoice. */
    public ProviderRequest read(Exchange exchange, @Body BillingCommand command) {
        exchange.setProperty(COMMAND, command);
        return ProviderRequest.get(path(command), Map.of());
    }

    /** Notes what is left to do. */
    public void compare(Exchange exchange, @Body ProviderAnswer answer) {
        String status = answer.body().path("status").asText("");
        String toDo =
                switch (command(exchange)) {
                    case BillingCommand.VoidInvoice wish -> status.equals("void") ? "nothing" : "void";
                    case BillingCommand.WriteOffInvoice wish ->
                        status.equals("uncollectible") ? "nothing" : "write-off";
                    case BillingCommand.PayInvoice wish -> status.equals("paid") ? "nothing" : "pay";
                    case BillingCommand other -> throw notAboutInvoices(other);
                };
        exchange.getMessage().setHeader(TO_DO, toDo);
    }

    /** Declares it void. */
    public ProviderRequest voidRequest(Exchange exchange) {
        return new StripeForm().post(path(command(exchange)) + "/void");
    }

    /** Expects no payment any more. */
    public ProviderRequest writeOffRequest(Exchange exchange) {
        return new StripeForm().post(path(command(exchange)) + "/mark_uncollectible");
    }

    /** Collects it now, by the customer's usual means. */
    public ProviderRequest payRequest(Exchange exchange) {
        return new StripeForm().post(path(command(exchange)) + "/pay");
    }

    /** The invoice it was about. */
    public CommandOutcome outcome(Exchange exchange) {
        return CommandOutcome.done(invoice(command(exchange)));
    }

    private static BillingCommand command(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(COMMAND, BillingCommand.class), COMMAND);
    }

    private static String path(BillingCommand command) {
        return "/v1/invoices/" + ProviderRequest.segment(invoice(command).id());
    }

    private static ExternalRef invoice(BillingCommand command) {
        return switch (command) {
            case BillingCommand.VoidInvoice wish -> wish.invoice();
            case BillingCommand.WriteOffInvoice wish -> wish.invoice();
            case BillingCommand.PayInvoice wish -> wish.invoice();
            case BillingCommand other -> throw notAboutInvoices(other);
        };
    }

    private static IllegalStateException notAboutInvoices(BillingCommand command) {
        return new IllegalStateException("The route sends " + command.getClass().getSimpleName()
                + " to be done to an invoice; see billing-commands.camel.yaml");
    }
}
