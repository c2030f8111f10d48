package dev.interline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sandbox.Caller.Reply;
import dev.interline.sandbox.SandboxConfig.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthTest {
    private static final String COMPANY = "{'properties':{'name':'Acme'}}";

    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-21T08:00:00Z"));
    private final Sandbox sandbox = Sandbox.start(
            SandboxConfig.inMemory(
                    Account.of("hubspot", "62515001", "pat-acme"),
                    Account.of("hubspot", "62515002", "pat-globex"),
                    Account.of("zendesk", "acme", "token-acme"),
                    Account.of("zendesk", "globex", "token-globex")),
            clock);
    private final Caller app = Caller.bearer(sandbox.baseUrl(), "none");

    @AfterEach
    void stop() {
        app.close();
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v3", "2026-03"})
    void a_hubspot_refresh_token_gives_access_tokens_of_thirty_minutes_and_stays(String version) {
        // Given
        JsonNode grant = granted("hubspot/62515001", "");

        // When
        Reply first = hubspot(version, grant, grant.path("refreshToken").asText());
        Reply second = hubspot(version, grant, grant.path("refreshToken").asText());

        // Then
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("expires_in").asInt()).isEqualTo(1_800);
        assertThat(first.json().path("token_type").asText()).isEqualTo("bearer");
        assertThat(first.json().path("refresh_token")).isEqualTo(grant.path("refreshToken"));
        assertThat(companyCreatedWith(access(first))).isEqualTo(201);
        assertThat(companyCreatedWith(access(second))).isEqualTo(201);
    }

    @Test
    void an_access_token_opens_its_own_portal_only() {
        // Given
        JsonNode grant = granted("hubspot/62515002", "");
        Reply issued = hubspot("v1", grant, grant.path("refreshToken").asText());

        // When
        companyCreatedWith(access(issued));

        // Then
        assertThat(ledger("hubspot", "62515002"))
                .extracting(row -> row.path("operation").asText())
                .containsExactly("oauth.refresh", "companies.create");
        assertThat(ledger("hubspot", "62515001")).isEmpty();
    }

    @Test
    void after_thirty_minutes_hubspot_refuses_and_says_that_the_token_expired() {
        // Given
        JsonNode grant = granted("hubspot/62515001", "");
        String access = access(hubspot("v1", grant, grant.path("refreshToken").asText()));

        // When
        clock.move(Duration.ofMinutes(35));
        Reply late = as(access).post("/hubspot/crm/v3/objects/companies", COMPANY);

        // Then
        assertThat(late.status()).isEqualTo(401);
        assertThat(late.json().path("category").asText()).isEqualTo("EXPIRED_AUTHENTICATION");
        assertThat(late.json().path("message").asText()).contains("expired 5 minute(s) ago");
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type=password, BAD_GRANT_TYPE, unsupported_grant_type",
        "client_secret=wrong, BAD_CLIENT_ID, invalid_client",
        "refresh_token=wrong, BAD_REFRESH_TOKEN, invalid_grant"
    })
    void hubspot_says_what_it_refuses_by_version(String wrong, String status, String error) {
        // Given
        JsonNode grant = granted("hubspot/62515001", "");
        String form = wrong + "&" + form(grant, grant.path("refreshToken").asText());

        // When
        Reply old = app.form("/hubspot/oauth/v1/token", form);
        Reply dated = app.form("/hubspot/oauth/2026-03/token", form);

        // Then
        assertThat(old.status()).isEqualTo(400);
        assertThat(old.json().path("status").asText()).isEqualTo(status);
        assertThat(old.json().has("error")).isFalse();
        assertThat(dated.status()).isEqualTo(400);
        assertThat(dated.json().path("error").asText()).isEqualTo(error);
    }

    @Test
    void hubspot_does_not_read_tokens_from_json() {
        // Given
        JsonNode grant = granted("hubspot/62515001", "");

        // When
        Reply reply = app.post(
                "/hubspot/oauth/v1/token",
                json(grant, grant.path("refreshToken").asText()));

        // Then
        assertThat(reply.json().path("status").asText()).isEqualTo("BAD_GRANT_TYPE");
    }

    @Test
    void a_zendesk_refresh_token_is_good_once_and_ends_the_access_token_before() {
        // Given
        JsonNode grant = granted("zendesk/acme", "");
        Reply first = zendesk("acme", grant, grant.path("refreshToken").asText());
        String next = first.json().path("refresh_token").asText();

        // When
        Reply second = zendesk("acme", grant, next);
        Reply again = zendesk("acme", grant, next);

        // Then
        assertThat(first.json().path("expires_in").asInt()).isEqualTo(1_800);
        assertThat(second.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(meWith(access(second)).status()).isEqualTo(200);
        assertThat(meWith(access(first)).status()).isEqualTo(401);
        assertThat(ledger("zendesk", "acme"))
                .extracting(row -> row.path("outcome").asText())
                .containsExactly("applied", "applied", "rejected");
    }

    @Test
    void a_zendesk_refresh_token_is_good_at_its_own_help_desk_only() {
        // Given
        JsonNode grant = granted("zendesk/acme", "");

        // When
        Reply elsewhere = zendesk("globex", grant, grant.path("refreshToken").asText());
        Reply home = zendesk("acme", grant, grant.path("refreshToken").asText());

        // Then
        assertThat(elsewhere.json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(home.status()).isEqualTo(200);
    }

    @Test
    void an_ended_zendesk_token_is_refused_as_invalid() {
        // Given
        JsonNode grant = granted("zendesk/acme", "{'expiresIn':20}");
        String access = access(zendesk("acme", grant, grant.path("refreshToken").asText()));
        assertThat(meWith(access).status()).isEqualTo(200);

        // When
        app.post("/_sandbox/zendesk/acme/oauth/expire", "{}");

        // Then
        assertThat(meWith(access).status()).isEqualTo(401);
        assertThat(meWith(access).json().path("error").asText()).isEqualTo("invalid_token");
        assertThat(meWith("nonsense").json().path("error").asText()).isEqualTo("invalid_token");
    }

    @ParameterizedTest
    @CsvSource({"hubspot, 62515001, BAD_REFRESH_TOKEN, status", "zendesk, acme, invalid_grant, error"})
    void what_a_person_takes_back_is_good_for_nothing(String provider, String account, String code, String member) {
        // Given
        JsonNode grant = granted(provider + "/" + account, "");
        Reply issued = refreshed(provider, grant, grant.path("refreshToken").asText());

        // When
        app.post("/_sandbox/" + provider + "/" + account + "/oauth/revoke", "{}");

        // Then
        Reply refused =
                refreshed(provider, grant, issued.json().path("refresh_token").asText());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path(member).asText()).isEqualTo(code);
        assertThat(
                        provider.equals("hubspot")
                                ? companyCreatedWith(access(issued))
                                : meWith(access(issued)).status())
                .isEqualTo(401);
    }

    @Test
    void a_token_endpoint_fails_as_it_is_told_to() {
        // Given
        JsonNode grant = granted("zendesk/acme", "");
        String token = grant.path("refreshToken").asText();
        fault("'kind':'status','status':500");
        fault("'kind':'throttle'");
        fault("'kind':'reset-before-effect'");

        // Then
        assertThat(zendesk("acme", grant, token).status()).isEqualTo(500);
        assertThat(zendesk("acme", grant, token).status()).isEqualTo(429);
        assertThatIOException()
                .isThrownBy(() -> app.send(
                        "POST", "/zendesk/acme/oauth/tokens", json(grant, token).replace('\'', '"')));
        assertThat(zendesk("acme", grant, token).status()).isEqualTo(200);
    }

    @Test
    void garbage_from_the_token_endpoint_has_used_up_the_refresh_token() {
        // Given
        JsonNode grant = granted("zendesk/acme", "");
        String token = grant.path("refreshToken").asText();
        fault("'kind':'garbage-body'");

        // When
        Reply garbage = zendesk("acme", grant, token);

        // Then
        assertThat(garbage.body()).startsWith("<html>");
        assertThat(zendesk("acme", grant, token).json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void no_token_is_in_the_ledger() {
        // Given
        JsonNode grant = granted("hubspot/62515001", "");

        // When
        Reply issued = hubspot("v1", grant, grant.path("refreshToken").asText());

        // Then
        assertThat(app.get("/_sandbox/ledger").body())
                .doesNotContain(
                        access(issued),
                        grant.path("refreshToken").asText(),
                        grant.path("clientSecret").asText());
    }

    private void fault(String kind) {
        assertThat(app.post("/_sandbox/faults", "{'pathPattern':'/oauth/','times':1," + kind + "}")
                        .status())
                .isEqualTo(201);
    }

    private JsonNode granted(String account, String body) {
        Reply reply = app.post("/_sandbox/" + account + "/oauth/grants", body);
        assertThat(reply.status()).isEqualTo(201);
        return reply.json();
    }

    private Reply refreshed(String provider, JsonNode grant, String token) {
        return provider.equals("hubspot") ? hubspot("v1", grant, token) : zendesk("acme", grant, token);
    }

    private Reply hubspot(String version, JsonNode grant, String token) {
        return app.form("/hubspot/oauth/" + version + "/token", form(grant, token));
    }

    private Reply zendesk(String subdomain, JsonNode grant, String token) {
        return app.post("/zendesk/" + subdomain + "/oauth/tokens", json(grant, token));
    }

    private static String form(JsonNode grant, String token) {
        return "grant_type=refresh_token&client_id=" + grant.path("clientId").asText() + "&client_secret="
                + grant.path("clientSecret").asText() + "&refresh_token=" + token;
    }

    private static String json(JsonNode grant, String token) {
        return "{'grant_type':'refresh_token','client_id':'"
                + grant.path("clientId").asText() + "','client_secret':'"
                + grant.path("clientSecret").asText() + "','refresh_token':'" + token + "'}";
    }

    private static String access(Reply issued) {
        return issued.json().path("access_token").asText();
    }

    private int companyCreatedWith(String token) {
        return as(token).post("/hubspot/crm/v3/objects/companies", COMPANY).status();
    }

    private Reply meWith(String token) {
        return as(token).get("/zendesk/acme/api/v2/users/me.json");
    }

    private Caller as(String token) {
        return Caller.bearer(sandbox.baseUrl(), token);
    }

    private List<JsonNode> ledger(String provider, String account) {
        List<JsonNode> rows = new ArrayList<>();
        app.get("/_sandbox/ledger?provider=" + provider + "&account=" + account)
                .json()
                .forEach(rows::add);
        return rows;
    }
}
