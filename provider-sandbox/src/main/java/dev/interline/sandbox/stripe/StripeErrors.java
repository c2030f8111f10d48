package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import org.jspecify.annotations.Nullable;

/** Stripe's error bodies, after its API reference and the recorded samples of the design notes. */
final class StripeErrors {
    static final String INVALID_REQUEST = "invalid_request_error";

    private StripeErrors() {}

    static Refusal invalid(@Nullable String code, String message, @Nullable String param) {
        return refusal(400, INVALID_REQUEST, code, message, param);
    }

    static Refusal missingParameter(String param) {
        return invalid("parameter_missing", "Missing required param: " + param + ".", param);
    }

    static Refusal unknownParameter(String param) {
        return invalid("parameter_unknown", "Received unknown parameter: " + param, param);
    }

    /** A path names an object that does not exist. */
    static Refusal noSuch(String kind, String id) {
        return refusal(404, INVALID_REQUEST, "resource_missing", "No such " + kind + ": '" + id + "'", "id");
    }

    /** A parameter names an object that does not exist: 400, not 404. */
    static Refusal noSuchReference(String kind, String id, String param) {
        return invalid("resource_missing", "No such " + kind + ": '" + id + "'", param);
    }

    static Refusal unknownUrl(String method, String path) {
        return refusal(
                404,
                INVALID_REQUEST,
                null,
                "Unrecognized request URL (" + method + ": " + path + "). Please see https://stripe.com/docs or we can"
                        + " help at https://support.stripe.com/.",
                null);
    }

    static Refusal unauthorized(boolean keyGiven) {
        String message = keyGiven
                ? "Invalid API Key provided: sk_****"
                : "You did not provide an API key. You need to provide your API key in the Authorization header, using"
                        + " Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
        return new Refusal(
                "unauthorized",
                body(401, INVALID_REQUEST, null, message, null).with("WWW-Authenticate", "Bearer realm=\"Stripe\""));
    }

    static Refusal jsonBody() {
        return invalid(
                null,
                "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have"
                        + " any questions, we can help at https://support.stripe.com/.",
                null);
    }

    static Refusal reusedKey(String key) {
        return refusal(
                400,
                "idempotency_error",
                null,
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try"
                        + " using a key other than '" + key + "' if you meant to execute a different request.",
                null);
    }

    static Answer keyInUse(String key) {
        return body(
                409,
                "idempotency_error",
                "idempotency_key_in_use",
                "There is currently another in-progress request using this Idempotent Key (that probably means you"
                        + " submitted twice, and the other request is still going through): " + key
                        + ". Please try again later.",
                null);
    }

    static Answer cardDeclined(String invoice) {
        ObjectNode error = error("card_error", "card_declined", "Your card was declined.", null);
        error.put("decline_code", "generic_decline").put("charge", "ch_" + invoice.substring(3));
        return wrap(402, error);
    }

    static Answer body(int status, String type, @Nullable String code, String message, @Nullable String param) {
        return wrap(status, error(type, code, message, param));
    }

    private static Refusal refusal(
            int status, String type, @Nullable String code, String message, @Nullable String param) {
        return new Refusal(code == null ? type : code, body(status, type, code, message, param));
    }

    private static ObjectNode error(String type, @Nullable String code, String message, @Nullable String param) {
        ObjectNode error = Json.object();
        if (code != null) {
            error.put("code", code).put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        error.put("message", message);
        if (param != null) {
            error.put("param", param);
        }
        return error.put("type", type);
    }

    private static Answer wrap(int status, ObjectNode error) {
        ObjectNode body = Json.object();
        body.set("error", error);
        return Answer.json(status, body);
    }
}
