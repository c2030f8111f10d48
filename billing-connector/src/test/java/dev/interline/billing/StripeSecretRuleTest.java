package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.credential.CredentialKind;
import dev.interline.runtime.credential.SecretRules;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeSecretRuleTest {

    private static final ConnectionId ACME = new ConnectionId("acme-stripe");

    @ParameterizedTest
    @CsvSource({"API_TOKEN, sk_test_1", "API_TOKEN, rk_test_1", "SIGNING_SECRETS, whsec_test_secret"})
    void testSecretsAreRefusedInProductionWithoutBeingSaidAndTakenInASandbox(CredentialKind kind, String secret) {
        assertThatThrownBy(() -> rules(false).require(ACME, kind, secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("acme-stripe is not for production")
                .hasMessageNotContaining(secret);
        rules(true).require(ACME, kind, secret);
    }

    @ParameterizedTest
    @CsvSource({"API_TOKEN, sk_live_1", "API_TOKEN, rk_live_1", "SIGNING_SECRETS, whsec_a1b2"})
    void liveSecretsAreTaken(CredentialKind kind, String secret) {
        rules(false).require(ACME, kind, secret);
        assertThat(new StripeSecretRule().refusal(kind, secret)).isEmpty();
    }

    private static SecretRules rules(boolean sandbox) {
        return SecretRules.of(sandbox, List.of(new StripeSecretRule()));
    }
}
