package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.Effects;
import java.util.Optional;

/**
 * One authenticated Zendesk call.
 *
 * @param actor the user as whom it acts
 * @param id the object the path names, empty when it names none
 */
record ZendeskCall(ApiCall http, ZendeskDesk desk, ZendeskEvents events, Effects effects, ObjectNode actor, String id) {

    /** The object under the name in the body; throws a 400 refusal when it is not there. */
    ObjectNode body(String name) {
        ObjectNode body = Json.objectOrNull(http.body());
        if (body == null || !(body.path(name) instanceof ObjectNode object)) {
            throw ZendeskErrors.badRequest(
                    "Invalid attribute",
                    "You passed an invalid value for the " + name + " attribute. Invalid parameter: " + name
                            + " must be an object");
        }
        return object;
    }

    Optional<String> query(String name) {
        return http.query().first(name).filter(text -> !text.isEmpty());
    }
}
