package dev.interline.canonical.support;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.PersonalSeal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /**
     * Write in a ticket.
     *
     * @param key unique per business cause, for ever: one comment per key
     * @param visibleToCustomer whether the customer may read it
     */
    record CommentTicket(ExternalRef ticket, String key, String body, boolean visibleToCustomer)
            implements SupportCommand {}

    /** Tag a ticket; tags that are named in neither list stay. */
    record TagTicket(ExternalRef ticket, List<String> add, List<String> remove) implements SupportCommand {
        public TagTicket {
            add = List.copyOf(add);
            remove = List.copyOf(remove);
        }
    }

    /**
     * Tag many tickets at once; done when the support system has taken the work on, {@link FollowJob} tells how it ended.
     *
     * @param tickets at most {@value #MOST_TICKETS}
     */
    record TagTickets(List<ExternalRef> tickets, List<String> add, List<String> remove) implements SupportCommand {

        /** As many as support systems take at once. */
        public static final int MOST_TICKETS = 100;

        /** @throws IllegalArgumentException for no ticket or too many */
        public TagTickets {
            tickets = List.copyOf(tickets);
            add = List.copyOf(add);
            remove = List.copyOf(remove);
            if (tickets.isEmpty() || tickets.size() > MOST_TICKETS) {
                throw new IllegalArgumentException(
                        "1 to " + MOST_TICKETS + " tickets can be tagged at once, but these are " + tickets.size());
            }
        }
    }

    /** See how work on many records ended that the support system does on its own time. */
    record FollowJob(ExternalRef job) implements SupportCommand {}

    /**
     * Make a ticket look like this; what is absent stays as it is. Never undoes what somebody changed in the same moment: the
     * ticket is read again then.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UpdateTicket(
            ExternalRef ticket,
            @Nullable TicketStatus status,
            @Nullable TicketPriority priority,
            @Nullable ExternalRef agent,
            @Nullable ExternalRef group)
            implements SupportCommand {

        /** @throws IllegalArgumentException for a status nobody can give a ticket */
        public UpdateTicket {
            if (status == TicketStatus.DELETED || status == TicketStatus.UNKNOWN) {
                throw new IllegalArgumentException("A ticket cannot be made " + status.token());
            }
        }
    }

    /**
     * Open a ticket that follows a closed one, which itself cannot change any more, unless there is one with this key already.
     *
     * @param key unique per business cause, for ever: one ticket per key
     */
    record FollowUpTicket(
            ExternalRef closed, String key, String subject, String body, TicketPriority priority, List<String> tags)
            implements SupportCommand {
        public FollowUpTicket {
            tags = List.copyOf(tags);
        }
    }

    /**
     * Make somebody known to the support system, or known by this name and address.
     *
     * @param key our own id of them
     * @param name sealed, see {@link PersonalSeal}
     * @param email sealed; absent to leave their addresses alone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UpsertUser(String key, String name, @Nullable String email) implements SupportCommand {

        /** @throws IllegalArgumentException if the name or the address is not sealed */
        public UpsertUser {
            if (!PersonalSeal.isSealed(name) || email != null && !PersonalSeal.isSealed(email)) {
                throw new IllegalArgumentException("The name and the address of a user must be sealed");
            }
        }

        /** Its key; never who it is. */
        @Override
        public String toString() {
            return "UpsertUser[" + key + "]";
        }
    }

    /** Let somebody belong to the account's organization. */
    record JoinOrganization(AccountId accountId, String userKey) implements SupportCommand {}

    /** A command of a later version of this model. */
    record Unrecognised(String type, String json) implements SupportCommand {}
}
