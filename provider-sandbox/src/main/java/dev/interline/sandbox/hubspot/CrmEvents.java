package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Webhook;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.webhook.Notice;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
        emit(type, "creation", id, "CREATED", null, null);
    }

    void changed(CrmType type, String id, String property, @Nullable String value) {
        emit(type, "propertyChange", id, null, property, value == null ? "" : value);
    }

    void deleted(CrmType type, String id) {
        emit(type, "deletion", id, "DELETED", null, null);
    }

    private void emit(
            CrmType type,
            String verb,
            String id,
            @Nullable String changeFlag,
            @Nullable String property,
            @Nullable String value) {
        String subscriptionType = type.singular() + "." + verb;
        for (Webhook endpoint : portal.account().webhooks()) {
            if (!endpoint.wants(subscriptionType)) {
                continue;
            }
            Long configured = endpoint.appId();
            long appId = configured == null ? 1 : configured;
            long eventId = portal.nextEventId();
            ObjectNode event = Json.object()
                    .put("eventId", eventId)
                    .put("subscriptionId", subscriptionId(subscriptionType, property))
                    .put("portalId", portal.portalId())
                    .put("appId", appId)
                    .put("occurredAt", now.toEpochMilli())
                    .put("subscriptionType", subscriptionType)
                    .put("attemptNumber", 0)
                    .put("objectId", Long.parseLong(id))
                    .put("changeSource", byPerson ? "CRM_UI" : "INTEGRATION")
                    .put("sourceId", byPerson ? UI_USER : Long.toString(appId));
            if (changeFlag != null) {
                event.put("changeFlag", changeFlag);
            }
            if (property != null) {
                event.put("propertyName", property).put("propertyValue", value);
            }
            Notice notice = new Notice(Long.toString(eventId), subscriptionType, Json.write(event));
            queue.enqueue(portal.account(), endpoint, notice, now);
        }
    }

    private static long subscriptionId(String type, @Nullable String property) {
        CRC32 checksum = new CRC32();
        checksum.update((type + "/" + property).getBytes(StandardCharsets.UTF_8));
        return 1_000_000 + checksum.getValue() % 9_000_000;
    }
}
