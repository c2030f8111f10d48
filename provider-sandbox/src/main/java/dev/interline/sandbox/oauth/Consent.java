package dev.interline.sandbox.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * A person of an account lets an app act ({@code POST oauth/grants}, optionally with {@code expiresIn} in seconds), takes
 * that back ({@code oauth/revoke}), or time passes ({@code oauth/expire}).
 */
public final class Consent {
    /** How long access tokens last at HubSpot, and by default at Zendesk. */
    public static final int LIFETIME_SECONDS = 1_800;

    private final OAuthGrants grants;

    public Consent(OAuthGrants grants) {
        this.grants = grants;
    }

    /** Does what the last segment of the path says; empty if it says nothing of this kind. */
    public Optional<Answer> act(ApiCall call, String account, Instant now) {
        String action = call.segments().getLast();
        if (!call.method().equals("POST")) {
            return Optional.empty();
        }
        return switch (action) {
            case "grants" -> Optional.of(Answer.json(201, grants.authorize(account, lifetime(call))));
            case "expire" -> {
                grants.expire(account, now);
                yield Optional.of(Answer.noContent());
            }
            case "revoke" -> {
                grants.revoke(account);
                yield Optional.of(Answer.noContent());
            }
            default -> Optional.empty();
        };
    }

    private static int lifetime(ApiCall call) {
        ObjectNode body = Json.objectOrNull(call.body());
        int seconds = body == null ? LIFETIME_SECONDS : body.path("expiresIn").asInt(LIFETIME_SECONDS);
        if (seconds <= 0) {
            throw new IllegalArgumentException("'expiresIn' must be above 0 seconds");
        }
        return seconds;
    }
}
