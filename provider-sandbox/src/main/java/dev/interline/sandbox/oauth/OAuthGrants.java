package dev.interline.sandbox.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.oauth.Refreshed.Issued;
import dev.interline.sandbox.oauth.Refreshed.Reason;
import dev.interline.sandbox.oauth.Refreshed.Refused;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.state.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The apps that people have let act for their accounts at one provider, and their tokens. */
public final class OAuthGrants {
    private final StateStore store;
    private final boolean rotating;
    private final Table grants;
    private final Table refreshTokens;
    private final Table accessTokens;

    /**
     * @param provider whose accounts they are
     * @param rotating whether a refresh token is good once and ends the tokens given before it
     */
    public OAuthGrants(StateStore store, String provider, boolean rotating) {
        this.store = store;
        this.rotating = rotating;
        this.grants = new Table(store, "oauth/" + provider + "/grants");
        this.refreshTokens = new Table(store, "oauth/" + provider + "/refresh-tokens");
        this.accessTokens = new Table(store, "oauth/" + provider + "/access-tokens");
    }

    /**
     * A person lets an app act for the account.
     *
     * @param lifetimeSeconds how long its access tokens last
     * @return what the app holds from then on: {@code clientId}, {@code clientSecret}, {@code refreshToken}
     */
    public ObjectNode authorize(String account, int lifetimeSeconds) {
        String id = "grant-" + String.format("%09d", store.next("oauth-grants", 1));
        ObjectNode app = Json.object()
                .put("clientId", "app-" + UUID.randomUUID())
                .put("clientSecret", random("cs"))
                .put("refreshToken", random("rt"));
        grants.put(id, app.deepCopy().put("id", id).put("account", account).put("lifetimeSeconds", lifetimeSeconds));
        refreshTokens.put(app.path("refreshToken").asText(), Json.object().put("grant", id));
        return app;
    }

    /** Gives a new access token for a refresh token. */
    public Refreshed refresh(TokenRequest request, Instant now) {
        if (!request.grantType().equals("refresh_token")) {
            return new Refused(Reason.GRANT_TYPE);
        }
        Optional<ObjectNode> found = grantOf(request.refreshToken());
        boolean known = grants.ascending(null)
                .anyMatch(one -> one.path("clientId").asText().equals(request.clientId())
                        && one.path("clientSecret").asText().equals(request.clientSecret()));
        if (!known) {
            return new Refused(Reason.CLIENT);
        }
        ObjectNode grant = found.orElse(null);
        if (grant == null
                || grant.path("revoked").asBoolean()
                || !grant.path("clientId").asText().equals(request.clientId())) {
            return new Refused(Reason.REFRESH_TOKEN);
        }
        return issue(grant, request.refreshToken(), now);
    }

    private Issued issue(ObjectNode grant, String used, Instant now) {
        String id = grant.path("id").asText();
        String account = grant.path("account").asText();
        int lifetime = grant.path("lifetimeSeconds").asInt();
        String access = random("at");
        String refresh = used;
        if (rotating) {
            refresh = random("rt");
            refreshTokens.remove(used);
            refreshTokens.put(refresh, Json.object().put("grant", id));
            tokens(row -> row.path("grant").asText().equals(id)).forEach(accessTokens::remove);
        }
        accessTokens.put(
                access,
                Json.object()
                        .put("token", access)
                        .put("grant", id)
                        .put("account", account)
                        .put("expiresAt", now.plusSeconds(lifetime).toString()));
        return new Issued(id, account, access, refresh, lifetime);
    }

    /** Whose refresh token it is or was, if it is known. */
    public Optional<String> accountOfRefreshToken(String refreshToken) {
        return grantOf(refreshToken).map(grant -> grant.path("account").asText());
    }

    /** Whose access token it is, expired or not. */
    public Optional<String> accountOfAccessToken(String accessToken) {
        return accessTokens.find(accessToken).map(token -> token.path("account").asText());
    }

    /** Until when the access token is good; empty if it is none. */
    public Optional<Instant> endOf(String accessToken) {
        return accessTokens
                .find(accessToken)
                .map(token -> Instant.parse(token.path("expiresAt").asText()));
    }

    /** All access tokens of the account end now. */
    public void expire(String account, Instant now) {
        for (String token : tokens(row -> row.path("account").asText().equals(account))) {
            accessTokens.find(token).ifPresent(row -> accessTokens.put(token, row.put("expiresAt", now.toString())));
        }
    }

    /** A person takes the right back from every app: no token of the account is good any more. */
    public void revoke(String account) {
        List<ObjectNode> all = grants.ascending(null)
                .filter(grant -> grant.path("account").asText().equals(account))
                .toList();
        all.forEach(grant -> grants.put(grant.path("id").asText(), grant.put("revoked", true)));
        tokens(row -> row.path("account").asText().equals(account)).forEach(accessTokens::remove);
    }

    private List<String> tokens(Predicate<ObjectNode> wanted) {
        return accessTokens
                .ascending(null)
                .filter(wanted)
                .map(row -> row.path("token").asText())
                .toList();
    }

    private Optional<ObjectNode> grantOf(String refreshToken) {
        return refreshTokens
                .find(refreshToken)
                .flatMap(token -> grants.find(token.path("grant").asText()));
    }

    private static String random(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "");
    }
}
