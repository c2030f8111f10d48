package dev.interline.routing.identity;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.TenantId;
import dev.interline.durable.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Which record of a system is which account. Matched by external id only, never by e-mail or name; what cannot be
 * matched is left to a person.
 */
@ApplicationScoped
public class CrossReferences {

    private static final String ACCOUNT = "account";
    private static final String MERGED = "merged-account";

    /** How linking a record to an account went. */
    public enum Link {
        /** They were not linked before. */
        NEW,
        /** They were linked already, or the record has become part of one that has its place. */
        KNOWN,
        /** The record belongs to another account: a person has to say which is right. */
        AMBIGUOUS
    }

    /** The account that record is known as. */
    public Optional<AccountId> find(Handle handle, TenantId tenant, ExternalRef ref) {
        return handle.createQuery("""
                        select canonical_id from cross_reference
                        where tenant_id = :tenant and canonical_type = :type and system = :system
                          and external_id = :id""")
                .bind("tenant", tenant.value())
                .bind("type", ACCOUNT)
                .bind("system", ref.system().token())
                .bind("id", ref.id())
                .mapTo(String.class)
                .findOne()
                .map(AccountId::new);
    }

    /** What a system calls the account. */
    public Optional<ExternalRef> refOf(Handle handle, TenantId tenant, AccountId account, BusinessSystem system) {
        return handle.createQuery("""
                        select external_id from cross_reference
                        where tenant_id = :tenant and canonical_type = :type and canonical_id = :account
                          and system = :system""")
                .bind("tenant", tenant.value())
                .bind("type", ACCOUNT)
                .bind("account", account.value())
                .bind("system", system.token())
                .mapTo(String.class)
                .findOne()
                .map(id -> new ExternalRef(system, id));
    }

    /**
     * The account of a record of the system that owns accounts, made at first sight. The id follows from the record, so
     * that it is the same whichever of its events comes first.
     */
    public AccountId findOrCreate(Handle handle, TenantId tenant, ExternalRef ref) {
        return findAndLock(handle, tenant, ref).orElseGet(() -> create(handle, tenant, ref));
    }

    private AccountId create(Handle handle, TenantId tenant, ExternalRef ref) {
        AccountId account = new AccountId(
                Ids.derived("acc_", tenant.value(), ref.toString()).substring(0, 24));
        int made = handle.createUpdate("""
                        insert into account (tenant_id, account_id) values (:tenant, :account)
                        on conflict do nothing""")
                .bind("tenant", tenant.value())
                .bind("account", account.value())
                .execute();
        if (made == 0) {
            lock(handle, tenant, account);
        }
        link(handle, tenant, account, ref);
        return account;
    }

    /** The account that record is known as, held until the transaction ends as by {@link #lock}. */
    public Optional<AccountId> findAndLock(Handle handle, TenantId tenant, ExternalRef ref) {
        return handle.createQuery("""
                        select a.account_id from cross_reference x
                        join account a on a.tenant_id = x.tenant_id and a.account_id = x.canonical_id
                        where x.tenant_id = :tenant and x.canonical_type = :type and x.system = :system
                          and x.external_id = :id
                        for update of a""")
                .bind("tenant", tenant.value())
                .bind("type", ACCOUNT)
                .bind("system", ref.system().token())
                .bind("id", ref.id())
                .mapTo(String.class)
                .findOne()
                .map(AccountId::new);
    }

    /** Whether there is such an account. */
    public boolean exists(Handle handle, TenantId tenant, AccountId account) {
        return handle.createQuery(
                        "select exists (select 1 from account where tenant_id = :tenant and account_id = :account)")
                .bind("tenant", tenant.value())
                .bind("account", account.value())
                .mapTo(Boolean.class)
                .one();
    }

    /** Holds the account until the transaction ends: whatever is decided about it is decided one after the other. */
    public void lock(Handle handle, TenantId tenant, AccountId account) {
        handle.createQuery("select 1 from account where tenant_id = :tenant and account_id = :account for update")
                .bind("tenant", tenant.value())
                .bind("account", account.value())
                .mapTo(Integer.class)
                .findOne();
    }

    /**
     * Holds a record of a system until the transaction ends, known or not: what waits for its account and what tells its
     * account must not miss each other. Taken before {@link #lock}.
     */
    public void lockRecord(Handle handle, TenantId tenant, ExternalRef ref) {
        handle.createQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:record, 0))")
                .bind("record", tenant + "|" + ref)
                .mapTo(Integer.class)
                .one();
    }

    /** Notes that the account is that record in that system; a new record of the same system takes the place of an old. */
    public Link link(Handle handle, TenantId tenant, AccountId account, ExternalRef ref) {
        Map<String, String> known = handle.createQuery("""
                        with known as materialized (
                            select canonical_type, canonical_id from cross_reference
                            where tenant_id = :tenant and canonical_type in (:type, :merged) and system = :system
                              and external_id = :id
                        ), linked as (
                            insert into cross_reference (tenant_id, canonical_type, canonical_id, system, external_id)
                            select :tenant, :type, :account, :system, :id where not exists (select from known)
                            on conflict (tenant_id, canonical_type, canonical_id, system)
                            do update set external_id = excluded.external_id
                        )
                        select canonical_type, canonical_id from known""")
                .bind("tenant", tenant.value())
                .bind("type", ACCOUNT)
                .bind("merged", MERGED)
                .bind("account", account.value())
                .bind("system", ref.system().token())
                .bind("id", ref.id())
                .collectRows(Collectors.toMap(
                        row -> row.getColumn("canonical_type", String.class),
                        row -> row.getColumn("canonical_id", String.class)));
        String linked = known.get(ACCOUNT);
        if (linked != null) {
            return linked.equals(account.value()) ? Link.KNOWN : Link.AMBIGUOUS;
        }
        return known.containsKey(MERGED) ? Link.KNOWN : Link.NEW;
    }

    /**
     * Notes for ever that a record has become part of another, so that a late statement about it links nothing to it again.
     */
    public void markMerged(Handle handle, TenantId tenant, ExternalRef gone, ExternalRef survivor) {
        handle.createUpdate("""
                        insert into cross_reference (tenant_id, canonical_type, canonical_id, system, external_id)
                        values (:tenant, :type, :both, :system, :id)
                        on conflict do nothing""")
                .bind("tenant", tenant.value())
                .bind("type", MERGED)
                .bind("both", survivor.id() + " took " + gone.id())
                .bind("system", gone.system().token())
                .bind("id", gone.id())
                .execute();
    }

    /** Forgets a record that is gone. */
    public void unlink(Handle handle, TenantId tenant, ExternalRef ref) {
        handle.createUpdate("""
                        delete from cross_reference
                        where tenant_id = :tenant and canonical_type = :type and system = :system
                          and external_id = :id""")
                .bind("tenant", tenant.value())
                .bind("type", ACCOUNT)
                .bind("system", ref.system().token())
                .bind("id", ref.id())
                .execute();
    }
}
