package dev.interline.durable.credential;

import dev.interline.canonical.ConnectionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential as it stands in the database.
 *
 * @param version grows with every change
 * @param renewedAt when an access token came last
 * @param renewAt when the access token is to be renewed
 * @param expiresAt when the access token is no good any more
 * @param refusedReason why the provider gives no more tokens for the grant
 */
public record StoredCredential(
        ConnectionId connection,
        Credential credential,
        String keyId,
        long version,
        Instant changedAt,
        String changedBy,
        @Nullable Instant renewedAt,
        @Nullable Instant renewAt,
        @Nullable Instant expiresAt,
        @Nullable String refusedReason) {}
