package dev.interline.routing.translate;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.billing.Invoice;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.routing.account.LastCommands;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Makes the commands about tickets for failed payments. */
@ApplicationScoped
@Named("paymentTickets")
public class PaymentTickets {

    private final Messages messages;
    private final LastCommands lastCommands;

    public PaymentTickets(Messages messages, LastCommands lastCommands) {
        this.messages = messages;
        this.lastCommands = lastCommands;
    }

    /**
     * Asks for a ticket about the failed payment. A ticket belongs to an organization; if support has never heard of the
     * account, a bare one comes first: both wait in one lane, and the ticket would else wait for what is behind it.
     */
    public List<CanonicalMessage> open(Exchange exchange, @Body TicketCause cause) {
        List<CanonicalMessage> commands = new ArrayList<>();
        if (!lastCommands.knows(Delivery.of(exchange), cause.account(), BusinessSystem.SUPPORT)) {
            commands.add(messages.follow(
                    Delivery.of(exchange),
                    cause.account().value(),
                    cause.key(),
                    new SupportCommand.UpsertOrganization(cause.account(), Map.of())));
        }
        commands.add(ticket(exchange, cause));
        return commands;
    }

    private CanonicalMessage ticket(Exchange exchange, TicketCause cause) {
        Invoice invoice = cause.invoice();
        String number =
                Objects.requireNonNullElse(invoice.number(), invoice.ref().id());
        String next = invoice.nextAttemptAt() == null
                ? "No further attempt is planned."
                : "The next attempt is planned for " + invoice.nextAttemptAt() + ".";
        return messages.follow(
                Delivery.of(exchange),
                cause.account().value(),
                cause.key(),
                new SupportCommand.OpenTicket(
                        cause.account(),
                        cause.key(),
                        "Payment failed for invoice " + number,
                        "Invoice " + number + " over " + invoice.amountDue() + " could not be collected. Attempts: "
                                + invoice.attemptCount() + ". Remaining: " + invoice.amountRemaining() + ". " + next,
                        TicketPriority.NORMAL,
                        List.of("interline", "payment-failed")));
    }

    /** Asks to solve the ticket about a payment that has come in. */
    public CanonicalMessage solve(Exchange exchange, @Body TicketCause cause) {
        return messages.follow(
                Delivery.of(exchange),
                cause.account().value(),
                cause.key(),
                new SupportCommand.SolveTicket(cause.account(), cause.key()));
    }
}
