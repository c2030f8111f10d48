package dev.interline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An HTTP client of a test, with the credentials of one account. */
public final class Caller implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String authorization;

    private Caller(String base, String authorization) {
        this.base = base;
        this.authorization = authorization;
    }

    public static Caller bearer(String base, String token) {
        return new Caller(base, "Bearer " + token);
    }

    public static Caller basic(String base, String credentials) {
        return new Caller(
                base, "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    /** What came back. */
    public record Reply(int status, HttpResponse<String> response) {
        public String body() {
            return response.body();
        }

        public JsonNode json() {
            return Caller.json(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    public Reply get(String path) {
        return call("GET", path, "");
    }

    public Reply delete(String path) {
        return call("DELETE", path, "");
    }

    /** Sends JSON written with single quotes. */
    public Reply post(String path, String json, String... headers) {
        return call("POST", path, json.replace('\'', '"'), headers);
    }

    public Reply put(String path, String json) {
        return call("PUT", path, json.replace('\'', '"'));
    }

    public Reply patch(String path, String json) {
        return call("PATCH", path, json.replace('\'', '"'));
    }

    /** Sends a form body. */
    public Reply form(String path, String form, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
        return call("POST", path, form, all.toArray(String[]::new));
    }

    private Reply call(String method, String path, String body, String... headers) {
        try {
            HttpResponse<String> response = send(method, path, body, headers);
            return new Reply(response.statusCode(), response);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends and lets a lost connection show as what it is. */
    public HttpResponse<String> send(String method, String path, String body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", authorization);
        if (!List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        try {
            return client.send(request.method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
