package dev.interline.routing.translate;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import java.util.Map;

/**
 * What a system should know of an account.
 *
 * @param fields the facts it should hold
 */
public record Announcement(BusinessSystem system, AccountId account, Map<AccountField, String> fields) {

    public Announcement {
        fields = Map.copyOf(fields);
    }

    /** The same with other facts. */
    public Announcement withFields(Map<AccountField, String> other) {
        return new Announcement(system, account, other);
    }
}
