package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** In the place of the {@code provider:} endpoints: calls the sandbox by camel-http, without ledger, lanes and limits. */
final class SandboxZendesk extends DefaultComponent {

    private static final String OPTIONS = "?throwExceptionOnFailure=false&copyHeaders=false&deleteWithBody=true";

    private final Connection connection;
    private final ZendeskGateway gateway = new ZendeskGateway();
    private String idempotencyKey = "il_test";

    SandboxZendesk(Connection connection) {
        this.connection = connection;
    }

    /** The key of the command that is carried out now. */
    void withIdempotencyKey(String key) {
        idempotencyKey = key;
    }

    /** As the SDK calls: nothing is repeated behind our back. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getCamelContext()
                .getEndpoint(connection.apiBase() + OPTIONS, HttpEndpoint.class)
                .setHttpClientConfigurer(client -> client.disableAutomaticRetries());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String operation, Map<String, Object> parameters) {
        OperationDescriptor descriptor = operation(operation);
        List<String> tolerate = Optional.ofNullable(getAndRemoveParameter(parameters, "tolerate", String.class))
                .map(codes -> List.of(codes.split(",")))
                .orElse(List.of());
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) throws Exception {
                        call(descriptor, tolerate, exchange);
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new IllegalArgumentException("can only be called");
            }
        };
    }

    private OperationDescriptor operation(String name) {
        return gateway.operations().stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void call(OperationDescriptor operation, List<String> tolerate, Exchange exchange) {
        ProviderAnswer answer = send(operation, exchange.getMessage().getBody(ProviderRequest.class));
        exchange.getMessage().removeHeader("ToleratedFailure");
        Optional<Failure> failure = gateway.failure(operation, answer);
        if (failure.isPresent()) {
            if (!tolerate.contains(failure.get().code())) {
                throw new FailureException(failure.get());
            }
            exchange.getMessage().setHeader("ToleratedFailure", failure.get().code());
        }
        exchange.getMessage().setBody(answer);
    }

    /** Calls an operation beside the routes. */
    ProviderAnswer send(String operation, ProviderRequest request) {
        return send(operation(operation), request);
    }

    private ProviderAnswer send(OperationDescriptor operation, ProviderRequest request) {
        Map<String, Object> headers = new HashMap<>(gateway.headers(connection));
        if (operation.idempotency() instanceof Idempotency.NativeKey key) {
            headers.put(key.header(), idempotencyKey);
        }
        headers.put(HttpConstants.HTTP_METHOD, request.method());
        headers.put(HttpConstants.HTTP_PATH, request.path());
        headers.put(HttpConstants.HTTP_RAW_QUERY, query(request));
        headers.put(HttpConstants.CONTENT_TYPE, "application/json");
        Exchange call = getCamelContext().createProducerTemplate().send(connection.apiBase() + OPTIONS, exchange -> {
            exchange.getMessage().setHeaders(headers);
            exchange.getMessage().setBody(request.body());
        });
        if (call.getException() instanceof IOException) {
            throw new FailureException(Failure.of(
                    operation.hasEffect() ? FailureKind.AMBIGUOUS : FailureKind.UNAVAILABLE,
                    "SUPPORT-2002",
                    operation.name() + " was sent, but no answer came"));
        }
        byte[] body = call.getMessage().getBody(byte[].class);
        JsonNode json = body == null || body.length == 0 ? MissingNode.getInstance() : WebhookSamples.json(body);
        Map<String, String> answered = new HashMap<>();
        call.getMessage()
                .getHeaders()
                .forEach((name, value) -> answered.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
        int status = call.getMessage().getHeader(HttpConstants.HTTP_RESPONSE_CODE, Integer.class);
        return new ProviderAnswer(status, answered, json, true);
    }

    private static String query(ProviderRequest request) {
        return request.query().entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
