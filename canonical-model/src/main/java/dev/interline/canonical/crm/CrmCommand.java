package dev.interline.canonical.crm;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;
import java.util.Map;

/** What may be asked of a CRM. */
public sealed interface CrmCommand extends CanonicalCommand {

    /** Make the account's company look like this; the whole wanted state, so that a newer one replaces it. */
    record UpsertAccount(AccountId accountId, Map<AccountField, String> fields) implements CrmCommand {
        public UpsertAccount {
            fields = Map.copyOf(fields);
        }
    }

    /** Read a company again and tell its present state as an event. */
    record RefetchAccount(ExternalRef account) implements CrmCommand {}

    /** A command of a later version of this model. */
    record Unrecognised(String type, String json) implements CrmCommand {}
}
