package dev.interline.routing.account;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.ExternalRef;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.Exchange;

/** Notices accounts that somebody bought something for before anybody told us who they are. */
@ApplicationScoped
public class UnknownCustomers {

    /** Set to the billing system's id of a customer whose record must be read. */
    static final String HEADER = "UnknownCustomer";

    /** Flags the account's customer for reading, the first time we hear of it without knowing anything about it. */
    void flag(Exchange exchange, AccountId account, ExternalRef customer) {
        Delivery delivery = Delivery.of(exchange);
        boolean known = delivery.transaction()
                .createQuery("""
                        select exists (select 1 from account_field where tenant_id = :tenant and account_id = :account)
                            or exists (select 1 from subscription where tenant_id = :tenant and account_id = :account)
                            or exists (select 1 from invoice where tenant_id = :tenant and account_id = :account)""")
                .bind("tenant", delivery.envelope().tenantId().value())
                .bind("account", account.value())
                .mapTo(Boolean.class)
                .one();
        if (!known) {
            exchange.getMessage().setHeader(HEADER, customer.id());
        }
    }
}
