package dev.interline.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls the sandbox as a browser or another program of the tenant would. */
final class SandboxHttp {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;
    private static final int FIRST_ERROR = 400;

    private final HttpClient client = HttpClient.newHttpClient();

    JsonNode get(String url, Map<String, String> headers) {
        return send(request(url, headers).GET());
    }

    JsonNode postJson(String url, Map<String, String> headers, Object body) {
        return send(request(url, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString())));
    }

    JsonNode postForm(String url, Map<String, String> headers, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(request(url, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(String url, Map<String, String> headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).header("Accept", "application/json");
        headers.forEach(builder::header);
        return builder;
    }

    /** A missing thing is an answer, because the demo asks until it appears; every other error ends the demo. */
    private JsonNode send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        String call = request.method() + " " + request.uri().getPath();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == NOT_FOUND && request.method().equals("GET")) {
                return MissingNode.getInstance();
            }
            if (response.statusCode() >= FIRST_ERROR) {
                throw new DemoStepFailed(
                        "The sandbox answered " + call + " with " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new DemoStepFailed("The sandbox did not answer " + call + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoStepFailed("The demo was broken off at " + call + ".");
        }
    }
}
