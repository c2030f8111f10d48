package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.customer;
import static dev.interline.devstack.flow.StripeEvents.event;
import static dev.interline.devstack.flow.StripeEvents.fresh;
import static dev.interline.devstack.flow.StripeEvents.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an SRE does by hand, through the admin API and the commands that call it. */
class AdminIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);

    @ParameterizedTest
    @ValueSource(strings = {"routing-core", "billing-connector", "crm-connector", "support-connector"})
    void everyServiceHasTheApiAndAsksForAKey(String service) {
        // When
        Providers.Answer without = providers.get(stack.url(service) + "/admin/v1/dead-letters");
        Providers.Answer wrong =
                providers.get(stack.url(service) + "/admin/v1/dead-letters", "Authorization", "Bearer itl_wrong");
        Providers.Answer with = get(service, "/dead-letters", "admin");

        // Then
        assertProblem(without, 401, "ADMIN-2401");
        assertProblem(wrong, 401, "ADMIN-2401");
        assertThat(with.status()).isEqualTo(200);
        assertThat(with.json().path("items").isArray()).isTrue();
    }

    @Test
    void aKeyThatMayLookMayNotActAndOneThatMayActMayNotForce() {
        String one = "{\"reason\": \"trying\"}";
        String forced = "{\"reason\": \"trying\", \"mode\": \"FORCE_NEW_EFFECT\"}";
        String path = "/dead-letters/" + UUID.randomUUID();

        assertProblem(post("crm-connector", path + "/discard", "acme", one), 403, "ADMIN-2403");
        assertProblem(post("crm-connector", path + "/retry", "admin", forced), 403, "ADMIN-2403");
        assertProblem(post("crm-connector", path + "/retry", "force", forced), 404, "ADMIN-1404");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    /dead-letters?colour=red                        ; Unknown parameter colour
                    /dead-letters?limit=0                           ; 'limit' is a number from 1 to 500
                    /dead-letters?since=yesterday                   ; 'since' is a time like
                    /dead-letters?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z ; must be before
                    /dead-letters?cursor=abc                        ; abc
                    /dead-letters/not-an-id                         ; not-an-id
                    /lanes?state=sleepy                             ; waiting, blocked or dirty
                    /events?cursor=zzz                              ; 'cursor' is what a page calls 'next'""")
    void aQueryThatIsNotUnderstoodIsRefusedAndSaysWhy(String path, String why) {
        Providers.Answer answer = get("crm-connector", path, "admin");

        assertProblem(answer, 400, "ADMIN-1001");
        assertThat(answer.json().path("detail").asText()).contains(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    400 ; /replays            ; nonsense                                             ; cannot be read
                    400 ; /replays            ; {"source":"EVENTS","reason":"x"}                     ; say "all": true
                    400 ; /replays            ; {"source":"EVENTS","filtr":{},"reason":"x"}          ; Unknown member 'filtr'
                    400 ; /replays            ; {"source":"SHIPS","all":true,"reason":"x"}           ; cannot be read
                    400 ; /replays            ; {"all":true,"reason":"x"}                            ; Give a "source"
                    400 ; /replays            ; {"source":"EVENTS","all":true}                       ; Give a "reason"
                    400 ; /replays            ; {"source":"EVENTS","all":true,"reason":"x","ratePerSecond":0} ; 1 to 1000
                    422 ; /replays            ; {"source":"EVENTS","filter":{"connection":"none"},"reason":"x"} ; Nothing matches
                    404 ; /replays/rpl_0/cancel ; {}                                                 ; no replay rpl_0
                    400 ; /lanes/retry-now    ; {"reason":"x"}                                       ; the "lane"
                    404 ; /lanes/retry-now    ; {"lane":"none|x","reason":"x"}                       ; no lane
                    409 ; /connections/acme-hubspot/resume ; {"reason":"x"}                          ; does not rest
                    400 ; /dead-letters/discard ; {"reason":"x"}                                     ; say "all": true""")
    void aRequestThatCannotBeDoneIsRefusedAndSaysWhy(int status, String path, String body, String why) {
        Providers.Answer answer = post("crm-connector", path, "admin", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).contains(why);
    }

    @Test
    void routingCoreHasNoProviderEventsToReplay() {
        Providers.Answer answer =
                post("routing-core", "/replays", "admin", "{\"source\":\"EVENTS\",\"all\":true,\"reason\":\"x\"}");

        assertProblem(answer, 422, "ADMIN-1422");
    }

    @Test
    void aRejectedCommandIsADeadLetterThatCanBeLookedAtTriedDryAndRetried() {
        // Given
        String cus = fresh("cus");
        String name = fresh("Rejected");
        providers.fault(
                "{\"provider\":\"hubspot\",\"pathPattern\":\"/batch/upsert$\",\"kind\":\"status\",\"status\":400,\"times\":1}");
        providers.stripeWebhook("acme-stripe", event("customer.created", customer(cus, name, "a@rejected.example")));
        providers.stripeWebhook(
                "acme-stripe",
                event("customer.subscription.created", subscription(fresh("sub"), cus, "active", "pro")));
        JsonNode letter = await().atMost(PATIENCE)
                .until(() -> open("crm-connector"), found -> !found.isEmpty())
                .getFirst();
        String id = letter.path("id").asText();

        // When: looked at
        Providers.Answer shown = get("crm-connector", "/dead-letters/" + id, "admin");
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        JsonNode detail = shown.json();

        // Then
        assertThat(letter.path("queue").asText()).isEqualTo("CUSTOMER");
        assertThat(letter.path("kind").asText()).isEqualTo("REJECTED");
        assertThat(detail.path("attempts").path(0).path("code").asText())
                .as(detail.toPrettyString())
                .startsWith("CRM-2");
        assertThat(detail.path("calls").path(0).path("operation").asText()).isEqualTo("upsert-company");
        assertThat(detail.path("causes").path(0).asText()).contains("FailureException");
        assertThat(detail.toString()).doesNotContain(name);
        assertThat(get("crm-connector", "/dead-letters/" + id, "globex").status())
                .isEqualTo(404);
        assertThat(stack.command(0, "dead-letters", "list")).contains(id);
        assertThat(stack.command(0, "lanes", "list", "--state", "dirty"))
                .contains(letter.path("subject").asText());

        // When: tried dry
        stack.command(0, "dead-letters", "retry", id, "--dry-run", "--reason", "what would it do?");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(findings()).contains("would call upsert-company"));

        // When: retried
        stack.command(0, "dead-letters", "retry", id, "--reason", "the portal is mended");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(get("crm-connector", "/dead-letters/" + id, "admin")
                        .json()
                        .path("summary")
                        .path("state")
                        .asText())
                .isEqualTo("RESOLVED"));
        assertThat(providers.companies("acme", name)).hasSize(1);
        assertThat(stack.command(0, "lanes", "list", "--state", "dirty"))
                .doesNotContain(letter.path("subject").asText());
        assertThat(stack.command(1, "dead-letters", "retry", id, "--reason", "again"))
                .contains("it is RESOLVED, not OPEN");
        assertThat(stack.command(0, "audit", "verify"))
                .contains("the chain holds")
                .doesNotContain("BROKEN");
        assertThat(stack.command(0, "audit", "list")).contains("dead-letter.retry", "the portal is mended");
    }

    @Test
    void whatWasRefusedWhileASecretWasWrongIsTakenInOnceItIsCorrected() {
        // Given
        String cus = fresh("cus");
        String name = fresh("Quarantined");
        String secret = "whsec_" + fresh("new");
        for (String event : List.of(
                event("customer.created", customer(cus, name, "a@quarantine.example")),
                event("customer.subscription.created", subscription(fresh("sub"), cus, "active", "pro")))) {
            assertThat(signedWith(secret, event).status()).isEqualTo(400);
        }
        assertThat(stack.command(0, "quarantine", "list", "--connection", "acme-stripe"))
                .contains("SIGNATURE_MISMATCH");

        // When
        stack.command(
                0, "quarantine", "release", "--connection", "acme-stripe", "--since", "10m", "--reason", "too early");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(findings()).contains("it still does not verify"));
        stack.configure(
                "billing-connector", "interline.connections.acme-stripe.signing-secrets", old -> secret + "," + old);
        stack.restart("billing-connector");
        stack.command(
                0, "quarantine", "release", "--connection", "acme-stripe", "--since", "10m", "--reason", "corrected");

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(providers.company("acme", name, "interline_billing_status"))
                        .hasValue("active"));
        assertThat(signedWith(secret, event("customer.created", customer(cus, name, "a@quarantine.example")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void replayedEventsHaveNoSecondEffect() {
        // Given
        String cus = fresh("cus");
        String name = fresh("Replayed");
        providers.stripeWebhook("globex-stripe", event("customer.created", customer(cus, name, "a@replay.example")));
        providers.stripeWebhook(
                "globex-stripe",
                event("customer.subscription.created", subscription(fresh("sub"), cus, "active", "pro")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(providers.company("globex", name, "interline_billing_status"))
                        .hasValue("active"));
        int effects = providers.ledger("hubspot").size();

        // When
        String printed = stack.command(
                0,
                "replay",
                "events",
                "--connection",
                "globex-stripe",
                "--since",
                "10m",
                "--rate",
                "100",
                "--wait",
                "--reason",
                "proof");

        // Then
        assertThat(printed).contains("is DONE");
        await().atMost(PATIENCE).until(() -> stack.command(0, "lanes", "list").contains("No such lanes"));
        assertThat(providers.ledger("hubspot")).hasSize(effects);
    }

    private List<JsonNode> open(String service) {
        List<JsonNode> letters = new ArrayList<>();
        get(service, "/dead-letters?code=CRM-2400", "admin")
                .json()
                .path("items")
                .forEach(letters::add);
        return letters;
    }

    /** The findings of all replays so far. */
    private String findings() {
        StringBuilder all = new StringBuilder();
        for (String service : List.of("billing-connector", "crm-connector")) {
            get(service, "/replays", "admin")
                    .json()
                    .forEach(replay -> all.append(stack.command(
                            0, "replay", "findings", replay.path("id").asText())));
        }
        return all.toString();
    }

    private Providers.Answer signedWith(String secret, String body) {
        long now = Instant.now().getEpochSecond();
        return providers.post(
                stack.connection("acme-stripe").path("webhookUrl").asText(),
                body,
                "Content-Type",
                "application/json",
                "Stripe-Signature",
                "t=" + now + ",v1=" + HexFormat.of().formatHex(Providers.hmac(secret, now + "." + body)));
    }

    private Providers.Answer get(String service, String path, String key) {
        return providers.get(stack.url(service) + "/admin/v1" + path, "Authorization", "Bearer " + stack.apiKey(key));
    }

    private Providers.Answer post(String service, String path, String key, String body) {
        return providers.post(
                stack.url(service) + "/admin/v1" + path,
                body,
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + stack.apiKey(key));
    }

    private static void assertProblem(Providers.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }
}
