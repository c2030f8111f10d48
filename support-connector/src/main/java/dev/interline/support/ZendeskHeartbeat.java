package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.util.Optional;

/** The organization that heartbeats change; what Zendesk tells of it is ours alone and goes no further. */
final class ZendeskHeartbeat {

    /** Its name. */
    static final String NAME = "Interline heartbeat";

    /** How its external id begins; the heartbeat follows. */
    static final String KEY = "interline-heartbeat-";

    /** Where organizations are. */
    static final String PATH = "/api/v2/organizations";

    private ZendeskHeartbeat() {}

    /** What the event means, if it is about that organization. */
    static Optional<Meaning> meaning(JsonNode event, String resource) {
        String key = event.path("detail").path("external_id").asText("");
        return resource.equals("organization") && key.startsWith(KEY)
                ? Optional.of(Meaning.Ignored.heartbeat(key.substring(KEY.length())))
                : Optional.empty();
    }
}
