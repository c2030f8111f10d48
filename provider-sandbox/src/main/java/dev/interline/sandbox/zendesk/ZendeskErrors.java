package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import org.jspecify.annotations.Nullable;

/** Zendesk's error bodies: {@code error} is a text or, for an address that is nobody's, an object. */
final class ZendeskErrors {
    private ZendeskErrors() {}

    static Refusal unauthorized() {
        return new Refusal("unauthorized", Answer.json(401, Json.object().put("error", "Couldn't authenticate you")));
    }

    /** What an access token gets that has ended or was revoked. */
    static Refusal invalidToken() {
        return new Refusal(
                "invalid_token",
                Answer.json(
                        401,
                        Json.object()
                                .put("error", "invalid_token")
                                .put(
                                        "error_description",
                                        "The access token provided is expired, revoked, malformed or invalid for other"
                                                + " reasons.")));
    }

    static Refusal noHelpDesk(String subdomain) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("title", "No help desk at " + subdomain + ".zendesk.com")
                .put("message", "There is no help desk configured at this address.");
        return new Refusal("no help desk", Answer.json(404, body));
    }

    static Refusal notFound() {
        return new Refusal("RecordNotFound", plain(404, "RecordNotFound", "Not found"));
    }

    static Refusal invalidEndpoint() {
        return new Refusal("InvalidEndpoint", plain(404, "InvalidEndpoint", "Not found"));
    }

    static Refusal badRequest(String title, String message) {
        ObjectNode body = Json.object();
        body.putObject("error").put("title", title).put("message", message);
        return new Refusal(title, Answer.json(400, body));
    }

    /** 422 with the complaint at one field; the code is Zendesk's, such as {@code DuplicateValue}. */
    static Refusal invalid(String field, String description, @Nullable String code) {
        ObjectNode body = Json.object().put("error", "RecordInvalid").put("description", "Record validation errors");
        ObjectNode complaint =
                body.putObject("details").putArray(field).addObject().put("description", description);
        if (code != null) {
            complaint.put("error", code);
        }
        return new Refusal(code == null ? "RecordInvalid" : code, Answer.json(422, body));
    }

    static Refusal conflict() {
        return new Refusal(
                "UpdateConflict",
                plain(
                        409,
                        "UpdateConflict",
                        "Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket"
                                + " data and try again."));
    }

    static Refusal reusedKey() {
        return new Refusal(
                "IdempotentRequestError",
                plain(
                        400,
                        "IdempotentRequestError",
                        "Request parameters don't match the original request with the same idempotency key."));
    }

    static Answer rateLimited(int retryAfterSeconds) {
        return plain(429, "APIRateLimitExceeded", "Number of allowed API requests per minute exceeded")
                .with("Retry-After", Integer.toString(retryAfterSeconds));
    }

    static Answer plain(int status, String error, String description) {
        return Answer.json(status, Json.object().put("error", error).put("description", description));
    }
}
