package dev.interline.support;

import dev.interline.sdk.credential.OAuth2Dialect;
import dev.interline.sdk.credential.OAuth2Dialect.Format;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Zendesk gives a new refresh token with every access token
 * (<a href="https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/">grant-type tokens</a>).
 */
@ApplicationScoped
public class ZendeskOAuth2 {

    @Produces
    @Singleton
    OAuth2Dialect dialect() {
        return new OAuth2Dialect("/oauth/tokens", Format.JSON);
    }
}
