package dev.interline.sdk.provider;

import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.sdk.credential.TokenSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/**
 * {@code provider:<operation>}: one call to the provider, as the operation's descriptor allows.
 *
 * <p>Body in: a {@link ProviderRequest}. Body out: the {@link ProviderAnswer}. A failure is thrown, except those listed in
 * {@code tolerate}: their code is set as header {@value ProviderEndpoint#TOLERATED} and the route goes on.
 */
@Singleton
@Named("provider")
public final class ProviderComponent extends DefaultComponent {

    private final ProviderGateway gateway;
    private final ProviderQuota quota;
    private final TokenSource tokens;
    private final MeterRegistry metrics;
    private final Map<String, OperationDescriptor> operations = new TreeMap<>();
    private @Nullable ProviderHttp http;

    public ProviderComponent(
            ProviderGateway gateway, QuotaGovernor governor, TokenSource tokens, MeterRegistry metrics) {
        this.gateway = gateway;
        this.quota = new ProviderQuota(gateway, governor, metrics);
        this.tokens = tokens;
        this.metrics = metrics;
        for (OperationDescriptor operation : gateway.operations()) {
            operations.put(operation.name(), operation);
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        OperationDescriptor operation = operations.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("No operation is called '" + name + "'; declare it in "
                    + gateway.getClass().getSimpleName() + ".operations() with its idempotency. Known: "
                    + String.join(", ", operations.keySet()));
        }
        String tolerate = getAndRemoveParameter(parameters, "tolerate", String.class, "");
        return new ProviderEndpoint(
                uri, this, operation, tolerate.isEmpty() ? List.of() : List.of(tolerate.split(",")));
    }

    ProviderGateway gateway() {
        return gateway;
    }

    /** The HTTP side, shared by all operations. */
    synchronized ProviderHttp http() {
        ProviderHttp known = http;
        if (known == null) {
            known = new ProviderHttp(getCamelContext());
            http = known;
        }
        return known;
    }

    ProviderQuota quota() {
        return quota;
    }

    TokenSource tokens() {
        return tokens;
    }

    MeterRegistry metrics() {
        return metrics;
    }
}
