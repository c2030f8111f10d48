package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.webhook.Endpoint;
import dev.interline.sandbox.webhook.Notice;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Tells a portal's subscribers of changes: thin events with ids and single values. */
final class CrmEvents {
    private static final String UI_USER = "userId:51234567";

    private final HubSpotPortal portal;
    private final WebhookQueue queue;
    private final Instant now;
    private final boolean byPerson;

    /**
     * @param byPerson a person did it in the UI; otherwise an app through the API
     */
    CrmEvents(HubSpotPortal portal, WebhookQueue queue, Instant now, boolean byPerson) {
        this.portal = portal;
        this.queue = queue;
        this.now = now;
        this.byPerson = byPerson;
    }

    boolean byPerson() {
        return byPerson;
    }

    void created(CrmType type, String id) {
        emit(type, "creation", "", object(id).put("changeFlag", "CREATED"));
    }

    void changed(CrmType type, String id, String property, @Nullable String value) {
        emit(
                type,
                "propertyChange",
                property,
                object(id)
                        .put("propertyName", property)
                        .put("propertyValue", value == null ? "" : value)
                        .put("isSensitive", false));
    }

    void deleted(CrmType type, String id) {
        emit(type, "deletion", "", object(id).put("changeFlag", "DELETED"));
    }

    void restored(CrmType type, String id) {
        emit(type, "restore", "", object(id).put("changeFlag", "RESTORED"));
    }

    void forgotten(CrmType type, String id) {
        emit(type, "privacyDeletion", "", object(id).put("changeFlag", "DELETED"));
    }

    void merged(CrmType type, String id, String gone, int moved) {
        ObjectNode event = object(id).put("changeFlag", "MERGED").put("primaryObjectId", Long.parseLong(id));
        event.putArray("mergedObjectIds").add(Long.parseLong(gone));
        emit(type, "merge", "", event.put("newObjectId", Long.parseLong(id)).put("numberOfPropertiesMoved", moved));
    }

    /** One change is told twice, by each side, and names no {@code objectId}. */
    void associated(CrmType type, String id, CrmType toType, String toId, boolean removed, boolean primary) {
        side(type, id, toType, toId, removed, primary);
        side(toType, toId, type, id, removed, primary);
    }

    private void side(CrmType type, String id, CrmType toType, String toId, boolean removed, boolean primary) {
        emit(
                type,
                "associationChange",
                "",
                Json.object()
                        .put("associationType", (type.singular() + "_TO_" + toType.singular()).toUpperCase(Locale.ROOT))
                        .put("fromObjectId", Long.parseLong(id))
                        .put("toObjectId", Long.parseLong(toId))
                        .put("associationRemoved", removed)
                        .put("isPrimaryAssociation", primary));
    }

    private static ObjectNode object(String id) {
        return Json.object().put("objectId", Long.parseLong(id));
    }

    /** Notes have no events. An app that subscribed to {@code object.*} gets the generic form, else that of the type. */
    private void emit(CrmType type, String verb, String property, ObjectNode what) {
        if (type == CrmType.NOTES) {
            return;
        }
        for (Endpoint endpoint : queue.endpoints().told(portal.account())) {
            String legacy = type.singular() + "." + verb;
            if (endpoint.webhook().wants(legacy) || endpoint.webhook().wants(legacy + "/" + property)) {
                emit(endpoint, legacy, property, what);
            }
            String generic = "object." + verb;
            if (endpoint.webhook().events().contains(generic)) {
                emit(endpoint, generic, property, what.deepCopy().put("objectTypeId", type.objectTypeId()));
            }
        }
    }

    private void emit(Endpoint endpoint, String subscriptionType, String property, ObjectNode what) {
        Long configured = endpoint.webhook().appId();
        long appId = configured == null ? 1 : configured;
        long eventId = portal.nextEventId();
        ObjectNode event = Json.object()
                .put("eventId", eventId)
                .put("subscriptionId", subscriptionId(subscriptionType, property.isEmpty() ? null : property))
                .put("portalId", portal.portalId())
                .put("appId", appId)
                .put("occurredAt", now.toEpochMilli())
                .put("subscriptionType", subscriptionType)
                .put("attemptNumber", 0)
                .put("changeSource", byPerson ? "CRM_UI" : "INTEGRATION")
                .put("sourceId", byPerson ? UI_USER : Long.toString(appId));
        event.setAll(what);
        Notice notice = new Notice(Long.toString(eventId), subscriptionType, Json.write(event));
        queue.enqueue(portal.account(), endpoint, notice, now);
    }

    static long subscriptionId(String type, @Nullable String property) {
        CRC32 checksum = new CRC32();
        checksum.update((type + "/" + property).getBytes(StandardCharsets.UTF_8));
        return 1_000_000 + checksum.getValue() % 9_000_000;
    }
}
