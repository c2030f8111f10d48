package dev.interline.billing;

import dev.interline.canonical.billing.BillingCommand.LabelAccount;
import dev.interline.canonical.billing.BillingCommand.ReportUsage;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Customers that we label, and their usage that we report. */
@ApplicationScoped
@Named("stripeAccountCommands")
public class StripeAccountCommands {

    /** Whether a label is missing or different. */
    static final String TO_LABEL = "LabelsToWrite";

    private static final String LABEL = "LabelAccount";
    private static final String USAGE = "ReportUsage";

    /** Asks for the customer. */
    public ProviderRequest read(Exchange exchange, @Body LabelAccount command) {
        exchange.setProperty(LABEL, command);
        return ProviderRequest.get(path(command), Map.of());
    }

    /**
     * Notes whether anything is left to write.
     *
     * @throws dev.interline.durable.failure.FailureException if the customer was deleted: it takes no labels
     */
    public void compare(Exchange exchange, @Body ProviderAnswer answer) {
        if (answer.body().path("deleted").asBoolean(false)) {
            throw StripeFailures.refused("the customer was deleted");
        }
        exchange.getMessage()
                .setHeader(
                        TO_LABEL,
                        !StripeRecords.labelled(answer.body(), label(exchange).labels()));
    }

    /** All the labels, whichever are missing, so that every attempt sends the same. */
    public ProviderRequest labelRequest(Exchange exchange) {
        LabelAccount command = label(exchange);
        return new StripeForm().withMetadata(command.labels()).post(path(command));
    }

    /** The customer it was about, and what was written if anything was. */
    public CommandOutcome labelled(Exchange exchange) {
        LabelAccount command = label(exchange);
        boolean written = exchange.getMessage().getHeader(TO_LABEL, false, Boolean.class);
        return new CommandOutcome(
                command.account(), List.of(), written ? StripeRecords.written(command.labels()) : Map.of());
    }

    /**
     * A meter event under the command's own key, which Stripe counts once within at least a day
     * (<a href="https://docs.stripe.com/api/billing/meter-event/create">meter event</a>).
     */
    public ProviderRequest usageRequest(Exchange exchange, @Body ReportUsage command) {
        exchange.setProperty(USAGE, command);
        return new StripeForm()
                .with("event_name", command.meter())
                .with("payload[stripe_customer_id]", command.account().id())
                .with("payload[value]", command.value().toPlainString())
                .with("identifier", command.key())
                .with("timestamp", Long.toString(command.at().getEpochSecond()))
                .post("/v1/billing/meter_events");
    }

    /** The customer whose usage it was; Stripe counts later and tells by an event what it could not. */
    public CommandOutcome reported(Exchange exchange) {
        return CommandOutcome.done(Objects.requireNonNull(exchange.getProperty(USAGE, ReportUsage.class), USAGE)
                .account());
    }

    private static LabelAccount label(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(LABEL, LabelAccount.class), LABEL);
    }

    private static String path(LabelAccount command) {
        return "/v1/customers/" + ProviderRequest.segment(command.account().id());
    }
}
