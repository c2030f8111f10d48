package dev.interline.billing;

import dev.interline.durable.credential.CredentialKind;
import dev.interline.runtime.credential.SecretRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Keys of Stripe's test mode and webhook secrets of its documentation are for a sandbox only
 * (<a href="https://docs.stripe.com/keys">API keys</a>).
 */
@ApplicationScoped
public class StripeSecretRule implements SecretRule {

    @Override
    public Optional<String> refusal(CredentialKind kind, String secret) {
        return switch (kind) {
            case API_TOKEN ->
                secret.startsWith("sk_test_") || secret.startsWith("rk_test_")
                        ? Optional.of("it is a key of Stripe's test mode, which sees test data only")
                        : Optional.empty();
            case SIGNING_SECRETS ->
                secret.startsWith("whsec_test")
                        ? Optional.of("it is a secret that documentation shows; anybody could sign with it")
                        : Optional.empty();
            case OAUTH2_GRANT -> Optional.empty();
        };
    }
}
