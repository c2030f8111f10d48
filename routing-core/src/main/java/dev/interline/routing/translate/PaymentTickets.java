package dev.interline.routing.translate;

import dev.interline.canonical.billing.Invoice;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Makes the commands about tickets for failed payments. */
@ApplicationScoped
@Named("paymentTickets")
public class PaymentTickets {

    private final Messages messages;

    public PaymentTickets(Messages messages) {
        this.messages = messages;
    }

    /** Asks for a ticket about the failed payment. */
    public CanonicalMessage open(Exchange exchange, @Body TicketCause cause) {
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
