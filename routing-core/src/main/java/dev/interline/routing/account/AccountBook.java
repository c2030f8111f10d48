package dev.interline.routing.account;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.integration.IntegrationEvent.CommandCompleted;
import dev.interline.canonical.integration.IntegrationEvent.CommandFailed;
import dev.interline.routing.identity.CrossReferences;
import dev.interline.routing.identity.CrossReferences.Link;
import dev.interline.routing.ownership.OwnershipPolicy;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.sql.Timestamp;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;

/** Keeps the facts about accounts: each from its owner only, each at its newest version. */
@ApplicationScoped
@Named("accountBook")
public class AccountBook {

    /** The commands whose record is the account itself; people are upserted too, and are no accounts. */
    private static final Set<String> ACCOUNT_UPSERTS =
            Set.of("crm.upsert-account.v1", "support.upsert-organization.v1");

    private final CrossReferences references;
    private final OwnershipPolicy ownership;
    private final Decisions decisions;
    private final LastCommands lastCommands;
    private final SharedFacts shared;
    private final AccountMerges merges;

    AccountBook(
            CrossReferences references,
            OwnershipPolicy ownership,
            Decisions decisions,
            LastCommands lastCommands,
            SharedFacts shared) {
        this.references = references;
        this.ownership = ownership;
        this.decisions = decisions;
        this.lastCommands = lastCommands;
        this.shared = shared;
        this.merges = new AccountMerges(references, decisions, lastCommands);
    }

    /**
     * Notes what a system says about a company.
     *
     * @return the accounts about which something is different now
     */
    public List<AccountId> apply(Exchange exchange, @Body CustomerEvent event) {
        Delivery delivery = Delivery.of(exchange);
        return switch (event) {
            case CustomerEvent.AccountCreated created -> update(delivery, created.account());
            case CustomerEvent.AccountUpdated updated -> update(delivery, updated.account());
            case CustomerEvent.AccountDeleted deleted -> remove(delivery, deleted.account());
            case CustomerEvent.AccountMerged merged -> merges.apply(delivery, merged.merge());
            // People and what they may buy are no facts of an account: whoever asks for them reads them elsewhere.
            case CustomerEvent.ContactCreated contact -> List.of();
            case CustomerEvent.ContactUpdated contact -> List.of();
            case CustomerEvent.ContactDeleted contact -> List.of();
            case CustomerEvent.ContactMerged contact -> List.of();
            case CustomerEvent.ContactForgotten contact -> List.of();
            case CustomerEvent.OpportunityCreated opportunity -> List.of();
            case CustomerEvent.OpportunityUpdated opportunity -> List.of();
            case CustomerEvent.OpportunityDeleted opportunity -> List.of();
            case CustomerEvent.OpportunityMerged opportunity -> List.of();
            case CustomerEvent.Unrecognised unrecognised -> List.of();
        };
    }

    /**
     * Learns from a command's result what the other system calls the account.
     *
     * @return the account, if what waited for that name changes what is known of it
     */
    public List<AccountId> learn(Exchange exchange, @Body CommandCompleted result) {
        ExternalRef ref = result.ref();
        if (ref == null || !ACCOUNT_UPSERTS.contains(result.commandType())) {
            return List.of();
        }
        Delivery delivery = Delivery.of(exchange);
        TenantId tenant = delivery.envelope().tenantId();
        AccountId account = new AccountId(result.subject());
        if (references
                .find(delivery.transaction(), tenant, ref)
                .filter(account::equals)
                .isPresent()) {
            return List.of();
        }
        references.lockRecord(delivery.transaction(), tenant, ref);
        references.lock(delivery.transaction(), tenant, account);
        return switch (references.link(delivery.transaction(), tenant, account, ref)) {
            case NEW -> List.of(account);
            case KNOWN -> List.of();
            case AMBIGUOUS -> {
                decisions.record(
                        delivery,
                        account.value(),
                        "left to a person: " + ref + " already belongs to another account",
                        "one record of a system is one account");
                yield List.of();
            }
        };
    }

    /**
     * Forgets what a system was told when it was not told after all, so that the next announcement is a complete one: that
     * is how a lane that passed over a command comes right again.
     */
    public void notTold(Exchange exchange, @Body CommandFailed result) {
        if (ACCOUNT_UPSERTS.contains(result.commandType())) {
            Delivery delivery = Delivery.of(exchange);
            AccountId account = new AccountId(result.subject());
            references.lock(delivery.transaction(), delivery.envelope().tenantId(), account);
            lastCommands.forget(delivery, account, result.system());
        }
    }

