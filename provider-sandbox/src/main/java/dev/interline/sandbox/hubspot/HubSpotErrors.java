package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.util.Locale;
import java.util.UUID;

/** HubSpot's error bodies; every field but the message is optional for a client, as HubSpot says. */
final class HubSpotErrors {
    private HubSpotErrors() {}

    static Refusal validation(String message) {
        return refusal(400, "VALIDATION_ERROR", message);
    }

    /** The values that were not valid, in HubSpot's way of putting JSON into the message. */
    static Refusal invalidValues(ArrayNode problems) {
        String reason = problems.path(0).path("error").asText("VALIDATION_ERROR");
        return new Refusal(
                reason,
                Answer.json(400, error("VALIDATION_ERROR", "Property values were not valid: " + Json.write(problems))));
    }

    static Refusal conflict(String message) {
        return refusal(409, "CONFLICT", message);
    }

    static Refusal alreadyExists(String message) {
        return refusal(409, "OBJECT_ALREADY_EXISTS", message);
    }

    static Refusal notFound() {
        return refusal(404, "OBJECT_NOT_FOUND", "resource not found");
    }

    static Refusal unauthorized() {
        return refusal(
                401,
                "INVALID_AUTHENTICATION",
                "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more"
                        + " details at https://developers.hubspot.com/docs/methods/auth/oauth-overview");
    }

    static Refusal expired(long minutes) {
        return refusal(
                401,
                "EXPIRED_AUTHENTICATION",
                "The OAuth token used to make this call expired " + minutes + " minute(s) ago.");
    }

    static Answer rateLimited(String policyName) {
        ObjectNode body =
                error("RATE_LIMITS", "You have reached your " + policyName.toLowerCase(Locale.ROOT) + " limit.");
        return Answer.json(429, body.put("errorType", "RATE_LIMIT").put("policyName", policyName));
    }

    static ObjectNode error(String category, String message) {
        return Json.object()
                .put("status", "error")
                .put("message", message)
                .put("correlationId", UUID.randomUUID().toString())
                .put("category", category);
    }

    private static Refusal refusal(int status, String category, String message) {
        return new Refusal(category, Answer.json(status, error(category, message)));
    }
}
