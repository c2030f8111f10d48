package dev.interline.testkit.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.message.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Calls HTTP as any caller would. */
public final class ApiClient {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    /** @param base what stands before the paths */
    public ApiClient(String base) {
        this.base = base;
    }

    /** An answer with the request it belongs to; {@code path} is without the query, headers are by lower-case name. */
    public record Reply(String method, String path, int status, Map<String, String> headers, String text) {

        /** The body; missing if it is not JSON. */
        public JsonNode json() {
            try {
                return CanonicalJson.mapper().readTree(text);
            } catch (JsonProcessingException notJson) {
                return MissingNode.getInstance();
            }
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** @param body absent with an empty text */
    public Reply send(String method, String pathAndQuery, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + pathAndQuery))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> told = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> told.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            return new Reply(method, pathAndQuery.split("\\?", 2)[0], response.statusCode(), told, response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Broken off", stopping);
        }
    }
}
