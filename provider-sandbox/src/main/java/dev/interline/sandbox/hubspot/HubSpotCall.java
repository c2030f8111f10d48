package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.Effects;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated HubSpot call.
 *
 * @param id the object or property the path names, empty when it names none
 */
record HubSpotCall(ApiCall http, HubSpotPortal portal, CrmType type, CrmWriter writer, Effects effects, String id) {

    /** The body, which must be a JSON object. */
    ObjectNode body() {
        ObjectNode body = Json.objectOrNull(http.body());
        if (body == null) {
            throw HubSpotErrors.validation("Invalid input JSON on line 1, column 1: expected an object");
        }
        return body;
    }

    String idProperty() {
        return http.query().first("idProperty").orElse("");
    }

    /** A whole number of the query; throws a 400 refusal outside the range. */
    int limit(int otherwise, int max) {
        String text = http.query().first("limit").orElse(Integer.toString(otherwise));
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > max) {
            throw HubSpotErrors.validation("limit must be between 1 and " + max);
        }
        return Integer.parseInt(text);
    }

    /** The customer's own id of an object, for the ledger. */
    static @Nullable String externalId(JsonNode row) {
        JsonNode properties = row.path("properties");
        for (String property : List.of("interline_account_id", "interline_contact_id", "interline_opportunity_id")) {
            String id = Json.text(properties, property);
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    static List<String> names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        if (properties.isArray()) {
            properties.forEach(name -> names.add(name.asText()));
        } else {
            properties.fieldNames().forEachRemaining(names::add);
        }
        return names;
    }
}
