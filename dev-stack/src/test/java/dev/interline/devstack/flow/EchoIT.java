package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our own writes come back from all providers, and billing and the CRM share the name of an account. */
class EchoIT {

    private static final InterlineStack STACK = InterlineStack.running();
    private static final String SHARED = "interline.shared-fields.name";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Providers providers = new Providers(STACK);
    private final String name = fresh("Company");
    private String customerId = "";
    private String companyId = "";
    private String accountId = "";
    private String organizationId = "";

    @BeforeAll
    static void theNameIsShared() {
        STACK.put("routing-core", SHARED, "crm");
        STACK.restart("routing-core");
    }

    @AfterAll
    static void theNameIsBillingsAgain() {
        STACK.remove("routing-core", SHARED);
        STACK.restart("routing-core");
    }

    @BeforeEach
    void aCompanyThatAllThreeKnow() {
        customerId = stripe("", "name=" + encoded(name)).path("id").asText();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(providers.companies("acme", name)).hasSize(1);
            JsonNode company = providers.companies("acme", name).getFirst();
            companyId = company.path("id").asText();
            accountId = company.path("properties").path("interline_account_id").asText();
            organizationId = providers
                    .organization("acme", accountId)
                    .orElseThrow(() -> new AssertionError("no organization yet"))
                    .path("id")
                    .asText();
        });
    }

    @Test
    void aNameGivenInTheCrmReachesTheOthersAndWhatComesBackLeadsToNothing() {
        // Given
        String renamed = fresh("Renamed");

        // When
        providers.editCompany("acme", companyId, "{\"name\":\"" + renamed + "\"}");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(stripe("/" + customerId, null).path("name").asText()).isEqualTo(renamed);
            assertThat(providers
                            .organization("acme", accountId)
                            .orElseThrow()
                            .path("name")
                            .asText())
                    .isEqualTo(renamed);
        });
        theTrafficStops();
        assertThat(companyName()).isEqualTo(renamed);
        assertThat(stripe("/" + customerId, null).path("name").asText()).isEqualTo(renamed);
    }

    @Test
    void rulesOfTwoProvidersThatFightAreStoppedHeldThroughARestartAndLetGoByAPerson() throws InterruptedException {
        // Given
        String asBillingWants = name + " (billing)";
        String asTheCrmWants = name + " (crm)";
        int before = writes();

        // When
        ScheduledExecutorService automations = Executors.newScheduledThreadPool(1);
        try {
            automations.scheduleWithFixedDelay(
                    () -> insist(asTheCrmWants, asBillingWants), 0, 200, TimeUnit.MILLISECONDS);

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(held()).as(this::changes).isNotEmpty());
            theTrafficStops();
        } finally {
            automations.shutdown();
            assertThat(automations.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        // Each change is at most one write of ours to each of three systems and one of a rule, and what it loses to.
        assertThat(writes() - before).isLessThan(80);
        assertThat(parked()).isNotEmpty();

        // When
        STACK.kill("routing-core");
        STACK.restart("routing-core");

        // Then
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(held())
                .hasSize(1));

        // When
        assertThat(STACK.command(0, "held-fields", "list")).contains(accountId, "name");
        STACK.command(0, "held-fields", "release", "acme", accountId, "name", "--reason", "the rules are off");
        assertThat(STACK.command(1, "held-fields", "release", "acme", accountId, "name", "--reason", "again"))
                .contains("ADMIN-1404");
        providers.editCompany("acme", companyId, "{\"name\":\"" + name + " (agreed)\"}");

        // Then
        assertThat(held()).isEmpty();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        stripe("/" + customerId, null).path("name").asText())
                .isEqualTo(name + " (agreed)"));
    }

    /** What a rule of each provider does whenever it looks; one that was refused or not answered looks again. */
    private void insist(String asTheCrmWants, String asBillingWants) {
        try {
            if (!companyName().equals(asTheCrmWants)) {
                providers.editCompany("acme", companyId, "{\"name\":\"" + asTheCrmWants + "\"}");
            }
            if (!stripe("/" + customerId, null).path("name").asText().equals(asBillingWants)) {
                stripe("/" + customerId, "name=" + encoded(asBillingWants));
            }
        } catch (RuntimeException again) {
            System.out.println("a rule failed, it tries again: " + again);
        }
    }

    /** What routing-core has noted, for a failure's report. */
    private String changes() {
        try (var database = DriverManager.getConnection(STACK.databaseUrl("routing-core"));
                var noted = database.createStatement()
                        .executeQuery("select string_agg(system || ' ' || left(value_hash, 6), ', ' order by id)"
                                + " from field_change")) {
            noted.next();
            return "changes noted: " + noted.getString(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void theTrafficStops() {
        int[] seen = {-1};
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> writes() == seen[0] || (seen[0] = writes()) < 0);
    }

    private int writes() {
        return (int) (providers.ledger("stripe").stream()
                        .filter(row -> row.toString().contains(customerId))
                        .count()
                + providers.ledger("hubspot").stream()
                        .filter(row -> row.toString().contains(companyId))
                        .count()
                + providers.ledger("zendesk").stream()
                        .filter(row -> row.toString().contains(organizationId))
                        .count());
    }

    private List<JsonNode> held() {
        List<JsonNode> held = new ArrayList<>();
        get("routing-core", "/held-fields").path("items").forEach(item -> {
            if (item.path("record").asText().equals(accountId)) {
                held.add(item);
            }
        });
        return held;
    }

    private List<JsonNode> parked() {
        List<JsonNode> parked = new ArrayList<>();
        get("routing-core", "/dead-letters?code=ROUTING-2001").path("items").forEach(parked::add);
        return parked;
    }

    private String companyName() {
        JsonNode hubspot = STACK.connection("acme-hubspot");
        return providers
                .get(
                        hubspot.path("apiBase").asText() + "/crm/v3/objects/companies/" + companyId
                                + "?properties=name",
                        "Authorization",
                        "Bearer " + hubspot.path("apiToken").asText())
                .json()
                .at("/properties/name")
                .asText();
    }

    /** A call to Stripe: {@code form} is posted, without one the customer is read. */
    private JsonNode stripe(String path, @Nullable String form) {
        JsonNode stripe = STACK.connection("acme-stripe");
        String url = stripe.path("apiBase").asText() + "/v1/customers" + path;
        String token = "Bearer " + stripe.path("apiToken").asText();
        return form == null
                ? providers.get(url, "Authorization", token).json()
                : providers
                        .post(url, form, "Content-Type", "application/x-www-form-urlencoded", "Authorization", token)
                        .json();
    }

    private JsonNode get(String service, String path) {
        return providers
                .get(STACK.url(service) + "/admin/v1" + path, "Authorization", "Bearer " + STACK.apiKey("admin"))
                .json();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
