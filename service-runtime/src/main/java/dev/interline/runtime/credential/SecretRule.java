package dev.interline.runtime.credential;

import dev.interline.durable.credential.CredentialKind;
import java.util.Optional;

/** What a provider's test secrets look like; a connector has one if its provider has such. */
public interface SecretRule {

    /** Why the secret is not for production; empty if it may be. Never says the secret. */
    Optional<String> refusal(CredentialKind kind, String secret);
}
