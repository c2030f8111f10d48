package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.customer;
import static dev.interline.devstack.flow.StripeEvents.event;
import static dev.interline.devstack.flow.StripeEvents.fresh;
import static dev.interline.devstack.flow.StripeEvents.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What calls carry: tokens are renewed once by however many processes, and a lost right costs time but no message. */
class CredentialsIT {

    /** What the sandbox gives: access tokens, refresh tokens, secrets of clients. */
    private static final Pattern TOKEN = Pattern.compile("\\b(at|rt|cs)_[0-9a-f]{32}\\b");

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);

    /** None of them may be in any log. */
    private final List<String> secrets = new ArrayList<>();

    @AfterEach
    void goBackToTokensAndFindNoSecretInAnyLog() {
        for (String connection : List.of("globex-hubspot", "globex-zendesk")) {
            String token = stack.connection(connection).path("apiToken").asText();
            secrets.add(token);
            put(connection, "api-token", Providers.JSON.createObjectNode().put("token", token));
        }
        assertThat(stack.logs()).isNotEmpty().allSatisfy((file, text) -> assertThat(
                        secrets.stream().anyMatch(text::contains)
                                || TOKEN.matcher(text).find())
                .as("a secret in " + file)
                .isFalse());
    }

    @Test
    void twoReplicasRenewATokenThatEndedEarlyOnceAndNothingIsLost() {
        // Given
        try (Replica second = stack.replica("crm-connector")) {
            long before = renewals("hubspot", "applied");
            use("globex-hubspot", granted("hubspot", "globex", 1_800));
            List<String> names = new ArrayList<>();
            eventually().until(() -> {
                names.add(newCustomer());
                return renewals("hubspot", "applied") == before + 1;
            });
            letATimePass("crm-connector");

            // When
            control("hubspot", "globex", "expire");
            IntStream.range(0, 12).forEach(i -> names.add(newCustomer()));

            // Then
            arrive(names);
            assertThat(renewals("hubspot", "applied")).isEqualTo(before + 2);
            assertThat(second.isRunning()).isTrue();
        }
    }

    @Test
    void ofRefreshTokensThatAreGoodOnceTwoReplicasNeverUseOneTwice() {
        // Given
        long refused = renewals("zendesk", "rejected");
        long given = renewals("zendesk", "applied");
        List<String> names = new ArrayList<>();

        // When
        try (Replica second = stack.replica("support-connector")) {
            use("globex-zendesk", granted("zendesk", "globex", 6));
            eventually().until(() -> {
                names.add(newCustomer());
                return renewals("zendesk", "applied") >= given + 4;
            });
            eventually().untilAsserted(() -> assertThat(names)
                    .allSatisfy(name -> assertThat(organization(name)).isTrue()));
            assertThat(second.isRunning()).isTrue();
        }

        // Then
        assertThat(renewals("zendesk", "rejected")).isEqualTo(refused);
    }

    @Test
    void aRightTakenBackRestsTheConnectionUntilAnotherIsGivenAndNothingIsLost() {
        // Given
        long before = renewals("hubspot", "applied");
        use("globex-hubspot", granted("hubspot", "globex", 1_800));
        eventually().until(() -> {
            newCustomer();
            return renewals("hubspot", "applied") == before + 1;
        });
        letATimePass("crm-connector");
        long refused = renewals("hubspot", "rejected");

        // When
        control("hubspot", "globex", "revoke");
        List<String> names = IntStream.range(0, 3).mapToObj(i -> newCustomer()).toList();

        // Then
        eventually().untilAsserted(() -> assertThat(
                        stack.command(0, "connections", "list").lines())
                .filteredOn(line -> line.contains("globex-hubspot"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("rests until", "CRM-2911")));
        assertThat(credentials("crm-connector", "globex-hubspot")
                        .path(0)
                        .path("refused")
                        .asText())
                .isEqualTo("invalid_grant");
        assertThat(renewals("hubspot", "rejected")).isEqualTo(refused + 1);
        assertThat(names).allSatisfy(name -> assertThat(providers.companies("globex", name))
                .isEmpty());

        // When
        use("globex-hubspot", granted("hubspot", "globex", 1_800));

        // Then
        arrive(names);
        assertThat(credentials("crm-connector", "globex-hubspot").path(0).has("refused"))
                .isFalse();
        assertThat(stack.command(0, "connections", "list").lines())
                .filteredOn(line -> line.contains("globex-hubspot"))
                .allSatisfy(line -> assertThat(line).doesNotContain("rests until"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"kind\":\"status\",\"status\":500", "\"kind\":\"throttle\"", "\"kind\":\"reset-before-effect\""
            })
    void aTokenEndpointThatFailsCostsTimeAndNoMessage(String fault) {
        // Given
        long before = renewals("hubspot", "applied");
        providers.fault("{\"provider\":\"hubspot\",\"pathPattern\":\"/oauth/\",\"times\":1," + fault + "}");
        long failed = renewals("hubspot", "rejected");

        // When
        use("globex-hubspot", granted("hubspot", "globex", 1_800));
        List<String> names = new ArrayList<>();
        eventually().until(() -> {
            names.add(newCustomer());
            return renewals("hubspot", "applied") == before + 1;
        });

        // Then
        arrive(names);
        assertThat(renewals("hubspot", "rejected")).isEqualTo(failed + 1);
    }

    @Test
    void theKeyThatSealsCanBeChangedAndTheOldOneTakenOut() {
        // Given
        String crm = "crm-connector";
        String token = stack.connection("globex-hubspot").path("apiToken").asText();
        assertThat(stack.commandWith(token + "\n", 0, "connections", "token", "globex-hubspot", "--reason", "sealed"))
                .contains("globex-hubspot: uses it within 5 seconds")
                .doesNotContain(token);
        String first = keysOf(crm).fieldNames().next();
        String next = fresh("key");
        stack.put(crm, "interline.credentials.keys." + next, "c2VhbGVkIHdpdGggMzIgYnl0ZXMgdG8gYmUgc3VyZSE=");
        stack.put(crm, "interline.credentials.primary-key", next);
        stack.restart(crm);

        // When
        String printed = stack.command(0, "connections", "secret", "rekey", "--reason", "yearly");

        // Then
        assertThat(printed).contains(crm, next);
        assertThat(keysOf(crm).properties()).singleElement().satisfies(key -> assertThat(key.getKey())
                .isEqualTo(next));

        // When
        stack.remove(crm, "interline.credentials.keys." + first);
        stack.restart(crm);

        // Then
        arrive(List.of(newCustomer()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    400 ; globex-hubspot ; api-token ; {"token":"CANARY","reason":1,"x":2}                ; admin
                    400 ; globex-hubspot ; api-token ; {"token":" CANARY","reason":"x"}                   ; admin
                    400 ; globex-hubspot ; oauth2    ; {"clientId":"a","clientSecret":"CANARY","reason":"x"} ; admin
                    400 ; globex-hubspot ; oauth2    ; {"refreshToken":"CANARY                            ; admin
                    403 ; globex-hubspot ; api-token ; {"token":"CANARY","reason":"x"}                    ; globex
                    404 ; globex-nobody  ; api-token ; {"token":"CANARY","reason":"x"}                    ; admin""")
    void aRefusalNeverRepeatsTheSecret(int status, String connection, String kind, String body, String key) {
        // Given
        String canary = fresh("canary");
        secrets.add(canary);

        // When
        Providers.Answer answer = providers.send(HttpRequest.newBuilder(URI.create(
                        stack.url("crm-connector") + "/admin/v1/connections/" + connection + "/credentials/" + kind))
                .headers("Content-Type", "application/json", "Authorization", "Bearer " + stack.apiKey(key))
                .PUT(HttpRequest.BodyPublishers.ofString(body.replace("CANARY", canary)))
                .build());

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain(canary);
    }

    /** A person lets an app act; what the app holds from then on. */
    private JsonNode granted(String provider, String tenant, int seconds) {
        Providers.Answer answer =
                providers.post(sandbox(provider, tenant) + "/grants", "{\"expiresIn\": " + seconds + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        secrets.add(answer.json().path("clientSecret").asText());
        secrets.add(answer.json().path("refreshToken").asText());
        return answer.json();
    }

    private void control(String provider, String tenant, String action) {
        assertThat(providers.post(sandbox(provider, tenant) + "/" + action, "").status())
                .isEqualTo(204);
    }

    private String sandbox(String provider, String tenant) {
        String account =
                stack.connection(tenant + "-" + provider).path("account").asText();
        return stack.sandboxUrl() + "/_sandbox/" + provider + "/" + account + "/oauth";
    }

    /** Switches the connection to the grant as an operator does. */
    private void use(String connection, JsonNode grant) {
        String typed = grant.path("clientSecret").asText() + "\n"
                + grant.path("refreshToken").asText() + "\n";
        String printed = stack.commandWith(
                typed,
                0,
                "connections",
                "oauth2",
                connection,
                "--client-id",
                grant.path("clientId").asText(),
                "--reason",
                "authorized");
        assertThat(printed).contains(connection + ": uses it within 5 seconds");
    }

    private void put(String connection, String kind, ObjectNode body) {
        String service = connection.endsWith("hubspot") ? "crm-connector" : "support-connector";
        Providers.Answer answer = providers.send(HttpRequest.newBuilder(
                        URI.create(stack.url(service) + "/admin/v1/connections/" + connection + "/credentials/" + kind))
                .headers("Content-Type", "application/json", "Authorization", "Bearer " + stack.apiKey("admin"))
                .PUT(HttpRequest.BodyPublishers.ofString(
                        body.put("reason", "as before").toString()))
                .build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** A token that was renewed less than a minute ago and is refused is not taken for one that ended. */
    private void letATimePass(String service) {
        try (var database = DriverManager.getConnection(stack.databaseUrl(service));
                var statement = database.createStatement()) {
            assertThat(statement.executeUpdate("update credential set renewed_at = renewed_at - interval '5 minutes'"
                            + " where kind = 'OAUTH2_GRANT'"))
                    .isEqualTo(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What the sandbox's ledger has of requests for access tokens. */
    private long renewals(String provider, String outcome) {
        return providers.ledger(provider).stream()
                .filter(row -> row.path("operation").asText().equals("oauth.refresh"))
                .filter(row -> row.path("outcome").asText().equals(outcome))
                .count();
    }

    private JsonNode credentials(String service, String connection) {
        return providers
                .get(
                        stack.url(service) + "/admin/v1/connections/" + connection + "/credentials",
                        "Authorization",
                        "Bearer " + stack.apiKey("admin"))
                .json();
    }

    private JsonNode keysOf(String service) {
        return providers
                .get(
                        stack.url(service) + "/admin/v1/credentials/keys",
                        "Authorization",
                        "Bearer " + stack.apiKey("admin"))
                .json()
                .path("credentialsByKey");
    }

    /** Stripe tells of a customer with a subscription; its name. */
    private String newCustomer() {
        String cus = fresh("cus");
        String name = fresh("Company");
        providers.stripeWebhook(
                "globex-stripe", event("customer.created", customer(cus, name, "a@" + name + ".example")));
        providers.stripeWebhook(
                "globex-stripe",
                event("customer.subscription.created", subscription(fresh("sub"), cus, "active", "pro")));
        return name;
    }

    /** Each is a company once, with what was told of it last. */
    private void arrive(List<String> names) {
        eventually().untilAsserted(() -> assertThat(names)
                .allSatisfy(name -> assertThat(providers.company("globex", name, "interline_billing_status"))
                        .hasValue("active")));
    }

    private boolean organization(String name) {
        return providers
                .company("globex", name, "interline_account_id")
                .flatMap(account -> providers.organization("globex", account))
                .isPresent();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(500));
    }
}
