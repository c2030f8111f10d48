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
import dev.interline.testkit.command.ProviderStandIn;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpEndpoint;

/** In the place of Zendesk: calls the sandbox's by camel-http. */
final class SandboxZendesk extends ProviderStandIn {

    private static final String OPTIONS = "?throwExceptionOnFailure=false&copyHeaders=false&deleteWithBody=true";

    private final Connection connection;
    private final ZendeskGateway gateway;
    private String idempotencyKey = "il_test";

    SandboxZendesk(Connection connection) {
        this(connection, new ZendeskGateway());
    }

    private SandboxZendesk(Connection connection, ZendeskGateway gateway) {
        super(gateway);
        this.gateway = gateway;
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

    /** Calls an operation beside the routes. */
    ProviderAnswer send(String operation, ProviderRequest request) {
        return answer(operation(operation), request);
    }

    @Override
    protected ProviderAnswer answer(OperationDescriptor operation, ProviderRequest request) {
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
