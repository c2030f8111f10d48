package dev.interline.sdk.provider;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.sdk.credential.TokenSource;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Nothing is called at a provider of which nobody has said how doing it twice is prevented. */
class OperationDescriptorTest {

    @Test
    @SuppressWarnings("NullAway")
    void anOperationWithoutIdempotencyCannotBeDeclared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OperationDescriptor("create-ticket", null, null))
                .withMessageContaining("create-ticket")
                .withMessageContaining("twice");
    }

    @Test
    void anOperationThatIsMadeSafeByLookingItUpNamesItsLookUp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OperationDescriptor("create-ticket", new Idempotency.LookupFirst(), null))
                .withMessageContaining("names no look-up");
    }

    @Test
    void aRouteThatCallsAnUndeclaredOperationDoesNotStart() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext();
                QuotaGovernor governor = new QuotaGovernor(Jdbi.create("jdbc:none"))) {
            // Given
            camel.addComponent(
                    "provider",
                    new ProviderComponent(
                            new GatewayOfOne(OperationDescriptor.read("find-ticket")),
                            governor,
                            TokenSource.asConfigured(),
                            new SimpleMeterRegistry()));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").routeId("create").to("provider:create-ticket");
                }
            });

            // Then
            assertThatThrownBy(camel::start)
                    .rootCause()
                    .hasMessageContaining("No operation is called 'create-ticket'")
                    .hasMessageContaining("with its idempotency");
        }
    }
}
