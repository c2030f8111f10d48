package dev.interline.routing.translate;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.billing.Invoice;

/** Why a ticket is wanted, or not wanted any more: an invoice that could not be collected. */
public record TicketCause(AccountId account, Invoice invoice) {

    /** The ticket's key: one ticket per invoice, for ever. */
    public String key() {
        return "interline:invoice:" + invoice.ref().id();
    }
}
