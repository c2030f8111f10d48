package dev.interline.sdk.provider;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.sdk.Connection;
import dev.interline.sdk.credential.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class ProviderReadsTest {

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

    @Test
    void whatMayChangeSomethingIsNeverCalledOutsideACommand() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext();
                QuotaGovernor governor = new QuotaGovernor(Jdbi.create("jdbc:none"))) {
            // Given
            camel.addComponent(
                    "provider",
                    new ProviderComponent(
                            new GatewayOfOne(OperationDescriptor.upsert("upsert-company")),
                            governor,
                            TokenSource.asConfigured(),
                            new SimpleMeterRegistry()));
            camel.start();
            ProviderReads reads = new ProviderReads(camel);

            // Then
            assertThatIllegalStateException()
                    .isThrownBy(() -> reads.read(
                            CONNECTION,
                            CommandPriority.USER,
                            "upsert-company",
                            ProviderRequest.post("/companies", JsonNodeFactory.instance.objectNode())))
                    .withMessageContaining("only a command from its lane can call it");
        }
    }
}
