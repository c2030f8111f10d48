package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.customer;
import static dev.interline.devstack.flow.StripeEvents.event;
import static dev.interline.devstack.flow.StripeEvents.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody should send, and what must come of it. */
class BadInputIT {

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);
    private final String good =
            event("customer.created", customer(fresh("cus"), "Secret Name Ltd", "canary@private.example"));

    @Test
    void aWrongSignatureIsRefusedAndTheRequestKept() throws SQLException {
        // Given
        long before = count("select count(*) from quarantined_delivery");

        // When
        Providers.Answer answer = providers.post(
                url("acme-stripe"),
                good,
                "Content-Type",
                "application/json",
                "Stripe-Signature",
                "t=" + Instant.now().getEpochSecond() + ",v1=" + "0".repeat(64));

        // Then
        assertProblem(answer, 400, "INGRESS-2001");
        assertThat(count("select count(*) from quarantined_delivery")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=,v1=", "nonsense", "t=abc,v1=00", "v1=00", "t=1"})
    void aMissingOrGarbledSignatureIsRefused(String header) {
        // When
        Providers.Answer answer = providers.post(
                url("acme-stripe"), good, "Content-Type", "application/json", "Stripe-Signature", header);

        // Then
        assertProblem(answer, 400, "INGRESS-2001");
    }

    @Test
    void aTimestampTooOldOrTooFarAheadIsRefused() {
        assertProblem(
                providers.stripeWebhook("acme-stripe", good, Instant.now().getEpochSecond() - 600),
                400,
                "INGRESS-2001");
        assertProblem(
                providers.stripeWebhook("acme-stripe", good, Instant.now().getEpochSecond() + 600),
                400,
                "INGRESS-2001");
    }

    @Test
    void eachProviderIsRefusedAsItNeeds() {
        assertProblem(
                providers.post(url("acme-hubspot"), "[]", "Content-Type", "application/json"), 401, "INGRESS-2001");
        assertProblem(
                providers.post(url("acme-zendesk"), "{}", "Content-Type", "application/json"), 401, "INGRESS-2001");
    }

    @Test
    void anUnknownConnectionAWrongMethodAWrongTypeAndAHugeBodySayWhatIsWrong() {
        assertProblem(providers.post(url("acme-stripe") + "x", good), 404, "INGRESS-1001");
        assertProblem(providers.get(url("acme-stripe")), 405, "INGRESS-1002");
        assertProblem(providers.post(url("acme-stripe"), good, "Content-Type", "text/plain"), 415, "INGRESS-1004");
        assertProblem(
                providers.stripeWebhook("acme-stripe", "{\"x\":\"" + "y".repeat(1_100_000) + "\"}"),
                413,
                "INGRESS-1003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "this is not JSON",
                "[]",
                "null",
                "{\"id\":\"evt_x\",\"type\":\"customer.created\"}",
                "{\"id\":\"evt_abs1\",\"object\":\"event\",\"type\":\"customer.subscription.created\",\"created\":1e999,\"data\":{\"object\":{}}}",
                "{\"id\":\"evt_abs2\",\"object\":\"event\",\"type\":\"invoice.paid\",\"created\":99999999999999999999,\"data\":{\"object\":{\"id\":\"in_1\"}}}",
                "{\"id\":\"evt_abs3\",\"object\":\"event\",\"type\":\"customer.created\",\"created\":1,\"data\":{\"object\":{\"id\":{}}}}",
                "{\"id\":\"evt_nul\\u0000\",\"object\":\"event\",\"type\":\"customer.created\",\"created\":1,\"data\":{\"object\":{\"id\":\"cus_\\u0000\\ud800\"}}}",
                "{\"id\":\"evt_thin\",\"object\":\"v2.core.event\",\"type\":\"v1.billing.meter.error_report_triggered\",\"created\":\"2026-01-01T00:00:00Z\"}"
            })
    void whatIsAuthenticButUnreadableIsKeptAndAnswered(String body) {
        // When
        Providers.Answer answer = providers.stripeWebhook("acme-stripe", body.replace("evt_", fresh("evt")));

        // Then
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anEventNobodyAskedForIsKept() throws SQLException {
        // Given
        String id = fresh("evt");
        String event = event("payout.paid", "{\"id\":\"po_1\"}").replaceFirst("evt_[0-9a-f]+", id);

        // When
        Providers.Answer answer = providers.stripeWebhook("acme-stripe", event);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(count("select count(*) from provider_event where state = 'IGNORED' and dedupe_key = '" + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void absurdTextsAreCarriedCleaned() {
        // Given
        String name = "A\\u0000B\\ud800C\\n" + "x".repeat(3000);

        // When
        Providers.Answer answer = providers.stripeWebhook(
                "acme-stripe", event("customer.created", customer(fresh("cus"), name, "\\u0000@@@")));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("new").asInt()).isEqualTo(1);
    }

    @Test
    void noSecretAndNoPersonalDataIsInAnyLog() throws IOException {
        // Given
        providers.stripeWebhook("acme-stripe", good);

        // Then
        for (String service : List.of("billing-connector", "crm-connector", "support-connector", "routing-core")) {
            String log = Files.readString(stack.log(service));
            assertThat(log).doesNotContain("canary@private.example", "Secret Name Ltd");
            for (JsonNode connection : stack.file().path("connections")) {
                assertThat(log)
                        .doesNotContain(
                                connection.path("apiToken").asText(),
                                connection.path("signingSecrets").path(0).asText());
            }
        }
    }

    private String url(String connection) {
        return stack.connection(connection).path("webhookUrl").asText();
    }

    private long count(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(stack.databaseUrl("billing-connector"));
                var statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void assertProblem(Providers.Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("detail").asText()).isNotBlank();
    }
}
