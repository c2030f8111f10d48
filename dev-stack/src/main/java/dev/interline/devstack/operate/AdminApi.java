package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The admin API of one service.
 *
 * @param service its name
 * @param url where it listens
 * @param key the API key
 */
record AdminApi(String service, String url, String key) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws AdminFailure if the service does not answer 2xx */
    JsonNode get(String path, Map<String, List<String>> query) {
        String encoded = query.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + "=" + encode(value)))
                .collect(Collectors.joining("&"));
        return send(request(path + (encoded.isEmpty() ? "" : "?" + encoded)).GET());
    }

    /** @throws AdminFailure if the service does not answer 2xx */
    JsonNode post(String path, Map<String, ?> body) {
        return write("POST", path, body);
    }

    /** @throws AdminFailure if the service does not answer 2xx */
    JsonNode put(String path, Map<String, ?> body) {
        return write("PUT", path, body);
    }

    private JsonNode write(String method, String path, Map<String, ?> body) {
        try {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException("A map of plain values can always be written", impossible);
        }
    }

    /** The same for an act upon many rows; empty if none matches. */
    Optional<JsonNode> postToMatching(String path, Map<String, ?> body) {
        try {
            return Optional.of(post(path, body));
        } catch (AdminFailure failed) {
            if (failed.status() != 422) {
                throw failed;
            }
            return Optional.empty();
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + "/admin/v1" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new AdminFailure(response.statusCode(), service + ": " + reason(response));
            }
            return JSON.readTree(response.body());
        } catch (IOException failed) {
            throw new AdminFailure(0, service + " does not answer at " + url + ": " + failed.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new AdminFailure(0, "interrupted");
        }
    }

    private static String reason(HttpResponse<String> response) {
        try {
            JsonNode problem = JSON.readTree(response.body());
            return problem.path("detail").asText("status " + response.statusCode()) + " ("
                    + problem.path("code").asText("no code") + ")";
        } catch (IOException notJson) {
            return "answered " + response.statusCode();
        }
    }
}
