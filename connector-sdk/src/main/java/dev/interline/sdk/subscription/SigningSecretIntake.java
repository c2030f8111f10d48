package dev.interline.sdk.subscription;

import static dev.interline.durable.credential.CredentialKind.SIGNING_SECRETS;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.Credential.SigningSecrets;
import dev.interline.durable.credential.CredentialStore;
import dev.interline.durable.credential.KeyRing;
import dev.interline.durable.credential.SigningSecretUses;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.credential.SecretRules;
import dev.interline.sdk.credential.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Takes a provider's new signing secret in, beside those that are live: what is under way is still signed with them. */
@ApplicationScoped
public class SigningSecretIntake {

    /** A rotation has two; a subscription that is made again in its midst brings a third. */
    private static final int LIVE = 3;

    private final InterlineConfig config;
    private final CredentialStore store;
    private final KeyRing keys;
    private final SecretRules rules;
    private final Credentials credentials;

    SigningSecretIntake(
            InterlineConfig config, CredentialStore store, KeyRing keys, SecretRules rules, Credentials credentials) {
        this.config = config;
        this.store = store;
        this.keys = keys;
        this.rules = rules;
        this.credentials = credentials;
    }

    /** @throws FailureException if no secret could be kept; to be asked before one is made */
    void requireReady() {
        if (!keys.isReady()) {
            throw new FailureException(Failure.of(
                    FailureKind.REJECTED,
                    "MESSAGING-4001",
                    "a new webhook secret could not be kept: set interline.credentials.primary-key"));
        }
    }

    /** Whether webhooks signed with it are accepted. */
    boolean isLive(Handle handle, ConnectionId connection, String secret) {
        return live(handle, connection).contains(secret);
    }

    /**
     * Accepts it from now on, in all replicas within 5 s.
     *
     * @return its fingerprint
     * @throws IllegalArgumentException if it must not be used in this environment
     */
    String accept(Handle handle, ConnectionId connection, String secret, String actor) {
        rules.require(connection, SIGNING_SECRETS, secret);
        store.lock(handle, connection);
        List<String> secrets = new ArrayList<>(live(handle, connection));
        secrets.remove(secret);
        secrets.addFirst(secret);
        store.put(handle, connection, new SigningSecrets(secrets.subList(0, Math.min(LIVE, secrets.size()))), actor);
        return SigningSecretUses.fingerprint(connection, secret);
    }

    /** Lets this process accept at once what was accepted. */
    void use() {
        credentials.reload();
    }

    private List<String> live(Handle handle, ConnectionId connection) {
        return store.find(handle, connection, SIGNING_SECRETS)
                .map(stored -> ((SigningSecrets) stored.credential()).secrets())
                .orElseGet(() -> Objects.requireNonNull(config.connections().get(connection.value()))
                        .signingSecrets()
                        .orElse(List.of()));
    }
}
