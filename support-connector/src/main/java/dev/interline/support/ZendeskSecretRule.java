package dev.interline.support;

import dev.interline.durable.credential.CredentialKind;
import dev.interline.runtime.credential.SecretRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Before a webhook is created, Zendesk signs tests with a secret that its documentation prints
 * (<a href="https://developer.zendesk.com/documentation/webhooks/verifying/">verifying webhooks</a>).
 */
@ApplicationScoped
public class ZendeskSecretRule implements SecretRule {

    private static final String PUBLIC = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";

    @Override
    public Optional<String> refusal(CredentialKind kind, String secret) {
        return kind == CredentialKind.SIGNING_SECRETS && secret.equals(PUBLIC)
                ? Optional.of("it is printed in public documentation; anybody could sign with it")
                : Optional.empty();
    }
}
