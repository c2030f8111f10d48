package dev.interline.devstack.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Somebody breaks a webhook subscription at a provider; it is found, mended, and what happens there is told again. */
class SubscriptionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String REASON = "somebody has broken it";

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);

    @Test
    void aDeletedStripeEndpointIsMadeAgainAndItsNewSecretVerifies() {
        // Given
        JsonNode stripe = stack.connection("globex-stripe");
        deleteEndpoints(stripe);

        // When
        String found = command("check", "globex-stripe");
        String mended = command("repair", "globex-stripe");

        // Then
        assertThat(found).contains("MISSING");
        assertThat(mended).contains("none").contains("DONE").doesNotContain("whsec_");
        stripe(stripe, "POST", "/v1/customers", "name=Subscriptions&email=it%40globex.example");
        assertTold("billing-connector", "globex-stripe", "customer.created");
        assertThat(newestSecretHasVerified("billing-connector", "globex-stripe"))
                .isTrue();
        assertThat(command("heartbeat", "globex-stripe")).contains(" ms");

        // Other tests sign with the secret that was there before, and rotate it.
        deleteEndpoints(stripe);
        String added = newestSecret("billing-connector", "globex-stripe")
                .path("fingerprint")
                .asText();
        stack.command(0, "connections", "secret", "retire", "globex-stripe", added, "--force", "--reason", REASON);
    }

    private void deleteEndpoints(JsonNode stripe) {
        for (JsonNode endpoint :
                stripe(stripe, "GET", "/v1/webhook_endpoints", "").path("data")) {
            stripe(
                    stripe,
                    "DELETE",
                    "/v1/webhook_endpoints/" + endpoint.path("id").asText(),
                    "");
        }
    }

    @Test
    void aZendeskWebhookWithAnotherSecretThatWasDisabledIsTakenOverAndEnabled() {
        // Given
        JsonNode zendesk = stack.connection("globex-zendesk");
        String id = zendesk(zendesk, "GET", "/api/v2/webhooks", "")
                .path("webhooks")
                .path(0)
                .path("id")
                .asText();
        zendesk(zendesk, "POST", "/api/v2/webhooks/" + id + "/signing_secret", "{}");
        zendesk(zendesk, "PATCH", "/api/v2/webhooks/" + id, "{\"webhook\":{\"status\":\"inactive\"}}");

        // When
        String found = command("check", "globex-zendesk");
        String mended = command("repair", "globex-zendesk");

        // Then
        assertThat(found).contains("DISABLED", "UNVERIFIABLE");
        assertThat(mended).contains("none");
        zendesk(zendesk, "POST", "/api/v2/users", "{\"user\":{\"name\":\"It\",\"email\":\"it@globex.example\"}}");
        assertTold("support-connector", "globex-zendesk", "zen:event-type:user.created");
        assertThat(newestSecretHasVerified("support-connector", "globex-zendesk"))
                .isTrue();
        assertThat(command("heartbeat", "globex-zendesk")).contains(" ms");
    }

    @Test
    void aRedirectedHubSpotAppIsLedBackForAllItsPortals() {
        // Given
        JsonNode hubspot = stack.connection("acme-hubspot");
        String settings = hubspot.path("apiBase").asText() + "/webhooks/v3/4711/settings?hapikey="
                + hubspot.path("apiToken").asText();
        call(
                "PUT",
                settings,
                "{\"targetUrl\":\"https://elsewhere.example/hooks\",\"throttling\":{\"maxConcurrentRequests\":10}}",
                "application/json",
                "");

        // When
        String found = command("check", "acme-hubspot");
        String mended = command("repair", "acme-hubspot");
        String notThere = stack.command(1, "subscriptions", "check", "globex-hubspot", "--reason", REASON);

        // Then
        assertThat(found).contains("REDIRECTED");
        assertThat(mended).contains("lead to " + hubspot.path("webhookUrl").asText());
        assertThat(notThere).contains("acme-hubspot");
        JsonNode other = stack.connection("globex-hubspot");
        call(
                "POST",
                other.path("apiBase").asText() + "/crm/v3/objects/companies",
                "{\"properties\":{\"name\":\"Subscriptions\"}}",
                "application/json",
                "Bearer " + other.path("apiToken").asText());
        assertTold("crm-connector", "globex-hubspot", "company.creation");
        assertThat(command("heartbeat", "globex-hubspot")).contains(" ms");
    }

    private String command(String act, String connection) {
        return stack.command(0, "subscriptions", act, connection, "--reason", REASON);
    }

    private void assertTold(String service, String connection, String type) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(admin(service, "/events?connection=" + connection + "&type=" + type)
                                .path("items"))
                        .isNotEmpty());
    }

    private boolean newestSecretHasVerified(String service, String connection) {
        await().atMost(PATIENCE).until(() -> newestSecret(service, connection).hasNonNull("lastVerifiedAt"));
        return newestSecret(service, connection).path("index").asInt() == 0;
    }

    private JsonNode newestSecret(String service, String connection) {
        for (JsonNode credential : admin(service, "/connections/" + connection + "/credentials")) {
            if (credential.path("kind").asText().equals("SIGNING_SECRETS")) {
                assertThat(credential.path("source").asText()).isEqualTo("stored");
                return credential.path("secrets").path(0);
            }
        }
        throw new AssertionError("no webhook secrets of " + connection);
    }

    private JsonNode admin(String service, String path) {
        return providers
                .get(stack.url(service) + "/admin/v1" + path, "Authorization", "Bearer " + stack.apiKey("admin"))
                .json();
    }

    private JsonNode stripe(JsonNode account, String method, String path, String form) {
        return call(
                method,
                account.path("apiBase").asText() + path,
                form,
                "application/x-www-form-urlencoded",
                "Bearer " + account.path("apiToken").asText());
    }

    private JsonNode zendesk(JsonNode account, String method, String path, String body) {
        String user =
                "interline@globex.example/token:" + account.path("apiToken").asText();
        return call(
                method,
                account.path("apiBase").asText() + path,
                body,
                "application/json",
                "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode call(String method, String url, String body, String contentType, String credentials) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!credentials.isEmpty()) {
            request.header("Authorization", credentials);
        }
        Providers.Answer answer = providers.send(request.build());
        assertThat(answer.status() / 100).as(url + " " + answer.body()).isEqualTo(2);
        return answer.status() == 204 ? MissingNode.getInstance() : answer.json();
    }
}
