package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.support.SupportCommand.UpsertOrganization;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZendeskOrganizationsTest {

    private static final AccountId ACCOUNT = new AccountId("acct_0123456789abcdef");

    private final ZendeskOrganizations organizations = new ZendeskOrganizations();
    private final Exchange exchange = Answers.exchange();

    @Test
    void writesTheWholeWantedStateUnderOurId() {
        // Given
        UpsertOrganization command = command(Map.of(
                AccountField.NAME, "Acme",
                AccountField.DOMAIN, "acme.example",
                AccountField.INDUSTRY, "Tools",
                AccountField.OWNER, "77",
                AccountField.LIFECYCLE_STAGE, "customer",
                AccountField.PLAN, "pro",
                AccountField.BILLING_STATUS, "past_due",
                AccountField.OPEN_TICKET_COUNT, "3",
                AccountField.LAST_ESCALATION, "2026-10-02T08:15:30Z"));
        // When
        ProviderRequest request = organizations.upsertRequest(exchange, command);
        // Then
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/api/v2/organizations/create_or_update.json");
        assertThat(Answers.body(request)).isEqualTo(Answers.json("""
                {"organization":{"external_id":"acct_0123456789abcdef","name":"Acme","organization_fields":{
                  "domain":"acme.example","industry":"Tools","account_owner":"77","lifecycle_stage":"customer",
                  "plan":"pro","billing_status":"past_due"}}}"""));
    }

    @Test
    void clearsWhatIsClearedAndLeavesTheRest() {
        // Given
        UpsertOrganization command = command(Map.of(AccountField.NAME, "Acme", AccountField.PLAN, ""));
        // When
        ProviderRequest request = organizations.upsertRequest(exchange, command);
        // Then
        assertThat(Answers.body(request).at("/organization/organization_fields"))
                .isEqualTo(Answers.json("{\"plan\":\"\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u0000\n"})
    void namesACompanyWithoutANameByOurId(String name) {
        // Given
        UpsertOrganization command = command(Map.of(AccountField.NAME, name));
        // When
        ProviderRequest request = organizations.upsertRequest(exchange, command);
        // Then
        assertThat(Answers.body(request).at("/organization/name").asText()).isEqualTo("Account acct_0123456789abcdef");
    }

    @Test
    void sendsNoTextThatProgramsBreakOn() {
        // Given
        UpsertOrganization command =
                command(Map.of(AccountField.NAME, "Ac\u0000me\u0007 \ud800", AccountField.INDUSTRY, "a\nb"));
        // When
        ProviderRequest request = organizations.upsertRequest(exchange, command);
        // Then
        assertThat(Answers.body(request).at("/organization/name").asText()).isEqualTo("Ac me  \ufffd");
        assertThat(Answers.body(request)
                        .at("/organization/organization_fields/industry")
                        .asText())
                .isEqualTo("a b");
    }

    @Test
    void makesATakenNameUniqueByTheEndOfOurId() {
        // Given
        organizations.upsertRequest(exchange, command(Map.of(AccountField.NAME, "Acme", AccountField.PLAN, "pro")));
        // When
        ProviderRequest request = organizations.upsertRequestWithUniqueName(exchange);
        // Then
        assertThat(Answers.body(request)).isEqualTo(Answers.json("""
                {"organization":{"external_id":"acct_0123456789abcdef","name":"Acme (abcdef)",
                 "organization_fields":{"plan":"pro"}}}"""));
    }

    @Test
    void keepsAUniqueNameWithinZendesksLength() {
        // Given
        organizations.upsertRequest(exchange, command(Map.of(AccountField.NAME, "A".repeat(400))));
        // When
        ProviderRequest request = organizations.upsertRequestWithUniqueName(exchange);
        // Then
        assertThat(Answers.body(request).at("/organization/name").asText())
                .hasSize(255)
                .endsWith("A (abcdef)");
    }

    @Test
    void asksForTheFieldsTheAccountDoesNotHave() {
        // Given
        organizations.upsertRequest(exchange, command(Map.of(AccountField.NAME, "Acme")));
        // When
        List<ProviderRequest> missing = organizations.missingFields(exchange, Answers.answer(201, """
                {"organization":{"id":46406156900001,"name":"Acme","organization_fields":{
                  "plan":null,"billing_status":"active","industry":null,"domain":null,"region":"emea"}}}"""));
        // Then
        assertThat(missing).extracting(ProviderRequest::path).containsOnly("/api/v2/organization_fields.json");
        assertThat(missing)
                .extracting(Answers::body)
                .containsExactly(
                        Answers.json(
                                "{\"organization_field\":{\"key\":\"account_owner\",\"type\":\"text\",\"title\":\"Account owner\"}}"),
                        Answers.json(
                                "{\"organization_field\":{\"key\":\"lifecycle_stage\",\"type\":\"text\",\"title\":\"Lifecycle stage\"}}"));
        assertThat(exchange.getMessage().getHeader(ZendeskOrganizations.MISSING_FIELDS))
                .isEqualTo(2);
    }

    @Test
    void repeatsTheUpsertUnderTheNameTheOrganizationHasNow() {
        // Given
        organizations.upsertRequest(exchange, command(Map.of(AccountField.NAME, "Acme", AccountField.PLAN, "pro")));
        organizations.missingFields(
                exchange, Answers.ok("{\"organization\":{\"id\":46406156900001,\"name\":\"Acme (abcdef)\"}}"));
        // When
        ProviderRequest request = organizations.upsertRequestAgain(exchange);
        // Then
        assertThat(Answers.body(request)).isEqualTo(Answers.json("""
                {"organization":{"external_id":"acct_0123456789abcdef","name":"Acme (abcdef)",
                 "organization_fields":{"plan":"pro"}}}"""));
    }

    @Test
    void tellsWhatZendeskCallsTheOrganization() {
        // Given
        organizations.upsertRequest(exchange, command(Map.of(AccountField.NAME, "Acme")));
        organizations.missingFields(exchange, Answers.ok("{\"organization\":{\"id\":46406156900001}}"));
        // When
        CommandOutcome outcome = organizations.upserted(exchange);
        // Then
        assertThat(outcome.ref()).isEqualTo(new ExternalRef(BusinessSystem.SUPPORT, "46406156900001"));
        assertThat(outcome.events()).isEmpty();
        assertThat(outcome.written()).containsExactly(Map.entry("name", "Acme"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"organization\":null}", "{\"organization\":{\"id\":\"none\"}}", "[]"})
    void takesASuccessWithoutAnOrganizationForAnUnknownOutcome(String body) {
        // Given
        organizations.upsertRequest(exchange, command(Map.of(AccountField.NAME, "Acme")));
        // When / Then
        assertThatThrownBy(() -> organizations.missingFields(exchange, Answers.ok(body)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.AMBIGUOUS));
    }

    private static UpsertOrganization command(Map<AccountField, String> fields) {
        return new UpsertOrganization(ACCOUNT, fields);
    }
}
