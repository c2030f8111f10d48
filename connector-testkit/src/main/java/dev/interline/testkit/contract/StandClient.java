package dev.interline.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.sdk.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** Talks to the provider as somebody else would: past the connector and past the network that fails. */
public final class StandClient {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Connection connection;
    private final Map<String, String> credentials;

    /** @param credentials the headers by which the provider knows the account */
    StandClient(Connection connection, Map<String, String> credentials) {
        this.connection = connection;
        this.credentials = Map.copyOf(credentials);
    }

    /** What came back: the status, the headers by lower-case name, and the body, missing if it is not JSON. */
    public record Answer(int status, Map<String, String> headers, JsonNode body) {}

    /** The account this client acts for. */
    public Connection connection() {
        return connection;
    }

    public Answer get(String path) {
        return send(request(connection.apiBase() + path).GET(), credentials);
    }

    /** @param contentType as {@code application/json} */
    public Answer post(String path, String contentType, String body) {
        return send(
                request(connection.apiBase() + path)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                credentials);
    }

    /** Any call; an empty body is none. */
    public Answer call(String method, String path, String contentType, String body) {
        return send(
                request(connection.apiBase() + path)
                        .header("Content-Type", contentType)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body)),
                credentials);
    }

    /** Asks the connector's admin API. */
    Answer admin(String method, String path, String body) {
        String service = connection.webhookUrl().replaceAll("/webhooks/.*$", "");
        return send(
                request(service + "/admin/v1" + path).method(method, HttpRequest.BodyPublishers.ofString(body)),
                Map.of("Authorization", "Bearer " + ProviderStand.API_KEY, "Content-Type", "application/json"));
    }

    /** Sends a webhook to the connector. */
    Answer webhook(Map<String, String> headers, byte[] body) {
        return send(
                request(connection.webhookUrl())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                headers);
    }

    /** Lets calls of the account fail whose path fits. */
    void fault(Config config, String path, String fault) {
        String order = "{\"provider\":\"" + config.getValue("stand.provider", String.class) + "\",\"account\":\""
                + connection.account() + "\",\"pathPattern\":\"" + path + "\"," + fault + "}";
        Answer answer = send(
                request(config.getValue("stand.sandbox", String.class) + "/_sandbox/faults")
                        .POST(HttpRequest.BodyPublishers.ofString(order)),
                Map.of());
        if (answer.status() != 201) {
            throw new IllegalArgumentException("The sandbox refuses the fault: " + answer.body());
        }
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    private Answer send(HttpRequest.Builder request, Map<String, String> headers) {
        headers.forEach(request::setHeader);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> answered = new HashMap<>();
            response.headers().map().forEach((name, values) -> answered.put(name, values.getFirst()));
            return new Answer(response.statusCode(), answered, json(response.body()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Broken off", stopping);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0
                    ? MissingNode.getInstance()
                    : CanonicalJson.mapper().readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}
