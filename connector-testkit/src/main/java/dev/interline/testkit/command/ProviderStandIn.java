package dev.interline.testkit.command;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderPages;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * In the place of the {@code provider:} endpoints: judges answers and reads lists whole as the gateway says, without ledger,
 * lanes and limits. Where the answers come from says who extends it.
 */
public abstract class ProviderStandIn extends DefaultComponent {

    private final ProviderGateway gateway;
    private final List<String> calls = new ArrayList<>();
    private final Set<String> operations = new TreeSet<>();
    private final Set<String> tolerated = new TreeSet<>();

    protected ProviderStandIn(ProviderGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * What the provider says.
     *
     * @throws FailureException if no answer came
     */
    protected abstract ProviderAnswer answer(OperationDescriptor operation, ProviderRequest request) throws Exception;

    /** The operations that were called, each page of a list one call. */
    public final List<String> calls() {
        return calls;
    }

    /** The operations the routes name. */
    public final Set<String> operations() {
        return operations;
    }

    /** The failures the routes can live with. */
    public final Set<String> tolerated() {
        return tolerated;
    }

    /** The gateway's operation of that name. */
    protected final OperationDescriptor operation(String name) {
        return gateway.operations().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    protected final Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        operations.add(name);
        List<String> tolerate = Optional.ofNullable(getAndRemoveParameter(parameters, "tolerate", String.class))
                .map(codes -> List.of(codes.split(",")))
                .orElse(List.of());
        tolerated.addAll(tolerate);
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) throws Exception {
                        call(operation(name), tolerate, exchange);
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new IllegalArgumentException("can only be called");
            }
        };
    }

    private void call(OperationDescriptor operation, List<String> tolerate, Exchange exchange) throws Exception {
        exchange.getMessage().removeHeader("ToleratedFailure");
        ProviderPages pages = gateway.pages(operation).orElse(null);
        ProviderAnswer all = null;
        Optional<ProviderRequest> request = Optional.of(exchange.getMessage().getMandatoryBody(ProviderRequest.class));
        for (int page = 0; page < ProviderPages.MOST && request.isPresent(); page++) {
            calls.add(operation.name());
            ProviderAnswer answer = answer(operation, request.get());
            Failure failure = gateway.failure(operation, answer).orElse(null);
            if (failure != null) {
                tolerate(failure, tolerate, exchange);
                all = answer;
                break;
            }
            all = all == null || pages == null ? answer : pages.joined(all, answer);
            request = next(pages, request.get(), answer);
        }
        exchange.getMessage().setBody(all);
    }

    private static Optional<ProviderRequest> next(
            @Nullable ProviderPages pages, ProviderRequest asked, ProviderAnswer page) {
        return pages == null ? Optional.empty() : pages.next(asked, page);
    }

    private static void tolerate(Failure failure, List<String> tolerate, Exchange exchange) {
        if (!tolerate.contains(failure.code())) {
            throw new FailureException(failure);
        }
        exchange.getMessage().setHeader("ToleratedFailure", failure.code());
    }
}
