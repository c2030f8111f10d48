package dev.interline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sandbox.SandboxConfig.Account;
import java.io.IOException;
import java.net.SocketException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(
            Account.of("stripe", "acct_1One", "sk_test_one"),
            Account.of("hubspot", "62515001", "pat-na1-one"),
            Account.of("zendesk", "acme", "token")));
    private final Caller stripe = Caller.bearer(sandbox.baseUrl() + "/stripe/v1", "sk_test_one");
    private final Caller hubspot = Caller.bearer(sandbox.baseUrl() + "/hubspot/crm/v3", "pat-na1-one");
    private final Caller zendesk = Caller.basic(sandbox.baseUrl() + "/zendesk/acme/api/v2", "x/token:token");
    private final Caller control = Caller.bearer(sandbox.baseUrl() + "/_sandbox", "none");

    @AfterEach
    void stop() {
        Stream.of(stripe, hubspot, zendesk, control).forEach(Caller::close);
        sandbox.close();
    }

    private void fault(String json) {
        assertThat(control.post("/faults", json).status()).isEqualTo(201);
    }

    private List<String> outcomes() {
        return control.get("/ledger").json().findValuesAsText("outcome");
    }

    private int customers() {
        return stripe.get("/customers").json().path("data").size();
    }

    @Test
    void every_answer_tells_the_providers_own_time() {
        // Given
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        // When
        String date = stripe.get("/customers").header("Date");

        // Then
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isBetween(before, Instant.now());
    }

    @Test
    void an_answer_lost_after_the_effect_is_a_reset_for_the_caller_and_applied_in_the_ledger() {
        // Given
        fault("{'provider':'stripe','kind':'effect-then-reset','times':1}");

        // When
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> stripe.send(
                        "POST",
                        "/customers",
                        "name=A",
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Idempotency-Key",
                        "k"))
                .satisfies(FaultsTest::isReset);
        Caller.Reply retried = stripe.form("/customers", "name=A", "Idempotency-Key", "k");

        // Then
        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(outcomes()).containsExactly("applied", "replayed");
        assertThat(customers()).isEqualTo(1);
    }

    private static void isReset(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertThat(cause).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void a_reset_before_the_effect_changes_nothing() {
        // Given
        fault("{'provider':'hubspot','method':'POST','pathPattern':'/companies$','kind':'reset-before-effect',"
                + "'times':1}");

        // When
        assertThatThrownBy(() -> hubspot.send("POST", "/objects/companies", "{\"properties\":{\"name\":\"A\"}}"))
                .isInstanceOf(IOException.class);

        // Then
        assertThat(outcomes()).containsExactly("rejected");
        assertThat(hubspot.get("/objects/companies").json().path("results")).isEmpty();
    }

    @Test
    void throttling_speaks_each_providers_language() {
        // Given
        fault("{'provider':'hubspot','kind':'throttle','policyName':'DAILY'}");
        fault("{'provider':'zendesk','kind':'throttle','retryAfterSeconds':7}");
        fault("{'provider':'stripe','kind':'throttle'}");

        // When
        Caller.Reply fromHubspot = hubspot.get("/objects/companies");
        Caller.Reply fromZendesk = zendesk.get("/tickets");
        Caller.Reply fromStripe = stripe.form("/customers", "name=A");

        // Then
        assertThat(List.of(fromHubspot.status(), fromZendesk.status(), fromStripe.status()))
                .containsOnly(429);
        assertThat(fromHubspot.json().path("policyName").asText()).isEqualTo("DAILY");
        assertThat(fromZendesk.header("Retry-After")).isEqualTo("7");
        assertThat(fromZendesk.json().path("error").asText()).isEqualTo("APIRateLimitExceeded");
        assertThat(fromStripe.header("Stripe-Rate-Limited-Reason")).isEqualTo("global-rate");
        assertThat(fromStripe.header("Retry-After")).isEmpty();
        assertThat(outcomes()).containsExactly("rejected");
    }

    @Test
    void a_status_comes_with_the_providers_error_and_without_effect() {
        // Given
        fault("{'provider':'stripe','kind':'status','status':503}");
        fault("{'provider':'hubspot','kind':'status','status':502}");
        fault("{'provider':'zendesk','kind':'status','status':401}");

        // When
        Caller.Reply fromStripe = stripe.form("/customers", "name=A");
        Caller.Reply fromHubspot = hubspot.post("/objects/companies", "{'properties':{'name':'A'}}");
        Caller.Reply fromZendesk = zendesk.get("/tickets");

        // Then
        assertThat(fromStripe.status()).isEqualTo(503);
        assertThat(fromStripe.json().path("error").path("type").asText()).isEqualTo("api_error");
        assertThat(fromHubspot.status()).isEqualTo(502);
        assertThat(fromHubspot.body()).startsWith("<html>");
        assertThat(fromZendesk.json().path("error").asText()).isEqualTo("Couldn't authenticate you");
        assertThat(outcomes()).containsExactly("rejected", "rejected");
    }

    @Test
    void damaged_bodies_hide_an_effect_that_happened() {
        // Given
        fault("{'provider':'hubspot','kind':'garbage-body','times':1}");
        fault("{'provider':'hubspot','kind':'empty-body','status':504,'times':1}");

        // When
        Caller.Reply garbage = hubspot.post("/objects/companies", "{'properties':{'name':'A'}}");
        Caller.Reply empty = hubspot.post("/objects/companies", "{'properties':{'name':'B'}}");

        // Then
        assertThat(garbage.status()).isEqualTo(201);
        assertThat(garbage.body()).startsWith("<html>");
        assertThat(empty.status()).isEqualTo(504);
        assertThat(empty.body()).isEmpty();
        assertThat(outcomes()).containsExactly("applied", "applied");
    }

    @Test
    void a_key_is_in_use_while_its_answer_is_held_back() {
        // Given
        fault("{'provider':'stripe','kind':'effect-then-delay','delayMillis':2000,'times':1}");
        CompletableFuture<Caller.Reply> slow =
                CompletableFuture.supplyAsync(() -> stripe.form("/customers", "name=A", "Idempotency-Key", "k"));
        await().untilAsserted(() -> assertThat(outcomes()).containsExactly("applied"));

        // When
        Caller.Reply impatient = stripe.form("/customers", "name=A", "Idempotency-Key", "k");

        // Then
        assertThat(impatient.status()).isEqualTo(409);
        assertThat(impatient.json().path("error").path("code").asText()).isEqualTo("idempotency_key_in_use");
        assertThat(slow.join().status()).isEqualTo(200);
        assertThat(stripe.form("/customers", "name=A", "Idempotency-Key", "k").header("Idempotent-Replayed"))
                .isEqualTo("true");
        assertThat(customers()).isEqualTo(1);
    }

    @Test
    void a_fault_strikes_only_what_it_names_and_counts_its_hits() {
        // Given
        fault("{'provider':'stripe','account':'acct_1One','method':'POST','pathPattern':'customers$','kind':'status',"
                + "'status':500,'times':2}");

        // When
        List<Integer> statuses = IntStream.range(0, 3)
                .mapToObj(i -> stripe.form("/customers", "name=A").status())
                .toList();
        int other = stripe.form("/products", "name=P").status();

        // Then
        assertThat(statuses).containsExactly(500, 500, 200);
        assertThat(other).isEqualTo(200);
        JsonNode listed = control.get("/faults").json();
        assertThat(listed.get(0).path("hits").asInt()).isEqualTo(2);
    }

    @Test
    void chance_with_a_seed_repeats_itself() {
        // Given
        String order = "{'kind':'status','status':500,'probability':0.5,'seed':42}";
        fault(order);
        List<Integer> first = statuses();
        control.delete("/faults");

        // When
        fault(order);
        List<Integer> second = statuses();

        // Then
        assertThat(second).isEqualTo(first).contains(200, 500);
    }

    private List<Integer> statuses() {
        return IntStream.range(0, 20)
                .mapToObj(i -> stripe.get("/customers").status())
                .toList();
    }

    @Test
    void faults_can_be_taken_back_one_by_one() {
        // Given
        String id = control.post("/faults", "{'kind':'status','status':500}")
                .json()
                .path("id")
                .asText();

        // When
        int removed = control.delete("/faults/" + id).status();

        // Then
        assertThat(removed).isEqualTo(204);
        assertThat(control.delete("/faults/" + id).status()).isEqualTo(404);
        assertThat(stripe.get("/customers").status()).isEqualTo(200);
    }

    @Test
    void a_mistaken_order_is_told_what_is_wrong() {
        // Given
        List<String> mistakes = List.of(
                "{'kind':'explode'}",
                "{'kind':'status'}",
                "{'kind':'delay'}",
                "{'kind':'throttle','provider':'odoo'}",
                "{'kind':'throttle','probability':2}",
                "{'kind':'throttle','pathPattern':'('}",
                "{'kind':'throttle','tmies':1}",
                "not json");

        // When
        List<Caller.Reply> replies =
                mistakes.stream().map(text -> control.post("/faults", text)).toList();

        // Then
        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        });
        assertThat(replies)
                .extracting(reply -> reply.json().path("detail").asText())
                .satisfiesExactly(
                        detail -> assertThat(detail).contains("'kind' must be one of"),
                        detail -> assertThat(detail).contains("'status' is missing"),
                        detail -> assertThat(detail).contains("'delayMillis' is missing"),
                        detail -> assertThat(detail).contains("'provider'"),
                        detail -> assertThat(detail).contains("'probability'"),
                        detail -> assertThat(detail).contains("'pathPattern'"),
                        detail -> assertThat(detail).contains("unknown field 'tmies'"),
                        detail -> assertThat(detail).contains("JSON object"));
    }
}
