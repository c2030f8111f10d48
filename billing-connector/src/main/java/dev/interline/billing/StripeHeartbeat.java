package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.util.Optional;

/** The product that heartbeats change; what Stripe tells of it is ours alone and goes no further. */
final class StripeHeartbeat {

    /** The id of the product; Stripe lets us choose it, so there is one. */
    static final String PRODUCT = "interline_heartbeat";

    /** The name in its metadata under which the heartbeat stands. */
    static final String TOKEN = "interline_heartbeat";

    private StripeHeartbeat() {}

    /** What the event means, if it is about that product. */
    static Optional<Meaning> meaning(JsonNode event, String type) {
        JsonNode product = event.path("data").path("object");
        return type.startsWith("product.") && product.path("id").asText("").equals(PRODUCT)
                ? Optional.of(Meaning.Ignored.heartbeat(
                        product.path("metadata").path(TOKEN).asText("")))
                : Optional.empty();
    }
}
