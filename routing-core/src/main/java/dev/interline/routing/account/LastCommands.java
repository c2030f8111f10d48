package dev.interline.routing.account;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
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

    /** Whether any system was ever told anything of the account. */
    boolean isKnown(Delivery delivery, AccountId account) {
        return !ToldFacts.of(delivery, account).isEmpty();
    }

    Map<AccountField, String> of(Delivery delivery, AccountId account, BusinessSystem system) {
        return ToldFacts.of(delivery, account).getOrDefault(system, Map.of());
    }

    void forget(Delivery delivery, AccountId account, BusinessSystem system) {
        ToldFacts.remove(delivery, account, system);
    }

    private static void remember(
            Delivery delivery, AccountId account, BusinessSystem system, Map<AccountField, String> fields) {
        ToldFacts.replace(delivery, account, system, fields);
    }
}
