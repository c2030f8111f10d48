package dev.interline.sdk.provider;

import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One operation of the provider. */
final class ProviderEndpoint extends DefaultEndpoint {

    /** The header with the code of a failure the route said it can live with. */
    static final String TOLERATED = "ToleratedFailure";

    private final ProviderComponent provider;
    private final OperationDescriptor operation;
    private final List<String> tolerate;

    ProviderEndpoint(String uri, ProviderComponent provider, OperationDescriptor operation, List<String> tolerate) {
        super(uri, provider);
        this.provider = provider;
        this.operation = operation;
        this.tolerate = tolerate;
    }

    @Override
    public Producer createProducer() {
        return new ProviderCall(
                this,
                provider.gateway(),
                operation,
                tolerate,
                provider.http(),
                provider.quota(),
                provider.tokens(),
                provider.metrics());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new IllegalArgumentException("provider:" + operation.name() + " can only be called");
    }
}
