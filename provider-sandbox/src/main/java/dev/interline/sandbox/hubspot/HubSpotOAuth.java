package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import dev.interline.sandbox.oauth.OAuthGrants;
import dev.interline.sandbox.oauth.Refreshed;
import dev.interline.sandbox.oauth.Refreshed.Issued;
import dev.interline.sandbox.oauth.Refreshed.Reason;
import dev.interline.sandbox.oauth.Refreshed.Refused;
import dev.interline.sandbox.oauth.TokenRequest;
import dev.interline.sandbox.state.Effects;
import dev.interline.sandbox.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /oauth/v1/token}, {@code /oauth/v3/token} and by date in the path: a form, answered with an access token of 30
 * minutes and the refresh token as it was
 * (<a href="https://developers.hubspot.com/docs/api-reference/auth-oauth-v1/tokens/post-oauth-v1-token">refresh an access
 * token</a>). Access tokens given before go on until they end.
 */
final class HubSpotOAuth {
    private final OAuthGrants grants;

    HubSpotOAuth(StateStore store) {
        this.grants = new OAuthGrants(store, "hubspot", false);
    }

    OAuthGrants grants() {
        return grants;
    }

    /** Whether the call goes to the token endpoint. */
    static boolean asksForTokens(ApiCall call) {
        List<String> segments = call.segments();
        return call.method().equals("POST")
                && segments.size() == 4
                && segments.get(1).equals("oauth")
                && segments.get(2).matches("v1|v3|20[0-9]{2}-[0-9]{2}")
                && segments.get(3).equals("token");
    }

    /** The portal whose refresh or access token the call carries. */
    Optional<String> portalOf(ApiCall call) {
        return asksForTokens(call)
                ? grants.accountOfRefreshToken(TokenRequest.ofForm(call).refreshToken())
                : call.bearerToken().flatMap(grants::accountOfAccessToken);
    }

    /** @throws Refusal if the call's access token has ended */
    void requireGood(ApiCall call, Instant now) {
        call.bearerToken()
                .flatMap(grants::endOf)
                .filter(end -> !end.isAfter(now))
                .ifPresent(end -> {
                    throw HubSpotErrors.expired(Duration.between(end, now).toMinutes());
                });
    }

    Answer refresh(ApiCall call, Effects effects) {
        Refreshed refreshed = grants.refresh(TokenRequest.ofForm(call), effects.now());
        return switch (refreshed) {
            case Issued issued -> {
                effects.applied("access-token", issued.grant(), null);
                yield Answer.json(200, shown(issued));
            }
            case Refused refused ->
                throw refusal(refused.reason(), call.segments().get(2).equals("v1"));
        };
    }

    private static ObjectNode shown(Issued issued) {
        return Json.object()
                .put("token_type", "bearer")
                .put("refresh_token", issued.refreshToken())
                .put("access_token", issued.accessToken())
                .put("hub_id", Long.parseLong(issued.account()))
                .put("expires_in", issued.lifetimeSeconds());
    }

    private static Refusal refusal(Reason reason, boolean oldest) {
        return switch (reason) {
            case GRANT_TYPE ->
                refusal("unsupported_grant_type", "BAD_GRANT_TYPE", "missing or unknown grant type", oldest);
            case CLIENT -> refusal("invalid_client", "BAD_CLIENT_ID", "missing or unknown client id", oldest);
            case REFRESH_TOKEN ->
                refusal("invalid_grant", "BAD_REFRESH_TOKEN", "missing or invalid refresh token", oldest);
        };
    }

    /** The first version says what is wrong in {@code status} only, later ones as the standard has it, too. */
    private static Refusal refusal(String error, String status, String message, boolean oldest) {
        ObjectNode body = Json.object().put("status", status).put("message", message);
        if (!oldest) {
            body.put("error", error).put("error_description", message);
        }
        return new Refusal(status, Answer.json(400, body));
    }
}
