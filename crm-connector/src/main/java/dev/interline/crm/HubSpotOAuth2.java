package dev.interline.crm;

import dev.interline.sdk.credential.OAuth2Dialect;
import dev.interline.sdk.credential.OAuth2Dialect.Format;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * HubSpot's token endpoint by date in the path
 * (<a href="https://developers.hubspot.com/docs/api-reference/2026-03/authentication/oauth-tokens/refresh-oauth-token">refresh
 * an access token</a>); the older one, {@code /oauth/v1/token}, is deprecated from 16 February 2027.
 */
@ApplicationScoped
public class HubSpotOAuth2 {

    @Produces
    @Singleton
    OAuth2Dialect dialect() {
        return new OAuth2Dialect("/oauth/2026-03/token", Format.FORM);
    }
}
