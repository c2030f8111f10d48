package dev.interline.routing.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.Together;
import dev.interline.runtime.route.Delivery;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jspecify.annotations.Nullable;

/**
 * What systems were told of accounts, as a transaction knows it: each account is read once, and what many messages make
 * different is written once. Right only for accounts the transaction has locked.
 */
public final class ToldFacts implements JdbiConfig<ToldFacts> {

    private static final TypeReference<Map<AccountField, String>> FIELDS = new TypeReference<>() {};
    private static final BiConsumer<Handle, List<Row>> WRITER = ToldFacts::write;

    private final Map<Key, Map<BusinessSystem, Map<AccountField, String>>> known = new HashMap<>();

    /** For Jdbi, which gives each handle its own. */
    public ToldFacts() {}

    /** Nothing is handed on: what another handle reads it reads in its own transaction. */
    @Override
    public ToldFacts createCopy() {
        return new ToldFacts();
    }

    private record Key(TenantId tenant, AccountId account) {}

    private record Place(Key key, BusinessSystem system) {}

    /** @param fields null if the system was told nothing after all */
    private record Row(Place place, @Nullable Map<AccountField, String> fields) {}

    /** The facts each system was told; one that was told nothing yet is absent. */
    static Map<BusinessSystem, Map<AccountField, String>> of(Delivery delivery, AccountId account) {
        Handle handle = delivery.transaction();
        return known(handle)
                .computeIfAbsent(new Key(delivery.envelope().tenantId(), account), key -> read(handle, key));
    }

    /** Takes what was read along with the account; what is known of it already is newer and stays. */
    static void learn(Delivery delivery, AccountId account, Map<BusinessSystem, Map<AccountField, String>> told) {
        known(delivery.transaction()).putIfAbsent(new Key(delivery.envelope().tenantId(), account), told);
    }

    private static Map<Key, Map<BusinessSystem, Map<AccountField, String>>> known(Handle handle) {
        ToldFacts facts = handle.getConfig(ToldFacts.class);
        if (facts.known.isEmpty()) {
            handle.afterCommit(facts.known::clear);
            handle.afterRollback(facts.known::clear);
        }
        return facts.known;
    }

    /** From now on the system was told these facts and no others. */
    static void replace(Delivery delivery, AccountId account, BusinessSystem system, Map<AccountField, String> fields) {
        of(delivery, account).put(system, fields);
        write(delivery, account, system, fields);
    }

    /** From now on the system was told nothing. */
    static void remove(Delivery delivery, AccountId account, BusinessSystem system) {
        of(delivery, account).remove(system);
        write(delivery, account, system, null);
    }

    private static void write(
            Delivery delivery, AccountId account, BusinessSystem system, @Nullable Map<AccountField, String> fields) {
        Key key = new Key(delivery.envelope().tenantId(), account);
        Together.write(delivery.transaction(), List.of(new Row(new Place(key, system), fields)), WRITER);
    }

    private static Map<BusinessSystem, Map<AccountField, String>> read(Handle handle, Key key) {
        Map<BusinessSystem, Map<AccountField, String>> told = new EnumMap<>(BusinessSystem.class);
        handle.createQuery(
                        "select system, fields from last_command where tenant_id = :tenant and account_id = :account")
                .bind("tenant", key.tenant().value())
                .bind("account", key.account().value())
                .map((rs, context) ->
                        told.put(BusinessSystem.ofToken(rs.getString("system")), fieldsOf(rs.getString("fields"))))
                .list();
        return told;
    }

    private static void write(Handle handle, List<Row> rows) {
        Map<Place, Row> last = new LinkedHashMap<>();
        rows.forEach(row -> last.put(row.place(), row));
        Map<Boolean, List<Row>> byPresence =
                last.values().stream().collect(Collectors.partitioningBy(row -> row.fields() != null));
        delete(
                handle,
                byPresence.getOrDefault(false, List.of()).stream()
                        .map(Row::place)
                        .toList());
        upsert(handle, byPresence.getOrDefault(true, List.of()));
    }

    private static void delete(Handle handle, List<Place> places) {
        if (!places.isEmpty()) {
            handle.createUpdate("""
                            delete from last_command l
                            using unnest(:tenants, :accounts, :systems) as gone(tenant_id, account_id, system)
                            where (l.tenant_id, l.account_id, l.system) = (gone.tenant_id, gone.account_id, gone.system)""")
                    .bindArray("tenants", String.class, tenants(places))
                    .bindArray("accounts", String.class, accounts(places))
                    .bindArray("systems", String.class, systems(places))
                    .execute();
        }
    }

    private static void upsert(Handle handle, List<Row> rows) {
        if (!rows.isEmpty()) {
            List<Place> places = rows.stream().map(Row::place).toList();
            handle.createUpdate("""
                            insert into last_command (tenant_id, account_id, system, fields)
                            select * from unnest(:tenants, :accounts, :systems, :fields)
                            on conflict (tenant_id, account_id, system) do update set fields = excluded.fields""")
                    .bindArray("tenants", String.class, tenants(places))
                    .bindArray("accounts", String.class, accounts(places))
                    .bindArray("systems", String.class, systems(places))
                    .bindArray(
                            "fields",
                            String.class,
                            rows.stream().map(row -> textOf(row.fields())).toList())
                    .execute();
        }
    }

    private static List<String> tenants(List<Place> places) {
        return places.stream().map(place -> place.key().tenant().value()).toList();
    }

    private static List<String> accounts(List<Place> places) {
        return places.stream().map(place -> place.key().account().value()).toList();
    }

    private static List<String> systems(List<Place> places) {
        return places.stream().map(place -> place.system().token()).toList();
    }

    static Map<AccountField, String> fieldsOf(String json) {
        try {
            return CanonicalJson.mapper().readValue(json, FIELDS);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A last_command row cannot be read", broken);
        }
    }

    private static String textOf(@Nullable Map<AccountField, String> fields) {
        try {
            return CanonicalJson.mapper().writerFor(FIELDS).writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A map of texts can always be written", impossible);
        }
    }
}
