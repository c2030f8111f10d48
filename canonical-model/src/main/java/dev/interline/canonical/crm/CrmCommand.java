package dev.interline.canonical.crm;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.PersonalSeal;
import dev.interline.canonical.customer.ContactId;
import dev.interline.canonical.customer.OpportunityId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What may be asked of a CRM. */
public sealed interface CrmCommand extends CanonicalCommand {

    /** Make the account's company look like this; the whole wanted state, so that a newer one replaces it. */
    record UpsertAccount(AccountId accountId, Map<AccountField, String> fields) implements CrmCommand {
        public UpsertAccount {
            fields = Map.copyOf(fields);
        }
    }

    /**
     * Read a company again and tell its present state as an event.
     *
     * @param merged the companies that have become this one, if that is why; then it is told too
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record RefetchAccount(ExternalRef account, List<ExternalRef> merged) implements CrmCommand {
        public RefetchAccount {
            merged = merged == null ? List.of() : List.copyOf(merged);
        }

        public RefetchAccount(ExternalRef account) {
            this(account, List.of());
        }
    }

    /**
     * Read a person again and tell the present state as an event.
     *
     * @param created what is known of the reason: the CRM did not know the person before
     * @param merged the records that have become this one, if that is why; then it is told too
     */
    record RefetchContact(ExternalRef contact, boolean created, List<ExternalRef> merged) implements CrmCommand {
        public RefetchContact {
            merged = List.copyOf(merged);
        }
    }

    /**
     * Read a chance to sell again and tell its present state as an event.
     *
     * @param created what is known of the reason: it is new
     * @param merged the records that have become this one, if that is why; then it is told too
     */
    record RefetchOpportunity(ExternalRef opportunity, boolean created, List<ExternalRef> merged)
            implements CrmCommand {
        public RefetchOpportunity {
            merged = List.copyOf(merged);
        }
    }

    /**
     * Make the person's record look like this; a field that is absent stays as it is, an empty one is cleared.
     *
     * @param fields those that say who the person is are sealed, see {@link PersonalSeal}
     */
    record UpsertContact(ContactId contactId, Map<ContactField, String> fields) implements CrmCommand {

        /** @throws IllegalArgumentException if a personal value is not sealed */
        public UpsertContact {
            fields = Map.copyOf(fields);
            fields.forEach((field, value) -> {
                if (field.isPersonal() && !value.isEmpty() && !PersonalSeal.isSealed(value)) {
                    throw new IllegalArgumentException("The " + field.token() + " of a contact must be sealed");
                }
            });
        }
    }

    /** The person belongs to the account's company. */
    record AssociateContact(ContactId contactId, AccountId accountId) implements CrmCommand {}

    /**
     * Erase everything about a person, for ever.
     *
     * @param contact what the CRM calls the person
     */
    record ForgetContact(ExternalRef contact) implements CrmCommand {}

    /**
     * Bring the account's company to a stage of its life.
     *
     * @param mayGoBack whether an earlier stage than the present one is meant; otherwise the company stays where it is
     */
    record SetLifecycleStage(AccountId accountId, String stage, boolean mayGoBack) implements CrmCommand {}

    /**
     * Put a note on the account's company.
     *
     * @param text plain text about the company, never about a person
     * @param at the time it is filed under
     */
    record AddNote(AccountId accountId, String text, Instant at) implements CrmCommand {}

    /** Make the account's chance to sell look like this; a field that is absent stays as it is, an empty one is cleared. */
    record UpsertOpportunity(OpportunityId opportunityId, AccountId accountId, Map<OpportunityField, String> fields)
            implements CrmCommand {
        public UpsertOpportunity {
            fields = Map.copyOf(fields);
        }
    }

    /** A command of a later version of this model. */
    record Unrecognised(String type, String json) implements CrmCommand {}
}
