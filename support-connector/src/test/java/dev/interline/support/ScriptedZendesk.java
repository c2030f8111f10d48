package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

/** In the place of the {@code provider:} endpoints: answers as told, in this order, and judges answers as the gateway. */
final class ScriptedZendesk extends DefaultComponent {

    private final Deque<Scripted> script = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<Map<String, String>> queries = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private final Set<String> operations = new TreeSet<>();
    private final Set<String> tolerated = new TreeSet<>();

    private record Scripted(String operation, ProviderAnswer answer) {}

    ScriptedZendesk answers(String operation, int status, String body) {
        script.add(new Scripted(operation, Answers.answer(status, body)));
        return this;
    }

    /** The operations that were called. */
    List<String> calls() {
        return calls;
    }

    /** The body of a call, the first is 0. */
    JsonNode request(int call) {
        return requests.get(call);
    }

    /** The query of a call, the first is 0. */
    Map<String, String> query(int call) {
        return queries.get(call);
    }

    /** The HTTP methods of the calls. */
    List<String> methods() {
        return methods;
    }

    /** The operations the routes name. */
    Set<String> operations() {
        return operations;
    }

    /** The failures the routes can live with. */
    Set<String> tolerated() {
        return tolerated;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String operation, Map<String, Object> parameters) {
        operations.add(operation);
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
                        call(operation, tolerate, exchange);
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new IllegalArgumentException("can only be called");
            }
        };
    }

    private void call(String operation, List<String> tolerate, Exchange exchange) throws Exception {
        ProviderRequest request = exchange.getMessage().getMandatoryBody(ProviderRequest.class);
        calls.add(operation);
        queries.add(request.query());
        methods.add(request.method());
        requests.add(request.body() == null ? MissingNode.getInstance() : Answers.body(request));
        Scripted next = script.poll();
        if (next == null || !next.operation().equals(operation)) {
            throw new AssertionError("unexpected call of " + operation);
        }
        exchange.getMessage().removeHeader("ToleratedFailure");
        Optional<Failure> failure = ZendeskFailures.of(descriptor(operation), next.answer());
        if (failure.isPresent()) {
            if (!tolerate.contains(failure.get().code())) {
                throw new FailureException(failure.get());
            }
            exchange.getMessage().setHeader("ToleratedFailure", failure.get().code());
        }
        exchange.getMessage().setBody(next.answer());
    }

    private static OperationDescriptor descriptor(String name) {
        return new ZendeskGateway()
                .operations().stream()
                        .filter(operation -> operation.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }
}
