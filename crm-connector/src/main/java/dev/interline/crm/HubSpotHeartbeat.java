package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.provider.ProviderUpkeep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The product that heartbeats change: no route asks for products, so neither its making nor its changes go any further. Its
 * stock-keeping unit is how it is found, its description is the heartbeat.
 */
final class HubSpotHeartbeat {

    /** What is changed. */
    static final String PROPERTY = "description";

    private static final String KEY = "interline-heartbeat";
    private static final String PREFIX = KEY + " ";
    private static final String PATH = "/crm/v3/objects/products";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private HubSpotHeartbeat() {}

    /** What the event means, if it is a heartbeat. */
    static Optional<Meaning> meaning(JsonNode event, String type) {
        String value = event.path("propertyValue").asText("");
        boolean ofProduct = type.startsWith("product.")
                || event.path("objectTypeId").asText("").equals("0-7");
        return ofProduct && event.path("propertyName").asText("").equals(PROPERTY) && value.startsWith(PREFIX)
                ? Optional.of(Meaning.Ignored.heartbeat(value.substring(PREFIX.length())))
                : Optional.empty();
    }

    /** Changes it; a new one is changed after it was made, as its making tells no properties. */
    static String beat(@Nullable String record, String token, ProviderUpkeep.Session session) {
        String known = record == null ? find(session).orElseGet(() -> make(session)) : record;
        session.call(
                HubSpotSubscriptions.BEAT,
                ProviderRequest.patch(
                        PATH + "/" + ProviderRequest.segment(known),
                        properties(JSON.objectNode().put(PROPERTY, PREFIX + token))));
        return known;
    }

    private static Optional<String> find(ProviderUpkeep.Session session) {
        ObjectNode search = JSON.objectNode().put("limit", 1);
        search.putArray("filterGroups")
                .addObject()
                .putArray("filters")
                .addObject()
                .put("propertyName", "hs_sku")
                .put("operator", "EQ")
                .put("value", KEY);
        JsonNode found = session.call(HubSpotSubscriptions.FIND_BEAT, ProviderRequest.post(PATH + "/search", search))
                .body()
                .path("results");
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.path(0).path("id").asText());
    }

    private static String make(ProviderUpkeep.Session session) {
        ObjectNode product =
                JSON.objectNode().put("name", "Interline heartbeat").put("hs_sku", KEY);
        return session.call(HubSpotSubscriptions.PREPARE_BEAT, ProviderRequest.post(PATH, properties(product)))
                .body()
                .path("id")
                .asText();
    }

    private static ObjectNode properties(ObjectNode properties) {
        ObjectNode body = JSON.objectNode();
        body.set("properties", properties);
        return body;
    }
}
