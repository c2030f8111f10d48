package dev.interline.devstack.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a caller of the system API says of a person is readable at the provider and nowhere on its way. */
class PersonalValuesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String NAME = "Zebulon Quistgaard";

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);
    private final String key = "it-" + UUID.randomUUID();

    @Test
    void aUserOfTheSupportSystemIsNamedThereOnly() throws SQLException, IOException {
        // When
        JsonNode accepted = put("support-connector", "users", "{\"name\":\"" + NAME + "\"}");

        // Then
        awaitDone("support-connector", accepted);
        JsonNode zendesk = stack.connection("acme-zendesk");
        String user = "interline@acme.example/token:" + zendesk.path("apiToken").asText();
        Providers.Answer kept = providers.get(
                zendesk.path("apiBase").asText() + "/api/v2/users/show_many.json?external_ids=" + key,
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        assertThat(kept.body()).contains(NAME);
        assertIsNowhereIn("support-connector");
    }

    @Test
    void aContactOfTheCrmIsNamedThereOnly() throws SQLException, IOException {
        // When
        JsonNode accepted = put("crm-connector", "contacts", "{\"fields\":{\"last-name\":\"" + NAME + "\"}}");

        // Then
        awaitDone("crm-connector", accepted);
        JsonNode hubspot = stack.connection("acme-hubspot");
        Providers.Answer kept = providers.get(
                hubspot.path("apiBase").asText() + "/crm/v3/objects/contacts/" + key
                        + "?idProperty=interline_contact_id&properties=lastname",
                "Authorization",
                "Bearer " + hubspot.path("apiToken").asText());
        assertThat(kept.body()).contains(NAME);
        assertIsNowhereIn("crm-connector");
    }

    @Test
    void anAddressForInvoicesIsKnownToTheBillingSystemOnly() throws SQLException, IOException {
        // Given
        String address = NAME.replace(' ', '.') + "@acme.example";

        // When
        JsonNode accepted = send(
                "POST",
                "billing-connector",
                "accounts",
                "{\"name\":\"Acme\",\"key\":\"" + key + "\",\"email\":\"" + address + "\"}");

        // Then
        String customer =
                awaitDone("billing-connector", accepted).path("resultId").asText();
        JsonNode stripe = stack.connection("acme-stripe");
        Providers.Answer kept = providers.get(
                stripe.path("apiBase").asText() + "/v1/customers/" + customer,
                "Authorization",
                "Bearer " + stripe.path("apiToken").asText());
        assertThat(kept.json().path("email").asText()).isEqualTo(address);
        assertIsNowhereIn("billing-connector");
    }

    @Test
    void aPersonIsForgottenByHand() throws SQLException {
        // Given
        awaitDone("crm-connector", put("crm-connector", "contacts", "{\"fields\":{\"last-name\":\"" + NAME + "\"}}"));
        JsonNode hubspot = stack.connection("acme-hubspot");
        String contact = "contact/"
                + providers
                        .get(
                                hubspot.path("apiBase").asText() + "/crm/v3/objects/contacts/" + key
                                        + "?idProperty=interline_contact_id",
                                "Authorization",
                                "Bearer " + hubspot.path("apiToken").asText())
                        .json()
                        .path("id")
                        .asText();
        await().atMost(PATIENCE).until(() -> mentions(contact) > 0);

        // When
        String said = stack.command(
                0, "connections", "forget-person", "acme-hubspot", contact, "--reason", "asked in a letter");

        // Then
        assertThat(said)
                .containsPattern(contact + " of acme-hubspot is forgotten: erased from [1-9]\\d* stored requests");
        assertThat(mentions(contact)).isZero();
        assertThat(stack.command(0, "audit", "list")).contains("connection.forget-person", "asked in a letter");
        assertThat(stack.command(1, "connections", "forget-person", "acme-hubspot", "somebody", "--reason", "typo"))
                .contains("Give the \"person\" with its kind", "ADMIN-1001");
        assertThat(stack.command(1, "connections", "forget-person", "nowhere", contact, "--reason", "typo"))
                .contains("There is no connection nowhere", "ADMIN-1404");
    }

    private long mentions(String person) throws SQLException {
        try (var database = DriverManager.getConnection(stack.databaseUrl("crm-connector"));
                var count = database.prepareStatement("select count(*) from personal_event where person = ?")) {
            count.setString(1, person);
            var found = count.executeQuery();
            found.next();
            return found.getLong(1);
        }
    }

    private JsonNode put(String service, String records, String body) {
        return send("PUT", service, records + "/by-key/" + key, body);
    }

    private JsonNode send(String method, String service, String path, String body) {
        Providers.Answer answer =
                providers.send(HttpRequest.newBuilder(URI.create(stack.url(service) + "/api/v1/" + path))
                        .header("Authorization", "Bearer " + stack.apiKey("admin"))
                        .header("Content-Type", "application/json")
                        .header("Interline-Tenant", "acme")
                        .header("Idempotency-Key", key)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json();
    }

    private JsonNode awaitDone(String service, JsonNode accepted) {
        String command =
                stack.url(service) + "/api/v1/commands/" + accepted.path("id").asText();
        return await().atMost(PATIENCE)
                .until(
                        () -> providers
                                .get(
                                        command,
                                        "Authorization",
                                        "Bearer " + stack.apiKey("admin"),
                                        "Interline-Tenant",
                                        "acme")
                                .json(),
                        status -> status.path("state").asText().equals("DONE"));
    }

    private void assertIsNowhereIn(String service) throws SQLException, IOException {
        try (var database = DriverManager.getConnection(stack.databaseUrl(service));
                var search = database.prepareStatement("""
                        select count(*) filter (where text like ?), count(*) filter (where text like '%sealed:v1:%')
                        from (select payload || envelope as text from command_history
                              union all select payload || envelope from command
                              union all select payload || envelope from outbox
                              union all select payload || envelope from published_message) stored""")) {
            search.setString(1, "%" + NAME.substring(0, 7) + "%");
            var found = search.executeQuery();
            found.next();
            assertThat(found.getLong(1)).isZero();
            assertThat(found.getLong(2)).isPositive();
        }
        assertThat(Files.readString(stack.log(service))).doesNotContain(NAME.substring(0, 7));
    }
}
