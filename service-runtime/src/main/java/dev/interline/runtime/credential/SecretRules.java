package dev.interline.runtime.credential;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.CredentialKind;
import dev.interline.runtime.InterlineConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Refuses secrets that prove nothing: empty ones anywhere, those for tests outside a sandbox. */
@ApplicationScoped
public class SecretRules {

    private final boolean sandbox;
    private final Iterable<SecretRule> rules;

    @Inject
    SecretRules(InterlineConfig config, @Any Instance<SecretRule> rules) {
        this(config.environment().equals("sandbox"), rules);
    }

    private SecretRules(boolean sandbox, Iterable<SecretRule> rules) {
        this.sandbox = sandbox;
        this.rules = rules;
    }

    /** The rules of a connector without a container. */
    public static SecretRules of(boolean sandbox, Iterable<SecretRule> rules) {
        return new SecretRules(sandbox, rules);
    }

    /** @throws IllegalArgumentException if the secret must not be used here; its message does not say it */
    public void require(ConnectionId connection, CredentialKind kind, String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("Connection " + connection + " has an empty " + words(kind));
        }
        if (sandbox) {
            return;
        }
        for (SecretRule rule : rules) {
            rule.refusal(kind, secret).ifPresent(why -> {
                throw new IllegalArgumentException("The " + words(kind) + " of connection " + connection
                        + " is not for production: " + why + ". Set the real one, or interline.environment=sandbox");
            });
        }
    }

    private static String words(CredentialKind kind) {
        return switch (kind) {
            case API_TOKEN -> "API token";
            case OAUTH2_GRANT -> "OAuth2 grant";
            case SIGNING_SECRETS -> "webhook secret";
        };
    }
}
