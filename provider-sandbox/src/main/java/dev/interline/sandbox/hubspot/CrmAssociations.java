package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.state.Table;
import java.util.List;

/**
 * Who belongs to whom, both ways. The first company of a record is its primary one: it has two types, the others one.
 */
final class CrmAssociations {
    private final Table rows;

    CrmAssociations(StateStore store, String account) {
        this.rows = new Table(store, "hubspot/" + account + "/associations");
    }

    /** Makes an association and tells both sides; one that is there already changes nothing. */
    void associate(CrmType type, String id, CrmType toType, String toId, CrmEvents events) {
        if (rows.find(key(type, id, toType, toId)).isPresent()) {
            return;
        }
        boolean primary = toType == CrmType.COMPANIES && of(type, id, toType).isEmpty();
        put(type, id, toType, toId, primary);
        put(toType, toId, type, id, primary);
        events.associated(type, id, toType, toId, false, primary);
    }

    /** Ends an association and tells both sides. */
    void remove(CrmType type, String id, CrmType toType, String toId, CrmEvents events) {
        if (rows.find(key(type, id, toType, toId)).isPresent()) {
            rows.remove(key(type, id, toType, toId));
            rows.remove(key(toType, toId, type, id));
            events.associated(type, id, toType, toId, true, false);
        }
    }

    /** Lets everything that belonged to one record belong to another, without a word. */
    void move(CrmType type, String from, String to) {
        for (CrmType other : CrmType.values()) {
            for (ObjectNode row : of(type, from, other)) {
                String otherId = row.path("toId").asText();
                rows.remove(key(type, from, other, otherId));
                rows.remove(key(other, otherId, type, from));
                put(type, to, other, otherId, row.path("primary").asBoolean());
                put(other, otherId, type, to, row.path("primary").asBoolean());
            }
        }
    }

    private void put(CrmType type, String id, CrmType toType, String toId, boolean primary) {
        rows.put(
                key(type, id, toType, toId),
                Json.object()
                        .put("type", type.plural())
                        .put("id", id)
                        .put("toType", toType.plural())
                        .put("toId", toId)
                        .put("primary", primary));
    }

    private List<ObjectNode> of(CrmType type, String id, CrmType toType) {
        return rows.ascending(null)
                .filter(row -> row.path("type").asText().equals(type.plural())
                        && row.path("id").asText().equals(id)
                        && row.path("toType").asText().equals(toType.plural()))
                .toList();
    }

    /** As a record shows them ({@code ?associations=}): the primary one twice, once by each of its types. */
    ArrayNode shown(CrmType type, String id, CrmType toType) {
        ArrayNode results = Json.array();
        String name = type.singular() + "_to_" + toType.singular();
        for (ObjectNode row : of(type, id, toType)) {
            String toId = row.path("toId").asText();
            if (row.path("primary").asBoolean()) {
                results.addObject().put("id", toId).put("type", name);
            }
            results.addObject().put("id", toId).put("type", name + "_unlabeled");
        }
        return results;
    }

    /** As version 4 lists them. */
    ArrayNode listed(CrmType type, String id, CrmType toType) {
        ArrayNode results = Json.array();
        for (ObjectNode row : of(type, id, toType)) {
            ObjectNode result =
                    results.addObject().put("toObjectId", row.path("toId").asLong());
            ArrayNode types = result.putArray("associationTypes");
            if (row.path("primary").asBoolean()) {
                types.addObject()
                        .put("category", "HUBSPOT_DEFINED")
                        .put("typeId", 1)
                        .put("label", "Primary");
            }
            types.addObject()
                    .put("category", "HUBSPOT_DEFINED")
                    .put("typeId", 279)
                    .putNull("label");
        }
        return results;
    }

    private static String key(CrmType type, String id, CrmType toType, String toId) {
        return type.plural() + ":" + id + ":" + toType.plural() + ":" + toId;
    }
}
