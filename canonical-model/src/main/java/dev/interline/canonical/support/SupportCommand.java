package dev.interline.canonical.support;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;
import java.util.List;
import java.util.Map;

/** What may be asked of a support system. */
public sealed interface SupportCommand extends CanonicalCommand {

    /** Make the account's organization look like this; the whole wanted state, so that a newer one replaces it. */
    record UpsertOrganization(AccountId accountId, Map<AccountField, String> fields) implements SupportCommand {
        public UpsertOrganization {
            fields = Map.copyOf(fields);
        }
    }

    /**
     * Open a ticket for the account's organization unless there is one with this key already.
     *
     * @param key unique per business cause, for ever: one ticket per key
     */
    record OpenTicket(
            AccountId accountId, String key, String subject, String body, TicketPriority priority, List<String> tags)
            implements SupportCommand {
        public OpenTicket {
            tags = List.copyOf(tags);
        }
    }

    /** The cause of the ticket with this key is gone; solve it unless it is solved already. */
    record SolveTicket(AccountId accountId, String key) implements SupportCommand {}

    /**
     * Read a ticket again and tell its present state as an event.
     *
     * @param priorityChanged what is known of the reason: its priority changed
     */
    record RefetchTicket(ExternalRef ticket, boolean priorityChanged) implements SupportCommand {}

    /** A command of a later version of this model. */
    record Unrecognised(String type, String json) implements SupportCommand {}
}