    private List<AccountId> update(Delivery delivery, Account account) {
        Optional<AccountId> known = resolve(delivery, account);
        if (known.isEmpty()) {
            decisions.record(
                    delivery,
                    account.ref().toString(),
                    "not linked to any account",
                    "records are matched by external id only");
            return List.of();
        }
        AccountId id = known.get();
        BusinessSystem says = account.ref().system();
        boolean changed = false;
        Map<AccountField, String> owned = new EnumMap<>(AccountField.class);
        for (Map.Entry<AccountField, String> fact : account.fields().entrySet()) {
            if (shared.maySay(fact.getKey(), says)) {
                changed |= shared.say(delivery, id, account, fact.getKey(), fact.getValue());
            } else if (ownership.ownerOf(fact.getKey()) == says) {
                owned.put(fact.getKey(), fact.getValue());
            } else {
                rejectIfDifferent(delivery, id, says, fact.getKey(), fact.getValue());
            }
        }
        changed |= store(delivery, id, owned, account.version());
        return changed || !lastCommands.isKnown(delivery, id) ? List.of(id) : List.of();
    }

    private Optional<AccountId> resolve(Delivery delivery, Account account) {
        Handle handle = delivery.transaction();
        TenantId tenant = delivery.envelope().tenantId();
        if (account.ref().system() == BusinessSystem.BILLING) {
            return Optional.of(references.findOrCreate(handle, tenant, account.ref()));
        }
        references.lockRecord(handle, tenant, account.ref());
        Optional<AccountId> known = references.findAndLock(handle, tenant, account.ref());
        AccountId named = account.accountId();
        if (known.isPresent() || named == null || !references.exists(handle, tenant, named)) {
            return known;
        }
        references.lock(handle, tenant, named);
        if (references.link(handle, tenant, named, account.ref()) == Link.AMBIGUOUS) {
            decisions.record(
                    delivery,
                    named.value(),
                    "left to a person: " + account.ref() + " already belongs to another account",
                    "one record of a system is one account");
        }
        return Optional.of(named);
    }

    /** Whether one of the facts is different now: what is known at a newer version stays. */
    static boolean store(Delivery delivery, AccountId account, Map<AccountField, String> facts, SourceVersion version) {
        if (facts.isEmpty()) {
            return false;
        }
        return delivery.transaction()
                        .createUpdate("""
                                insert into account_field as f
                                       (tenant_id, account_id, field, value, version_at, version_rank, version_tie)
                                select :tenant, :account, said.field, said.value, cast(:at as timestamptz), :rank, :tie
                                from unnest(:fields, :values) as said(field, value)
                                on conflict (tenant_id, account_id, field) do update
                                set value = excluded.value, version_at = excluded.version_at,
                                    version_rank = excluded.version_rank, version_tie = excluded.version_tie
                                where (f.version_at, f.version_rank, f.version_tie)
                                    < (excluded.version_at, excluded.version_rank, excluded.version_tie)""")
                        .bind("tenant", delivery.envelope().tenantId().value())
                        .bind("account", account.value())
                        .bindArray(
                                "fields",
                                String.class,
                                facts.keySet().stream().map(AccountField::token).toList())
                        .bindArray("values", String.class, List.copyOf(facts.values()))
                        .bind("at", Timestamp.from(version.at()))
                        .bind("rank", version.rank())
                        .bind("tie", version.tieBreaker())
                        .execute()
                > 0;
    }

    /** What we told that system ourselves is our own echo, not an attempt to change something. */
    private void rejectIfDifferent(
            Delivery delivery, AccountId account, BusinessSystem says, AccountField field, String value) {
        Map<AccountField, String> told = lastCommands.of(delivery, account, says);
        if (value.isEmpty() || value.equals(told.get(field))) {
            return;
        }
        decisions.record(delivery, account.value(), "rejected " + says.token() + "'s value", ownership.ruleOf(field));
    }

    private List<AccountId> remove(Delivery delivery, Account account) {
        Handle handle = delivery.transaction();
        TenantId tenant = delivery.envelope().tenantId();
        if (account.ref().system() != BusinessSystem.BILLING) {
            references.findAndLock(handle, tenant, account.ref()).ifPresent(id -> {
                references.unlink(handle, tenant, account.ref());
                lastCommands.forget(delivery, id, account.ref().system());
                decisions.record(
                        delivery,
                        id.value(),
                        "forgot " + account.ref() + ", made again at the next change",
                        "accounts are owned by billing");
            });
            return List.of();
        }
        AccountId id = references.findOrCreate(handle, tenant, account.ref());
        Map<AccountField, String> owned = new EnumMap<>(AccountField.class);
        account.fields().forEach((field, value) -> {
            if (ownership.ownerOf(field) == BusinessSystem.BILLING) {
                owned.put(field, value);
            }
        });
        store(delivery, id, owned, account.version());
        handle.createUpdate("""
                        update account set closed_at = coalesce(closed_at, :at)
                        where tenant_id = :tenant and account_id = :account""")
                .bind("at", Timestamp.from(account.version().at()))
                .bind("tenant", tenant.value())
                .bind("account", id.value())
                .execute();
        return List.of(id);
    }
}
