package dev.interline.routing.account;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.customer.Merge;
import dev.interline.routing.identity.CrossReferences;
import dev.interline.runtime.route.Delivery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Puts the record that is left of a merge in the place of those that are no more. */
final class AccountMerges {

    private static final String RULE = "the record that is left of a merge stands for the account";

    private final CrossReferences references;
    private final Decisions decisions;
    private final LastCommands lastCommands;

    AccountMerges(CrossReferences references, Decisions decisions, LastCommands lastCommands) {
        this.references = references;
        this.decisions = decisions;
        this.lastCommands = lastCommands;
    }

    /**
     * Re-points the cross reference; told twice, it finds nothing more to do.
     *
     * @return the account that the record stands for now, so that it is told everything anew; none if that was so before
     */
    List<AccountId> apply(Delivery delivery, Merge merge) {
        Handle handle = delivery.transaction();
        TenantId tenant = delivery.envelope().tenantId();
        hold(handle, tenant, merge);
        Optional<AccountId> holder = references.find(handle, tenant, merge.survivor());
        List<AccountId> changed = new ArrayList<>();
        for (ExternalRef gone : merge.merged()) {
            references.markMerged(handle, tenant, gone, merge.survivor());
            AccountId account = references.find(handle, tenant, gone).orElse(null);
            if (account == null) {
                continue;
            }
            references.unlink(handle, tenant, gone);
            lastCommands.forget(delivery, account, gone.system());
            if (holder.isEmpty()) {
                references.link(handle, tenant, account, merge.survivor());
                decisions.record(delivery, account.value(), "re-pointed " + gone + " to " + merge.survivor(), RULE);
                holder = Optional.of(account);
                changed.add(account);
            } else {
                decisions.record(
                        delivery,
                        account.value(),
                        "left to a person: " + gone + " was merged into " + merge.survivor()
                                + ", which is another account",
                        "one record of a system is one account");
            }
        }
        return List.copyOf(changed);
    }

    /** Records and accounts are held in one order, so that two merges never wait for each other. */
    private void hold(Handle handle, TenantId tenant, Merge merge) {
        TreeSet<ExternalRef> records = new TreeSet<>(Comparator.comparing(ExternalRef::toString));
        records.addAll(merge.merged());
        records.add(merge.survivor());
        records.forEach(record -> references.lockRecord(handle, tenant, record));
        records.stream()
                .flatMap(record -> references.find(handle, tenant, record).stream())
                .sorted(Comparator.comparing(AccountId::value))
                .forEach(account -> references.lock(handle, tenant, account));
    }
}
