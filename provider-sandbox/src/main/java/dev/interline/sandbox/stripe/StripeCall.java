package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.Effects;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One authenticated Stripe call.
 *
 * @param id the object the path names, empty when it names none
 * @param listUrl path of the collection, as lists repeat it
 */
record StripeCall(
        StripeBooks books,
        StripeParams params,
        StripeVersion version,
        StripeEvents events,
        Effects effects,
        String id,
        String listUrl) {

    long now() {
        return effects.now().getEpochSecond();
    }

    /** Records that the object was changed, and answers with it. */
    Answer applied(ObjectNode object) {
        effects.applied(object.path("id").asText(), externalId(object), params.detail());
        return shown(object);
    }

    Answer shown(ObjectNode object) {
        return Answer.json(200, StripeShapes.render(object, version, books, params.texts("expand")));
    }

    /** The customer's own name for an object, where its metadata carries one. */
    static @Nullable String externalId(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return Stream.of("interline_account_id", "external_id", "account_id")
                .map(name -> Json.text(metadata, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
