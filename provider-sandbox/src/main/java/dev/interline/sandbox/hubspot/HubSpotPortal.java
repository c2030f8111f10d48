package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.state.Table;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything one HubSpot portal holds, as one call sees it. */
final class HubSpotPortal {
    private static final long FIRST_ID = 20_713_000_001L;

    private final StateStore store;
    private final Account account;
    private final Map<CrmType, Table> objects = new EnumMap<>(CrmType.class);
    private final Map<CrmType, Map<String, CrmProperty>> properties = new EnumMap<>(CrmType.class);

    HubSpotPortal(StateStore store, Account account) {
        this.store = store;
        this.account = account;
    }

    Account account() {
        return account;
    }

    long portalId() {
        return Long.parseLong(account.account());
    }

    Table objects(CrmType type) {
        return objects.computeIfAbsent(
                type,
                key -> new Table(store, "hubspot/" + account.account() + "/" + key.plural(), row -> unique(key, row)));
    }

    Table customProperties(CrmType type) {
        return new Table(store, "hubspot/" + account.account() + "/properties/" + type.plural());
    }

    Table groups(CrmType type) {
        return new Table(store, "hubspot/" + account.account() + "/groups/" + type.plural());
    }

    /** Standard and custom properties by name. */
    Map<String, CrmProperty> properties(CrmType type) {
        return properties.computeIfAbsent(type, key -> {
            Map<String, CrmProperty> all = new LinkedHashMap<>(StandardProperties.of(key));
            customProperties(key).ascending(null).map(CrmProperty::new).forEach(one -> all.put(one.name(), one));
            return all;
        });
    }

    void forgetProperties() {
        properties.clear();
    }

    /** The object with the value in a unique property, or with the id. */
    Optional<ObjectNode> find(CrmType type, String idProperty, String value) {
        return idProperty.isEmpty() || idProperty.equals("hs_object_id")
                ? survivor(type, value).filter(row -> !row.path("archived").asBoolean())
                : objects(type).findBy(idProperty, indexValue(idProperty, value));
    }

    /** The object with the id; for one that was merged away, what it was merged into. */
    private Optional<ObjectNode> survivor(CrmType type, String id) {
        Optional<ObjectNode> row = objects(type).find(id);
        String into = row.map(found -> found.path("mergedInto").asText("")).orElse("");
        return into.isEmpty() ? row : survivor(type, into);
    }

    CrmAssociations associations() {
        return new CrmAssociations(store, account.account());
    }

    String nextId() {
        return Long.toString(store.next("hubspot-ids", FIRST_ID));
    }

    long nextEventId() {
        return store.next("hubspot-events", 3_816_000_001L);
    }

    static String indexValue(String property, String value) {
        return property.equals("email") ? value.toLowerCase(Locale.ROOT) : value;
    }

    private Map<String, String> unique(CrmType type, ObjectNode row) {
        if (row.path("archived").asBoolean()) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        JsonNode held = row.path("properties");
        properties(type).values().stream().filter(CrmProperty::unique).forEach(property -> {
            String value = Json.text(held, property.name());
            if (value != null && !property.readOnly()) {
                values.put(property.name(), indexValue(property.name(), value));
            }
        });
        return values;
    }
}
