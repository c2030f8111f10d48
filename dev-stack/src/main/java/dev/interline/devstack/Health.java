package dev.interline.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process says about itself.
 *
 * @param ready whether it can do its work
 * @param reason which checks fail, or why there is no answer; empty when ready
 */
record Health(boolean ready, String reason) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;

    /** Asks a health address; no answer is an answer too. */
    static Health ask(HttpClient client, String url) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK
                    ? new Health(true, "")
                    : new Health(false, reasons(response.statusCode(), response.body()));
        } catch (IOException e) {
            return new Health(false, "does not answer yet");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Health(false, "was not waited for");
        }
    }

    static String reasons(int status, String body) {
        List<String> failing = new ArrayList<>();
        try {
            for (JsonNode check : Json.MAPPER.readTree(body).path("checks")) {
                if (!"UP".equals(check.path("status").asText())) {
                    failing.add(check.path("name").asText() + data(check.path("data")));
                }
            }
        } catch (IOException notJson) {
            failing.clear();
        }
        return failing.isEmpty() ? "answers with status " + status : "not ready: " + String.join("; ", failing);
    }

    private static String data(JsonNode data) {
        List<String> facts = new ArrayList<>();
        data.properties()
                .forEach(fact -> facts.add(fact.getKey() + "=" + fact.getValue().asText()));
        return facts.isEmpty() ? "" : " (" + String.join(", ", facts) + ")";
    }
}
