package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is read from HubSpot on our own account, steered by commands. */
class SyncsIT {

    private static final String CRM = "crm-connector";
    private static final String CONNECTION = "globex-hubspot";
    private static final Map<String, String> SETTINGS = Map.of(
            "interline.sync.enabled", "true",
            "interline.sync.every", "30m",
            "interline.sync.deletions-most", "2");

    private static final InterlineStack STACK = InterlineStack.running();

    private final Providers providers = new Providers(STACK);

    @BeforeAll
    static void turnOn() {
        SETTINGS.forEach((key, value) -> STACK.put(CRM, key, value));
        STACK.restart(CRM);
    }

    @AfterAll
    static void turnOff() {
        SETTINGS.keySet().forEach(key -> STACK.remove(CRM, key));
        STACK.restart(CRM);
    }

    @Test
    void aStandingSyncIsListedHaltedLetGoAndRunAtOnce() {
        // Given
        String id = await().atMost(Duration.ofSeconds(30)).until(this::standing, found -> !found.isEmpty());
        assertThat(STACK.command(0, "sync", "list")).contains(id, CONNECTION + " companies", "RUNNING");
        long pages = sync(id).path("pages").asLong();

        // When
        STACK.command(0, "sync", "pause", id, "--reason", "the portal is moved");

        // Then
        assertThat(sync(id).path("state").asText()).isEqualTo("PAUSED");
        assertThat(sync(id).path("pages").asLong()).isEqualTo(pages);

        // When
        STACK.command(0, "sync", "resume", id, "--reason", "moved");
        STACK.command(0, "sync", "run", id, "--reason", "at once");

        // Then
        eventually()
                .untilAsserted(() -> assertThat(sync(id).path("pages").asLong()).isGreaterThan(pages));
        assertThat(sync(id).path("state").asText()).isEqualTo("RUNNING");
        assertThat(STACK.command(1, "sync", "cancel", id, "--reason", "x")).contains("is a standing sync");
    }

    @Test
    void aBackfillIsStartedHaltedLetGoAndEnds() {
        // Given: HubSpot is too slow for the backfill to be over before it is halted
        newCompanies(3);
        providers.fault("{\"provider\":\"hubspot\",\"method\":\"POST\",\"pathPattern\":\"/companies/search$\","
                + "\"kind\":\"delay\",\"delayMillis\":5000,\"times\":2}");

        // When
        String id = backfill().json().path("id").asText();
        Providers.Answer second = backfill();
        Providers.Answer halted = post("/syncs/" + id + "/pause", "{\"reason\":\"the night is over\"}");

        // Then
        assertThat(second.status()).as(second.body()).isEqualTo(409);
        assertThat(second.body()).contains(id);
        assertThat(halted.status()).as(halted.body()).isEqualTo(200);
        assertThat(STACK.command(0, "backfill", "status")).contains(id, "PAUSED");

        // When
        STACK.command(0, "backfill", "resume", id, "--reason", "night again");

        // Then
        eventually()
                .untilAsserted(() -> assertThat(sync(id).path("state").asText()).isEqualTo("DONE"));
        assertThat(sync(id).path("seen").asLong()).isGreaterThanOrEqualTo(3);

        // When
        String recent = started(STACK.command(
                0, "backfill", "start", CONNECTION, "companies", "--since", "1h", "--reason", "an hour was lost"));

        // Then
        eventually().untilAsserted(() -> assertThat(sync(recent).path("state").asText())
                .isEqualTo("DONE"));

        // When
        String mistaken = backfill().json().path("id").asText();
        post("/syncs/" + mistaken + "/pause", "{\"reason\":\"wait\"}");
        STACK.command(0, "backfill", "cancel", mistaken, "--reason", "by mistake");

        // Then
        assertThat(sync(mistaken).path("state").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void moreDeletionsThanAreBelievedAreToldOnlyOnceAPersonConfirmsThem() throws SQLException {
        // Given: four companies that were there, and were deleted while no webhook came
        newCompanies(1);
        List<String> gone = ThreadLocalRandom.current()
                .longs(4, 90_000_000_000L, 99_000_000_000L)
                .mapToObj(Long::toString)
                .toList();
        try (var database = DriverManager.getConnection(STACK.databaseUrl(CRM));
                var insert = database.prepareStatement("insert into known_record (connection_id, resource, record_id,"
                        + " seen_at) values (?, 'companies', ?, now() - interval '2 days')")) {
            for (String id : gone) {
                insert.setString(1, CONNECTION);
                insert.setString(2, id);
                insert.executeUpdate();
            }
        }

        // When
        String id = started(STACK.command(0, "sync", "compare", CONNECTION, "companies", "--reason", "clean-up"));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(sync(id).path("state").asText()).isEqualTo("REFUSED"));
        long missing = sync(id).path("missing").asLong();
        assertThat(missing).isGreaterThanOrEqualTo(gone.size());
        assertThat(STACK.command(0, "sync", "list")).contains(missing + " of ", "are missing: confirm or cancel");
        assertThat(deleted(gone)).isZero();
        assertThat(STACK.command(1, "sync", "confirm-deletions", id, "--missing", "3", "--reason", "another number"))
                .contains(Long.toString(missing));

        // When
        STACK.command(
                0,
                "sync",
                "confirm-deletions",
                id,
                "--missing",
                Long.toString(missing),
                "--reason",
                "the region was closed");

        // Then
        eventually().untilAsserted(() -> {
            assertThat(sync(id).path("state").asText()).isEqualTo("DONE");
            assertThat(deleted(gone)).isEqualTo(gone.size());
        });
        assertThat(STACK.command(0, "audit", "list")).contains("sync.confirm-deletions", "the region was closed");
    }

    private long deleted(List<String> ids) {
        return new Topic(STACK, "customer.events.v1")
                .read().stream()
                        .filter(message -> message.type().equals("customer.account.deleted.v1"))
                        .filter(message ->
                                ids.stream().anyMatch(id -> message.text().contains(id)))
                        .count();
    }

    private void newCompanies(int count) {
        String portal = STACK.connection(CONNECTION).path("account").asText();
        for (int i = 0; i < count; i++) {
            assertThat(providers
                            .post(
                                    STACK.sandboxUrl() + "/_sandbox/hubspot/" + portal + "/companies",
                                    "{\"properties\":{\"name\":\"" + fresh("Synced") + "\"}}")
                            .status())
                    .isEqualTo(201);
        }
    }

    private String standing() {
        return get("/syncs?kind=sync")
                .valueStream()
                .filter(sync -> sync.path("connection").asText().equals(CONNECTION))
                .map(sync -> sync.path("id").asText())
                .findFirst()
                .orElse("");
    }

    private JsonNode sync(String id) {
        return get("/syncs/" + id);
    }

    private JsonNode get(String path) {
        return providers
                .get(STACK.url(CRM) + "/admin/v1" + path, "Authorization", "Bearer " + STACK.apiKey("admin"))
                .json();
    }

    private Providers.Answer backfill() {
        return post(
                "/syncs",
                "{\"connection\":\"" + CONNECTION + "\",\"resource\":\"companies\",\"reason\":\"new customer\"}");
    }

    private Providers.Answer post(String path, String body) {
        return providers.post(
                STACK.url(CRM) + "/admin/v1" + path,
                body,
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + STACK.apiKey("admin"));
    }

    private static String started(String printed) {
        Matcher id = Pattern.compile("(\\S+) is running").matcher(printed);
        assertThat(id.find()).as(printed).isTrue();
        return id.group(1);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(300));
    }
}
