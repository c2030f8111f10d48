package dev.interline.sandbox.zendesk;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /oauth/tokens}, with JSON or a form: each answer brings a new refresh token and ends the access and refresh
 * token before it
 * (<a href="https://developer.zendesk.com/documentation/api-basics/authentication/refresh-token/">refresh tokens</a>).
 */
final class ZendeskOAuth {
    private static final int REFRESH_TOKEN_SECONDS = 30 * 24 * 3_600;

    private final OAuthGrants grants;

    ZendeskOAuth(StateStore store) {
        this.grants = new OAuthGrants(store, "zendesk", true);
    }

    OAuthGrants grants() {
        return grants;
    }

    /** Whether the call goes to the token endpoint of a help desk. */
    static boolean asksForTokens(ApiCall call) {
        List<String> segments = call.segments();
        return call.method().equals("POST")
                && segments.size() == 4
                && segments.get(2).equals("oauth")
                && segments.get(3).replaceFirst("\\.json$", "").equals("tokens");
    }

    /** The help desk whose access token the call carries. */
    Optional<String> subdomainOf(ApiCall call) {
        return call.bearerToken().flatMap(grants::accountOfAccessToken);
    }

    /** @throws Refusal if the call's access token has ended */
    void requireGood(ApiCall call, Instant now) {
        call.bearerToken()
                .flatMap(grants::endOf)
                .filter(end -> !end.isAfter(now))
                .ifPresent(end -> {
                    throw ZendeskErrors.invalidToken();
                });
    }

    /** @param subdomain whose token endpoint it is; another help desk's refresh token is good for nothing here */
    Answer refresh(ApiCall call, String subdomain, Effects effects) {
        TokenRequest request = TokenRequest.ofJsonOrForm(call);
        boolean ofAnother = grants.accountOfRefreshToken(request.refreshToken())
                .filter(account -> !account.equals(subdomain))
                .isPresent();
        Refreshed refreshed = ofAnother ? new Refused(Reason.REFRESH_TOKEN) : grants.refresh(request, effects.now());
        return switch (refreshed) {
            case Issued issued -> {
                effects.applied("access-token", issued.grant(), null);
                yield Answer.json(200, shown(issued));
            }
            case Refused refused -> throw refusal(refused.reason());
        };
    }

    private static ObjectNode shown(Issued issued) {
        return Json.object()
                .put("access_token", issued.accessToken())
                .put("refresh_token", issued.refreshToken())
                .put("token_type", "bearer")
                .put("scope", "read write")
                .put("expires_in", issued.lifetimeSeconds())
                .put("refresh_token_expires_in", REFRESH_TOKEN_SECONDS);
    }

    private static Refusal refusal(Reason reason) {
        return switch (reason) {
            case GRANT_TYPE -> refusal(400, "unsupported_grant_type", "The grant type is not supported.");
            case CLIENT -> refusal(401, "invalid_client", "Client authentication failed.");
            case REFRESH_TOKEN ->
                refusal(400, "invalid_grant", "The provided grant is invalid, expired, revoked, or another client's.");
        };
    }

    private static Refusal refusal(int status, String error, String description) {
        return new Refusal(
                error, Answer.json(status, Json.object().put("error", error).put("error_description", description)));
    }
}
