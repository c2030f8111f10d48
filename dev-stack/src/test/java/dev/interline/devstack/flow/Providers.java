package dev.interline.devstack.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a person's own client would do: sign and send webhooks, and look at the providers. Shares no code with Interline. */
final class Providers {

    static final ObjectMapper JSON = new ObjectMapper();

    private final InterlineStack stack;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Providers(InterlineStack stack) {
        this.stack = stack;
    }

    /** An answer: status and body. */
    record Answer(int status, String contentType, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }
    }

    Answer stripeWebhook(String connection, String body) {
        return stripeWebhook(connection, body, Instant.now().getEpochSecond());
    }

    Answer stripeWebhook(String connection, String body, long timestamp) {
        JsonNode target = stack.connection(connection);
        String mac = HexFormat.of()
                .formatHex(hmac(target.path("signingSecrets").path(0).asText(), timestamp + "." + body));
        return post(
                target.path("webhookUrl").asText(),
                body,
                "Content-Type",
                "application/json; charset=utf-8",
                "Stripe-Signature",
                "t=" + timestamp + ",v1=" + mac);
    }

    Answer hubspotWebhook(String connection, String body) {
        JsonNode target = stack.connection(connection);
        String url = target.path("webhookUrl").asText();
        String timestamp = Long.toString(System.currentTimeMillis());
        String mac = Base64.getEncoder()
                .encodeToString(hmac(target.path("signingSecrets").path(0).asText(), "POST" + url + body + timestamp));
        return post(
                url,
                body,
                "Content-Type",
                "application/json",
                "X-HubSpot-Signature-v3",
                mac,
                "X-HubSpot-Request-Timestamp",
                timestamp);
    }

    Answer zendeskWebhook(String connection, String body) {
        JsonNode target = stack.connection(connection);
        String timestamp = Instant.now().toString();
        String mac = Base64.getEncoder()
                .encodeToString(hmac(target.path("signingSecrets").path(0).asText(), timestamp + body));
        return post(
                target.path("webhookUrl").asText(),
                body,
                "Content-Type",
                "application/json",
                "X-Zendesk-Webhook-Signature",
                mac,
                "X-Zendesk-Webhook-Signature-Timestamp",
                timestamp);
    }

    /** The HubSpot companies of that name, with our properties. */
    List<JsonNode> companies(String tenant, String name) {
        JsonNode hubspot = stack.connection(tenant + "-hubspot");
        String search = """
                {"filterGroups":[{"filters":[{"propertyName":"name","operator":"EQ","value":"%s"}]}],"limit":100,
                 "properties":["name","domain","lifecyclestage","interline_account_id","interline_plan",
                 "interline_billing_status","interline_open_ticket_count","interline_last_escalation"]}""".formatted(name);
        Answer answer = post(
                hubspot.path("apiBase").asText() + "/crm/v3/objects/companies/search",
                search,
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + hubspot.path("apiToken").asText());
        List<JsonNode> companies = new ArrayList<>();
        // A portal that has none of our properties yet answers 400.
        if (answer.status() == 200) {
            answer.json().path("results").forEach(companies::add);
        }
        return companies;
    }

    /** The property of the only company of that name; empty while there is none. */
    Optional<String> company(String tenant, String name, String property) {
        List<JsonNode> companies = companies(tenant, name);
        if (companies.size() > 1) {
            throw new AssertionError(companies.size() + " companies are called " + name);
        }
        return companies.stream()
                .findFirst()
                .map(company -> company.path("properties").path(property).asText(""));
    }

    /** The Zendesk organization with that external id. */
    Optional<JsonNode> organization(String tenant, String accountId) {
        JsonNode found = zendesk(tenant, "/api/v2/organizations/search.json?external_id=" + encoded(accountId))
                .path("organizations");
        return found.isEmpty() ? Optional.empty() : Optional.of(found.path(0));
    }

    /** The tickets with that external id. */
    List<JsonNode> tickets(String tenant, String externalId) {
        List<JsonNode> tickets = new ArrayList<>();
        zendesk(tenant, "/api/v2/tickets.json?external_id=" + encoded(externalId))
                .path("tickets")
                .forEach(tickets::add);
        return tickets;
    }

    JsonNode zendesk(String tenant, String pathAndQuery) {
        JsonNode connection = stack.connection(tenant + "-zendesk");
        return get(
                        connection.path("apiBase").asText() + pathAndQuery,
                        "Authorization",
                        basic(connection.path("apiToken").asText()))
                .json();
    }

    Answer zendeskPost(String tenant, String path, String body) {
        JsonNode connection = stack.connection(tenant + "-zendesk");
        return post(
                connection.path("apiBase").asText() + path,
                body,
                "Content-Type",
                "application/json",
                "Authorization",
                basic(connection.path("apiToken").asText()));
    }

    Answer zendeskPut(String tenant, String path, String body) {
        JsonNode connection = stack.connection(tenant + "-zendesk");
        return send(HttpRequest.newBuilder(URI.create(connection.path("apiBase").asText() + path))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .headers(
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        basic(connection.path("apiToken").asText()))
                .build());
    }

    /** A person edits a company in HubSpot. */
    Answer editCompany(String tenant, String companyId, String properties) {
        JsonNode hubspot = stack.connection(tenant + "-hubspot");
        return send(HttpRequest.newBuilder(
                        URI.create(hubspot.path("apiBase").asText() + "/crm/v3/objects/companies/" + companyId))
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"properties\":" + properties + "}"))
                .headers(
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer " + hubspot.path("apiToken").asText())
                .build());
    }

    /** The sandbox's own account of what was done to a provider. */
    List<JsonNode> ledger(String provider) {
        List<JsonNode> rows = new ArrayList<>();
        get(stack.sandboxUrl() + "/_sandbox/ledger?provider=" + provider).json().forEach(rows::add);
        return rows;
    }

    /** Has a provider misbehave, as the sandbox's control plane describes faults. */
    void fault(String fault) {
        Answer answer = post(stack.sandboxUrl() + "/_sandbox/faults", fault);
        if (answer.status() / 100 != 2) {
            throw new AssertionError("the sandbox refuses the fault: " + answer.body());
        }
    }

    Answer post(String url, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(
                headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    Answer get(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        return send(
                headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("broken off", stopping);
        }
    }

    private static String basic(String token) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(("someone@acme.example/token:" + token).getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static byte[] hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
