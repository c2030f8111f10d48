package dev.interline.durable.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.message.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A secret of a connection. None of them says itself in {@code toString}. */
public sealed interface Credential {

    /** Which kind it is. */
    CredentialKind kind();

    /** A token that is sent with every call. */
    record ApiToken(String token) implements Credential {
        public ApiToken {
            require(token, "the token");
        }

        @Override
        public CredentialKind kind() {
            return CredentialKind.API_TOKEN;
        }

        @Override
        public String toString() {
            return "ApiToken[***]";
        }
    }

    /**
     * An OAuth2 client that acts for a connection (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749,
     * 6</a>).
     *
     * @param accessToken what calls carry now; absent until the first one was asked for
     */
    record OAuth2Grant(
            String clientId,
            String clientSecret,
            String refreshToken,
            @Nullable String accessToken) implements Credential {
        public OAuth2Grant {
            require(clientId, "the client id");
            require(clientSecret, "the client secret");
            require(refreshToken, "the refresh token");
        }

        /** The grant with new tokens; the old refresh token stays if the provider gave no new one. */
        OAuth2Grant renewed(String newAccessToken, @Nullable String newRefreshToken) {
            return new OAuth2Grant(
                    clientId, clientSecret, newRefreshToken == null ? refreshToken : newRefreshToken, newAccessToken);
        }

        @Override
        public CredentialKind kind() {
            return CredentialKind.OAUTH2_GRANT;
        }

        @Override
        public String toString() {
            return "OAuth2Grant[***]";
        }
    }

    /** The live webhook secrets, newest first. */
    record SigningSecrets(List<String> secrets) implements Credential {
        public SigningSecrets {
            secrets = List.copyOf(secrets);
            if (secrets.isEmpty()) {
                throw new IllegalArgumentException("A connection needs a webhook secret");
            }
            secrets.forEach(secret -> require(secret, "the webhook secret"));
        }

        @Override
        public CredentialKind kind() {
            return CredentialKind.SIGNING_SECRETS;
        }

        @Override
        public String toString() {
            return "SigningSecrets[" + secrets.size() + " secrets]";
        }
    }

    /** As it is sealed. */
    default String json() {
        ObjectNode json = CanonicalJson.mapper().createObjectNode();
        switch (this) {
            case ApiToken api -> json.put("token", api.token());
            case OAuth2Grant grant ->
                json.put("clientId", grant.clientId())
                        .put("clientSecret", grant.clientSecret())
                        .put("refreshToken", grant.refreshToken())
                        .put("accessToken", grant.accessToken());
            case SigningSecrets signing -> {
                ArrayNode secrets = json.putArray("secrets");
                signing.secrets().forEach(secrets::add);
            }
        }
        return json.toString();
    }

    /** @throws IllegalArgumentException if it was not written by {@link #json} */
    static Credential ofJson(CredentialKind kind, String json) {
        JsonNode read;
        try {
            read = CanonicalJson.mapper().readTree(json);
        } catch (JsonProcessingException broken) {
            // Its message would quote the secret.
            throw new IllegalArgumentException("A stored credential of kind " + kind + " is no JSON");
        }
        return switch (kind) {
            case API_TOKEN -> new ApiToken(read.path("token").asText());
            case OAUTH2_GRANT ->
                new OAuth2Grant(
                        read.path("clientId").asText(),
                        read.path("clientSecret").asText(),
                        read.path("refreshToken").asText(),
                        read.path("accessToken").textValue());
            case SIGNING_SECRETS -> {
                List<String> secrets = new ArrayList<>();
                read.path("secrets").forEach(secret -> secrets.add(secret.asText()));
                yield new SigningSecrets(secrets);
            }
        };
    }

    private static void require(String value, String what) {
        if (value.isBlank() || !value.equals(value.strip()) || value.length() > 4_000) {
            throw new IllegalArgumentException(
                    what + " must not be empty, must not begin or end with a space, and has at most 4000 characters");
        }
    }
}
