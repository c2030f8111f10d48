package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.testkit.command.ProviderStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** In the place of Stripe: calls the sandbox's as the gateway says, under a key that stays the same for one command. */
final class SandboxedStripe extends ProviderStandIn implements AutoCloseable {

    private static final String TOKEN = "sk_test_routes";

    private final Sandbox sandbox;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final StripeGateway gateway;
    private final Connection connection;
    private final Map<String, Runnable> others = new HashMap<>();
    private String command = "1";

    /** @param searchLag how long its search knows nothing of what a test makes */
    SandboxedStripe(Duration searchLag) {
        this(searchLag, new StripeGateway());
    }

    private SandboxedStripe(Duration searchLag, StripeGateway gateway) {
        super(gateway);
        this.gateway = gateway;
        sandbox = Sandbox.start(SandboxConfig.inMemory(Account.of("stripe", "acct_1Routes", TOKEN))
                .withSearchLag(searchLag.toMillis()));
        connection = new Connection(
                new ConnectionId("acme-stripe"),
                new TenantId("acme"),
                "acct_1Routes",
                null,
                List.of("whsec_1"),
                sandbox.baseUrl() + "/stripe",
                null,
                TOKEN,
                "http://127.0.0.1:2/webhooks/acme-stripe");
    }

    /** From here on the calls are those of another command. */
    void anotherCommand() {
        command = command + "1";
        calls().clear();
    }

    /** The next call whose path ends so has its effect, but its answer is lost. */
    void loseTheNextAnswerOf(String pathEnd) {
        send(
                "POST",
                sandbox.baseUrl() + "/_sandbox/faults",
                Map.of(),
                "{\"provider\":\"stripe\",\"method\":\"POST\",\"pathPattern\":\"" + pathEnd
                        + "$\",\"kind\":\"effect-then-reset\",\"times\":1}",
                "application/json");
    }

    /** Someone else acts once, right before the operation is called. */
    void before(String operation, Runnable other) {
        others.put(operation, other);
    }

    /** The sandbox's own count of what took effect. */
    long effectsOf(String operation) {
        long effects = 0;
        for (JsonNode row : send("GET", sandbox.baseUrl() + "/_sandbox/ledger", Map.of(), null, "")
                .body()) {
            if (row.path("operation").asText().equals(operation)
                    && row.path("outcome").asText().equals("applied")) {
                effects++;
            }
        }
        return effects;
    }

    /** What Stripe's owner does by hand; answers with the object. */
    JsonNode byHand(String path, String form) {
        ProviderAnswer answer = send(
                form.isEmpty() ? "GET" : "POST",
                connection.apiBase() + "/v1/" + path,
                gateway.headers(connection),
                form.isEmpty() ? null : form.replace("[", "%5B").replace("]", "%5D"),
                "application/x-www-form-urlencoded");
        return answer.body();
    }

    @Override
    protected ProviderAnswer answer(OperationDescriptor operation, ProviderRequest request) throws IOException {
        String lookup = operation.lookup();
        if (lookup != null && !calls().contains(lookup)) {
            throw new AssertionError(operation.name() + " is called before " + lookup);
        }
        Runnable other = others.remove(operation.name());
        if (other != null) {
            other.run();
        }
        Map<String, String> headers = new HashMap<>(gateway.headers(connection));
        if (operation.idempotency() instanceof Idempotency.NativeKey key) {
            String effect = Objects.requireNonNullElse(request.effect(), command);
            headers.put(key.header(), "il_" + effect + operation.name());
        }
        return throughCamel(request, headers);
    }

    /** With camel-http and the headers that the SDK gives it, so that what Stripe sees is what it will see. */
    private ProviderAnswer throughCamel(ProviderRequest request, Map<String, String> headers) throws IOException {
        Exchange call = camelHttp()
                .request(
                        connection.apiBase() + "?throwExceptionOnFailure=false&followRedirects=false&copyHeaders=false",
                        exchange -> {
                            headers.forEach(exchange.getMessage()::setHeader);
                            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, request.method());
                            exchange.getMessage().setHeader(Exchange.HTTP_PATH, request.path());
                            if (!request.query().isEmpty()) {
                                exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, query(request));
                            }
                            if (request.body() != null) {
                                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, request.contentType());
                                exchange.getMessage().setBody(request.body());
                            }
                        });
        if (call.getException() != null) {
            throw new FailureException(Failure.of(FailureKind.AMBIGUOUS, "BILLING-2002", "no answer came"));
        }
        Map<String, String> lowered = new HashMap<>();
        call.getMessage().getHeaders().forEach((name, value) -> {
            if (value instanceof String text) {
                lowered.put(name.toLowerCase(Locale.ROOT), text);
            }
        });
        return new ProviderAnswer(
                call.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
                lowered,
                CanonicalJson.mapper().readTree(call.getMessage().getBody(byte[].class)),
                true);
    }

    private ProducerTemplate camelHttp() {
        return getCamelContext().createProducerTemplate();
    }

    private static String query(ProviderRequest request) {
        return request.query().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + ProviderRequest.segment(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private ProviderAnswer send(
            String method, String url, Map<String, String> headers, @Nullable String body, String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (body != null) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> lowered = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> lowered.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            JsonNode json = response.body().isEmpty()
                    ? MissingNode.getInstance()
                    : CanonicalJson.mapper().readTree(response.body());
            return new ProviderAnswer(response.statusCode(), lowered, json, true);
        } catch (IOException lost) {
            throw new FailureException(Failure.of(FailureKind.AMBIGUOUS, "BILLING-2002", "no answer came"));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    @Override
    public void close() {
        http.close();
        sandbox.close();
    }
}
