package dev.interline.sdk.provider;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.sdk.Connection;
import dev.interline.sdk.credential.TokenSource;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderUpkeepTest {

    /** Nobody listens there: a call that were sent would fail otherwise. */
    private static final Connection CONNECTION = new Connection(
            new ConnectionId("acme"),
            new TenantId("acme"),
            "1",
            null,
            List.of("secret"),
            "http://127.0.0.1:9",
            null,
            "token",
            "http://127.0.0.1/webhooks/acme");

    static Stream<OperationDescriptor> unsafe() {
        return Stream.of(
                OperationDescriptor.nativeKey("make", "Idempotency-Key", Duration.ofHours(1)),
                new OperationDescriptor("make", new Idempotency.LookupFirst(), "look"),
                new OperationDescriptor("make", new Idempotency.AtMostOncePark(), null));
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void whatCouldBeDoneTwiceIsNotCalled(OperationDescriptor operation) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext();
                QuotaGovernor governor = new QuotaGovernor(Jdbi.create("jdbc:none"))) {
            // Given
            camel.addComponent(
                    "provider",
                    new ProviderComponent(
                            new GatewayOfOne(operation),
                            governor,
                            TokenSource.asConfigured(),
                            new SimpleMeterRegistry()));
            camel.start();
            ProviderUpkeep.Session session = new ProviderUpkeep(camel).of(CONNECTION);

            // Then
            assertThatIllegalStateException()
                    .isThrownBy(() -> session.call("make", ProviderRequest.delete("/things")))
                    .withMessageStartingWith("make ");
        }
    }
}
