package dev.interline.devstack.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interline.devstack.DevStackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs samples as their provider does, sends them to the running connector, and looks up what became of them. */
final class SampleSender {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SERVICES =
            Map.of("stripe", "billing-connector", "hubspot", "crm-connector", "zendesk", "support-connector");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonNode stack;

    /** @param stack what {@code stack.json} says */
    SampleSender(JsonNode stack) {
        this.stack = stack;
    }

    /**
     * What became of one event.
     *
     * @param type as the connector has read it
     * @param reason why it was kept or refused; empty if it was neither
     */
    record Result(String sample, String provider, String type, int status, Outcome outcome, String reason) {}

    /** One result an event, at least one. */
    List<Result> send(Sample sample, String provider) {
        JsonNode connection = connection(provider);
        byte[] body = sample.body(provider, connection.path("account").asText()).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = post(provider, connection, body);
        int status = answer.statusCode();
        if (status / 100 != 2) {
            return List.of(
                    new Result(sample.name(), provider, "", status, Outcome.REFUSED, field(answer.body(), "code")));
        }
        if (field(answer.body(), "new").equals("0")) {
            return List.of(new Result(sample.name(), provider, "", status, Outcome.KNOWN_ALREADY, ""));
        }
        return results(sample, provider, status, body);
    }

    private List<Result> results(Sample sample, String provider, int status, byte[] body) {
        String url = stack.path("postgres")
                .path("databases")
                .path(SERVICES.getOrDefault(provider, ""))
                .asText();
        List<Result> results = new ArrayList<>();
        try (Connection database = DriverManager.getConnection(url);
                PreparedStatement query = database.prepareStatement("""
                        select type, state, coalesce(reason, '') from provider_event
                        where delivery_id in (select id from webhook_delivery where body = ?) order by position""")) {
            query.setBytes(1, body);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    results.add(new Result(
                            sample.name(),
                            provider,
                            rows.getString(1),
                            status,
                            Outcome.ofState(rows.getString(2), rows.getString(3)),
                            rows.getString(3)));
                }
            }
        } catch (SQLException failed) {
            throw new DevStackFailure("The database of the connector cannot be read: " + failed.getMessage(), failed);
        }
        return results;
    }

    private HttpResponse<String> post(String provider, JsonNode connection, byte[] body) {
        URI url = URI.create(connection.path("webhookUrl").asText());
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signature(provider, url, connection.path("signingSecrets").path(0).asText(), body)
                .forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new DevStackFailure(url + " does not answer: " + failed.getMessage(), failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new DevStackFailure("Broken off.", stopping);
        }
    }

    private static Map<String, String> signature(String provider, URI url, String secret, byte[] body) {
        Instant now = Instant.now();
        return switch (provider) {
            case "stripe" -> {
                String time = Long.toString(now.getEpochSecond());
                yield Map.of(
                        "Stripe-Signature",
                        "t=" + time + ",v1=" + HexFormat.of().formatHex(mac(secret, time + ".", body, "")));
            }
            case "hubspot" -> {
                String time = Long.toString(now.toEpochMilli());
                yield Map.of(
                        "X-HubSpot-Request-Timestamp",
                        time,
                        "X-HubSpot-Signature-v3",
                        Base64.getEncoder().encodeToString(mac(secret, "POST" + url, body, time)));
            }
            default ->
                Map.of(
                        "X-Zendesk-Webhook-Signature-Timestamp",
                        now.toString(),
                        "X-Zendesk-Webhook-Signature",
                        Base64.getEncoder().encodeToString(mac(secret, now.toString(), body, "")));
        };
    }

    private static byte[] mac(String secret, String before, byte[] body, String after) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            mac.update(body);
            return mac.doFinal(after.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    private JsonNode connection(String provider) {
        for (JsonNode connection : stack.path("connections")) {
            if (connection.path("provider").asText().equals(provider)) {
                return connection;
            }
        }
        throw new DevStackFailure("The stack has no connection to " + provider + ".");
    }

    private static String field(String json, String name) {
        try {
            return JSON.readTree(json).path(name).asText("");
        } catch (IOException notJson) {
            return "";
        }
    }
}
