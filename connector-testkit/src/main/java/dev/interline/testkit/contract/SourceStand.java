package dev.interline.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A sync source's provider: one account of the sandbox, whose clock stands still until a test moves it, and whose lists lag
 * a minute behind.
 */
public final class SourceStand implements AutoCloseable {

    private static final String TOKEN = "token-of-the-stand";
    private static final long LAG_MILLIS = 60_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final MovedClock clock = new MovedClock();
    private final Sandbox sandbox;
    private final Connection connection;
    private final Map<String, String> headers;

    /** @param provider {@code stripe}, {@code hubspot} or {@code zendesk} */
    public SourceStand(String provider, String account, ProviderGateway gateway) {
        sandbox = Sandbox.start(
                SandboxConfig.inMemory(SandboxConfig.Account.of(provider, account, TOKEN))
                        .withSearchLag(LAG_MILLIS),
                clock);
        connection = new Connection(
                new ConnectionId("acme-" + provider),
                new TenantId("acme"),
                account,
                null,
                List.of("secret"),
                sandbox.baseUrl() + "/" + provider + (provider.equals("zendesk") ? "/" + account : ""),
                "agent@acme.example",
                TOKEN,
                "https://interline.test/webhooks/acme-" + provider);
        headers = gateway.headers(connection);
    }

    /** The account's connection. */
    public Connection connection() {
        return connection;
    }

    /** The provider's time. */
    public Instant now() {
        return clock.instant();
    }

    /** Lets the provider's time pass. */
    public void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    /** Does something at the provider; whatever is no success fails the test. */
    public JsonNode act(ProviderRequest request) {
        ProviderAnswer answer = send(request);
        if (!answer.isSuccess()) {
            throw new AssertionError(
                    request.method() + " " + request.path() + " was answered " + answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    /**
     * Calls the provider.
     *
     * @throws UncheckedIOException if no answer comes
     */
    public ProviderAnswer send(ProviderRequest request) {
        String query = request.query().entrySet().stream()
                .map(entry -> ProviderRequest.segment(entry.getKey()) + "=" + ProviderRequest.segment(entry.getValue()))
                .collect(Collectors.joining("&"));
        byte[] body = request.body();
        HttpRequest.Builder call = HttpRequest.newBuilder(
                        URI.create(connection.apiBase() + request.path() + (query.isEmpty() ? "" : "?" + query)))
                .method(
                        request.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(call::setHeader);
        if (body != null) {
            call.setHeader("Content-Type", request.contentType());
        }
        return send(call.build());
    }

    /** The next calls of that path meet a fault. */
    void fault(String pathPattern, String fault) {
        ProviderAnswer answer = send(HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/_sandbox/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"pathPattern\":\"" + pathPattern + "\",\"times\":1," + fault + "}"))
                .build());
        if (answer.status() != 201) {
            throw new IllegalArgumentException("The sandbox refuses the fault: " + answer.body());
        }
    }

    /** How many calls met a fault. */
    int faultsMet() {
        int met = 0;
        for (JsonNode fault : send(HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/_sandbox/faults"))
                        .build())
                .body()) {
            met += fault.path("hits").asInt();
        }
        return met;
    }

    private ProviderAnswer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> answered = new HashMap<>();
            response.headers().map().forEach((name, values) -> answered.put(name, values.getFirst()));
            return answer(response.statusCode(), answered, response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Broken off", stopping);
        }
    }

    private static ProviderAnswer answer(int status, Map<String, String> headers, byte[] body) {
        try {
            return new ProviderAnswer(
                    status,
                    headers,
                    body.length == 0
                            ? MissingNode.getInstance()
                            : CanonicalJson.mapper().readTree(new String(body, StandardCharsets.UTF_8)),
                    body.length > 0);
        } catch (IOException notJson) {
            return new ProviderAnswer(status, headers, MissingNode.getInstance(), false);
        }
    }

    @Override
    public void close() {
        http.close();
        sandbox.close();
    }

    private static final class MovedClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-01T10:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
