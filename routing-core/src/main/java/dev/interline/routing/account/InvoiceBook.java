package dev.interline.routing.account;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingEvent.InvoicePaid;
import dev.interline.canonical.billing.BillingEvent.InvoicePaymentFailed;
import dev.interline.canonical.billing.Invoice;
import dev.interline.routing.identity.CrossReferences;
import dev.interline.routing.translate.TicketCause;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;

/** Knows which invoices failed and which are paid: a paid one stays paid, whatever late news says. */
@ApplicationScoped
@Named("invoiceBook")
public class InvoiceBook {

    private final CrossReferences references;
    private final UnknownCustomers unknownCustomers;

    InvoiceBook(CrossReferences references, UnknownCustomers unknownCustomers) {
        this.references = references;
        this.unknownCustomers = unknownCustomers;
    }

    /** Notes a failed attempt; answers the cause for a ticket the first time, unless the invoice is paid already. */
    public List<TicketCause> failed(Exchange exchange, @Body InvoicePaymentFailed event) {
        Delivery delivery = Delivery.of(exchange);
        Invoice invoice = event.invoice();
        AccountId account = account(exchange, invoice);
        boolean first = delivery.transaction()
                        .createUpdate("""
                                insert into invoice (tenant_id, invoice_id, account_id, state)
                                values (:tenant, :id, :account, 'FAILED')
                                on conflict do nothing""")
                        .bind("tenant", delivery.envelope().tenantId().value())
                        .bind("id", invoice.ref().id())
                        .bind("account", account.value())
                        .execute()
                == 1;
        return first ? List.of(new TicketCause(account, invoice)) : List.of();
    }

    /** Notes the payment; answers the cause that is gone, if a ticket was wanted for it. */
    public List<TicketCause> paid(Exchange exchange, @Body InvoicePaid event) {
        Delivery delivery = Delivery.of(exchange);
        Handle handle = delivery.transaction();
        TenantId tenant = delivery.envelope().tenantId();
        Invoice invoice = event.invoice();
        AccountId account = account(exchange, invoice);
        boolean hadFailed = handle.createUpdate("""
                                update invoice set state = 'PAID'
                                where tenant_id = :tenant and invoice_id = :id and state = 'FAILED'""")
                        .bind("tenant", tenant.value())
                        .bind("id", invoice.ref().id())
                        .execute()
                == 1;
        if (hadFailed) {
            return List.of(new TicketCause(account, invoice));
        }
        handle.createUpdate("""
                        insert into invoice (tenant_id, invoice_id, account_id, state)
                        values (:tenant, :id, :account, 'PAID') on conflict do nothing""")
                .bind("tenant", tenant.value())
                .bind("id", invoice.ref().id())
                .bind("account", account.value())
                .execute();
        return List.of();
    }

    private AccountId account(Exchange exchange, Invoice invoice) {
        Delivery delivery = Delivery.of(exchange);
        AccountId account = references.findOrCreate(
                delivery.transaction(), delivery.envelope().tenantId(), invoice.account());
        unknownCustomers.flag(exchange, account, invoice.account());
        return account;
    }
}
