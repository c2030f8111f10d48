package dev.interline.sdk.ingress;

import dev.interline.sdk.Connection;
import java.time.Instant;

/** How the connector's provider proves that a request is its own; works on raw bytes, before anything is parsed. */
public interface WebhookSignature {

    /** Whether one of the connection's secrets has signed the request, not too long ago. */
    Verification verify(WebhookRequest request, Connection connection, Instant now);
}
