package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeLimitsTest {

    @ParameterizedTest
    @CsvSource({"sk_live_1, 100", "rk_live_1, 100", "sk_test_1, 25", "rk_test_1, 25"})
    void aTestKeyHasTheLimitsOfASandbox(String key, int perSecond) {
        assertThat(StripeLimits.of(connection(key)).getFirst())
                .extracting(ProviderLimit::name, ProviderLimit::permits)
                .containsExactly("account", perSecond);
    }

    @ParameterizedTest
    @CsvSource({
        "global-rate, account",
        "global-concurrency, account",
        "resource-specific, account",
        "endpoint-rate, endpoint",
        "endpoint-concurrency, endpoint"
    })
    void theRefusalNamesItsLimit(String reason, String limit) {
        assertThat(StripeLimits.exhausted(refused(Map.of("stripe-rate-limited-reason", reason))))
                .contains(limit);
    }

    @Test
    void stripeSaysNotHowLongToWaitSoTheGovernorDecides() {
        // When
        Optional<Failure> failure = StripeFailures.of(
                OperationDescriptor.read("read-customer"),
                refused(Map.of("stripe-rate-limited-reason", "global-rate")));

        // Then
        assertThat(failure.map(Failure::kind)).contains(FailureKind.THROTTLED);
        assertThat(failure.map(Failure::retryAfter)).isEmpty();
    }

    private static ProviderAnswer refused(Map<String, String> headers) {
        return new ProviderAnswer(429, headers, JsonNodeFactory.instance.objectNode(), true);
    }

    private static Connection connection(String key) {
        return new Connection(
                new ConnectionId("acme-stripe"),
                new TenantId("acme"),
                "acct_1",
                null,
                List.of("whsec_1"),
                "https://api.stripe.test",
                null,
                key,
                "https://interline.test/webhooks/acme-stripe");
    }
}
