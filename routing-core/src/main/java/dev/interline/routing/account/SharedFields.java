package dev.interline.routing.account;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.TenantId;
import dev.interline.durable.Ids;
import dev.interline.durable.echo.Oscillation;
import dev.interline.runtime.InterlineConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The facts that others than their owner may change, by configuration, and what of all that systems say about them is a
 * change. A record that is told whole says again what it said before, and for a moment what it had before we wrote.
 */
@ApplicationScoped
public class SharedFields {

    /** How long after we have told it a system may still say what it had before: a command in its lane, and its clock. */
    static final Duration CATCHING_UP = Duration.ofSeconds(10);

    private final Map<AccountField, Set<BusinessSystem>> others;
    private final Oscillation limit;

    /** What a statement is. */
    enum Judgement {
        /** What we know it to have. */
        NO_NEWS,
        /** What it had before it was told: it is told again. */
        BEHIND,
        /** Somebody has changed it there. */
        CHANGE
    }

    @Inject
    SharedFields(InterlineConfig config) {
        this(
                config.sharedFields(),
                new Oscillation(
                        config.oscillation().changes(), config.oscillation().window()));
    }

    /** @throws IllegalStateException if a fact is shared with a system that cannot take or tell it */
    SharedFields(Map<String, List<String>> shared, Oscillation limit) {
        this.limit = limit;
        this.others = new EnumMap<>(AccountField.class);
        shared.forEach((field, systems) -> others.put(AccountField.ofToken(field), systems(systems)));
        Set<BusinessSystem> names = others.getOrDefault(AccountField.NAME, Set.of());
        if (others.size() > 1 || others.size() == 1 && !names.equals(EnumSet.of(BusinessSystem.CRM))) {
            throw new IllegalStateException(
                    "interline.shared-fields can only be name=crm: no other fact can be written at"
                            + " its owner and at another system, but it is " + others);
        }
    }

    private static Set<BusinessSystem> systems(List<String> tokens) {
        Set<BusinessSystem> systems = EnumSet.noneOf(BusinessSystem.class);
        tokens.forEach(token -> systems.add(BusinessSystem.ofToken(token.strip())));
        return systems;
    }

    /** Whether no fact is shared, so that nothing needs to be looked up. */
    public boolean isEmpty() {
        return others.isEmpty();
    }

    /** The facts that have more than one source. */
    public Set<AccountField> all() {
        return others.keySet();
    }

    /** Whether the fact is shared, and this system is its owner or may change it too. */
    boolean maySay(AccountField field, BusinessSystem system, BusinessSystem owner) {
        Set<BusinessSystem> also = others.get(field);
        return also != null && (system == owner || also.contains(system));
    }

    /** When it goes back and forth. */
    Oscillation limit() {
        return limit;
    }

    /**
     * What a statement is, and notes it.
     *
     * @param at when it was true, by the system's clock
     * @param told what we told that system last
     */
    Judgement judge(Handle handle, Key key, String value, Instant at, @Nullable String told) {
        String hash = Ids.sha256(value);
        Known known = known(handle, key);
        if (hash.equals(known.said())) {
            return Judgement.NO_NEWS;
        }
        if (!value.equals(told)
                && hash.equals(known.before())
                && at.isBefore(known.toldAt().plus(CATCHING_UP))) {
            // Once only: what says it again after it was told again means it.
            handle.createUpdate("""
                            update shared_field set said_hash = null, before_hash = null, told_at = 'infinity'
                            where tenant_id = :tenant and account_id = :account and field = :field
                              and system = :system""").bindMap(key.columns()).execute();
            return Judgement.BEHIND;
        }
        handle.createUpdate("""
                        insert into shared_field (tenant_id, account_id, field, system, said_hash)
                        values (:tenant, :account, :field, :system, :said)
                        on conflict (tenant_id, account_id, field, system) do update set said_hash = excluded.said_hash""").bindMap(key.columns()).bind("said", hash).execute();
        return value.equals(told) ? Judgement.NO_NEWS : Judgement.CHANGE;
    }

    /**
     * Notes that a system is told something else than before.
     *
     * @param before what it was told before; absent if it never was
     */
    void told(Handle handle, Key key, @Nullable String before) {
        if (!others.containsKey(key.field())) {
            return;
        }
        handle.createUpdate("""
                        insert into shared_field as s (tenant_id, account_id, field, system, before_hash, told_at)
                        values (:tenant, :account, :field, :system, :before, now())
                        on conflict (tenant_id, account_id, field, system) do update
                        set before_hash = case when s.told_at = 'infinity' then null
                                               else coalesce(s.said_hash, excluded.before_hash, s.before_hash) end,
                            said_hash = null, told_at = now()""")
                .bindMap(key.columns())
                .bind("before", before == null ? null : Ids.sha256(before))
                .execute();
    }

    private static Known known(Handle handle, Key key) {
        return handle.createQuery("""
                        select said_hash, before_hash,
                               case when isfinite(told_at) then told_at else 'epoch' end as told_at from shared_field
                        where tenant_id = :tenant and account_id = :account and field = :field and system = :system""")
                .bindMap(key.columns())
                .map((rs, context) -> new Known(
                        rs.getString("said_hash"),
                        rs.getString("before_hash"),
                        rs.getTimestamp("told_at").toInstant()))
                .findOne()
                .orElse(new Known(null, null, Instant.EPOCH));
    }

    /** A fact of an account at a system. */
    record Key(TenantId tenant, AccountId account, AccountField field, BusinessSystem system) {

        Map<String, String> columns() {
            return Map.of(
                    "tenant", tenant.value(),
                    "account", account.value(),
                    "field", field.token(),
                    "system", system.token());
        }
    }

    private record Known(@Nullable String said, @Nullable String before, Instant toldAt) {}
}
