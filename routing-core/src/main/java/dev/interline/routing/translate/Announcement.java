package dev.interline.routing.translate;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a system should know of an account.
 *
 * @param fields the facts it should hold
 * @param withheld the facts about which it is told nothing, not even that they are gone
 */
public record Announcement(
        BusinessSystem system, AccountId account, Map<AccountField, String> fields, Set<AccountField> withheld) {

    public Announcement {
        fields = Map.copyOf(fields);
        withheld = Set.copyOf(withheld);
    }

    /** One that withholds nothing. */
    public Announcement(BusinessSystem system, AccountId account, Map<AccountField, String> fields) {
        this(system, account, fields, Set.of());
    }

    /** The same with other facts. */
    public Announcement withFields(Map<AccountField, String> other) {
        return new Announcement(system, account, other, withheld);
    }

    /** The same without these facts. */
    public Announcement without(Set<AccountField> held) {
        Map<AccountField, String> others = new HashMap<>(fields);
        others.keySet().removeAll(held);
        return new Announcement(system, account, others, held);
    }
}
