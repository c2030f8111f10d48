package dev.interline.routing.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.routing.translate.Announcement;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Knows what each system was last told of an account, so that nothing is told twice. */
@ApplicationScoped
@Named("lastCommands")
public class LastCommands {

    private static final TypeReference<Map<AccountField, String>> FIELDS = new TypeReference<>() {};

    private final SharedFields shared;

    LastCommands(SharedFields shared) {
        this.shared = shared;
    }

    /**
     * The announcement, if it says anything new, else nothing; what was told before and is not known any more is cleared.
     */
    public List<Announcement> onlyNews(Exchange exchange, @Body Announcement announcement) {
        Delivery delivery = Delivery.of(exchange);
        Map<AccountField, String> told = of(delivery, announcement.account(), announcement.system());
        Map<AccountField, String> wanted = new EnumMap<>(AccountField.class);
        wanted.putAll(announcement.fields());
        told.keySet().stream()
                .filter(field -> field != AccountField.LIFECYCLE_STAGE || announcement.system() != BusinessSystem.CRM)
                .filter(field -> !announcement.withheld().contains(field))
                .forEach(field -> wanted.putIfAbsent(field, ""));
        if (wanted.isEmpty() && announcement.system() == BusinessSystem.BILLING) {
            return List.of();
        }
        boolean news = told.isEmpty()
                || wanted.entrySet().stream().anyMatch(fact -> !fact.getValue().equals(told.get(fact.getKey())));
        if (!news) {
            return List.of();
        }
        Map<AccountField, String> remembered = new EnumMap<>(AccountField.class);
        remembered.putAll(told);
        remembered.putAll(wanted);
        remember(delivery, announcement.account(), announcement.system(), remembered);
        noteShared(delivery, announcement, told);
        return List.of(announcement.withFields(wanted));
    }

    private void noteShared(Delivery delivery, Announcement announcement, Map<AccountField, String> told) {
        for (AccountField field : shared.all()) {
            String value = announcement.fields().get(field);
            if (value != null && !value.equals(told.get(field))) {
                shared.told(
                        delivery.transaction(),
                        new SharedFields.Key(
                                delivery.envelope().tenantId(), announcement.account(), field, announcement.system()),
                        told.get(field));
            }
        }
    }

    /** Notes that the system has this, though we have not told it. */
    void holds(Delivery delivery, AccountId account, BusinessSystem system, AccountField field, String value) {
        Map<AccountField, String> known = new EnumMap<>(AccountField.class);
        known.putAll(of(delivery, account, system));
        known.put(field, value);
        remember(delivery, account, system, known);
    }

    /** Whether the system was ever told anything of the account. */
    public boolean knows(Delivery delivery, AccountId account, BusinessSystem system) {
        return !of(delivery, account, system).isEmpty();
    }

    Map<AccountField, String> of(Delivery delivery, AccountId account, BusinessSystem system) {
        return delivery.transaction()
                .createQuery("""
                        select fields from last_command
                        where tenant_id = :tenant and account_id = :account and system = :system""")
                .bind("tenant", delivery.envelope().tenantId().value())
                .bind("account", account.value())
                .bind("system", system.token())
                .mapTo(String.class)
                .findOne()
                .map(LastCommands::read)
                .orElse(Map.of());
    }

    void forget(Delivery delivery, AccountId account, BusinessSystem system) {
        delivery.transaction()
                .createUpdate("""
                        delete from last_command
                        where tenant_id = :tenant and account_id = :account and system = :system""")
                .bind("tenant", delivery.envelope().tenantId().value())
                .bind("account", account.value())
                .bind("system", system.token())
                .execute();
    }

    private static void remember(
            Delivery delivery, AccountId account, BusinessSystem system, Map<AccountField, String> fields) {
        delivery.transaction()
                .createUpdate("""
                        insert into last_command (tenant_id, account_id, system, fields)
                        values (:tenant, :account, :system, :fields)
                        on conflict (tenant_id, account_id, system) do update set fields = excluded.fields""")
                .bind("tenant", delivery.envelope().tenantId().value())
                .bind("account", account.value())
                .bind("system", system.token())
                .bind("fields", write(fields))
                .execute();
    }

    private static Map<AccountField, String> read(String json) {
        try {
            return CanonicalJson.mapper().readValue(json, FIELDS);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A last_command row cannot be read", broken);
        }
    }

    private static String write(Map<AccountField, String> fields) {
        try {
            return CanonicalJson.mapper().writerFor(FIELDS).writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A map of texts can always be written", impossible);
        }
    }
}
