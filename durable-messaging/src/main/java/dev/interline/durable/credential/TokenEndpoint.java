package dev.interline.durable.credential;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.Credential.OAuth2Grant;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a provider gives access tokens for refresh tokens. */
public interface TokenEndpoint {

    /** Asks for a new access token; takes at most 10 seconds. */
    Answer refresh(ConnectionId connection, OAuth2Grant grant);

    /** What came of it. */
    sealed interface Answer {

        /**
         * New tokens.
         *
         * @param refreshToken the next refresh token; absent if the old one goes on
         * @param lifetime how long the access token lasts; absent if the provider does not say
         */
        record Issued(
                String accessToken,
                @Nullable String refreshToken,
                @Nullable Duration lifetime) implements Answer {
            @Override
            public String toString() {
                return "Issued[***, lifetime=" + lifetime + "]";
            }
        }

        /** Never again for this grant; the reason is the provider's error code, never its text. */
        record Denied(String reason) implements Answer {}

        /** No answer, or one that says nothing of the grant. */
        record Unavailable(String reason) implements Answer {}
    }
}
