package dev.interline.sdk.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sdk.Connection;
import java.util.List;

/** Says in canonical words what a provider's request says in its own. A pure function: no calls, no state. */
public interface WebhookTranslator {

    /**
     * The events of a verified request, at least one.
     *
     * <p>An event that cannot be read is {@link ProviderEvent.Meaning.Unmappable}; an exception makes the whole request
     * unmappable, which is never wrong, only less helpful.
     *
     * @param endpoint the connection whose URL was called
     * @param request the body as JSON
     */
    List<ProviderEvent> translate(Connection endpoint, JsonNode request, WebhookRequest raw);
}
