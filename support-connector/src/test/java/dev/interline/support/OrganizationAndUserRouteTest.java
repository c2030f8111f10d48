package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.support.SupportCommand.JoinOrganization;
import dev.interline.canonical.support.SupportCommand.UpsertOrganization;
import dev.interline.canonical.support.SupportCommand.UpsertUser;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.CommandOutcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Organizations and users, against a Zendesk that answers by script. */
class OrganizationAndUserRouteTest {

    private static final AccountId ACCOUNT = new AccountId("acct_0123456789abcdef");
    private static final String ALL_FIELDS =
            "{\"plan\":null,\"billing_status\":null,\"lifecycle_stage\":null,\"account_owner\":null,\"industry\":null,"
                    + "\"domain\":null}";
    private static final String NAME_TAKEN = "{\"details\":{\"name\":[{\"error\":\"DuplicateValue\"}]}}";
    private static final String KEY_TAKEN = "{\"details\":{\"key\":[{\"error\":\"DuplicateValue\"}]}}";
    private static final String ADDRESS_TAKEN =
            "{\"error\":\"RecordInvalid\",\"details\":{\"value\":[{\"description\":\"Email: jo@acme.example is already being"
                    + " used by another user\"}]}}";
    private static final String ORGANIZATIONS =
            "{\"organizations\":[{\"id\":46406156900001,\"external_id\":\"acct_0123456789abcdef\"}]}";

    private final ScriptedZendesk zendesk = new ScriptedZendesk();
    private final SupportRoutesUnderTest routes = new SupportRoutesUnderTest(zendesk);

    @AfterEach
    void stopRoutes() {
        routes.close();
    }

    @Test
    void upsertsAKnownOrganizationWithOneCall() {
        // Given
        zendesk.answers("upsert-organization", 200, organization("Acme", ALL_FIELDS));
        // When
        CommandOutcome outcome = routes.carryOut(upsert());
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156900001"));
        assertThat(outcome.written())
                .containsExactlyInAnyOrderEntriesOf(Map.of("name", "Acme", "custom field Plan", "pro"));
        assertThat(zendesk.calls()).containsExactly("upsert-organization");
    }

    @Test
    void makesMissingFieldsAndUpsertsAgain() {
        // Given
        zendesk.answers("upsert-organization", 201, organization("Acme", "{\"plan\":null}"))
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":1}}")
                .answers("create-organization-field", 422, KEY_TAKEN)
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":3}}")
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":4}}")
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":5}}")
                .answers("upsert-organization", 200, organization("Acme", ALL_FIELDS));
        // When
        CommandOutcome outcome = routes.carryOut(upsert());
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156900001"));
        assertThat(zendesk.calls())
                .containsExactly(
                        "upsert-organization",
                        "create-organization-field",
                        "create-organization-field",
                        "create-organization-field",
                        "create-organization-field",
                        "create-organization-field",
                        "upsert-organization");
        assertThat(zendesk.request(6)).isEqualTo(zendesk.request(0));
    }

    @Test
    void makesATakenNameUnique() {
        // Given
        zendesk.answers("upsert-organization", 422, NAME_TAKEN)
                .answers("upsert-organization", 201, organization("Acme (abcdef)", ALL_FIELDS));
        // When
        CommandOutcome outcome = routes.carryOut(upsert());
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156900001"));
        assertThat(zendesk.request(1).at("/organization/name").asText()).isEqualTo("Acme (abcdef)");
    }

    @Test
    void givesUpWhereTheUniqueNameIsTakenToo() {
        // Given
        zendesk.answers("upsert-organization", 422, NAME_TAKEN).answers("upsert-organization", 422, NAME_TAKEN);
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(upsert()))
                .hasRootCauseMessage("SUPPORT-2005 REJECTED: another organization has this name");
    }

    @Test
    void stopsAtTheFirstFieldThatCannotBeMade() {
        // Given
        zendesk.answers("upsert-organization", 201, organization("Acme", "{}"))
                .answers("create-organization-field", 403, "{\"error\":\"Forbidden\"}");
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(upsert())).hasRootCauseInstanceOf(FailureException.class);
        assertThat(zendesk.calls()).containsExactly("upsert-organization", "create-organization-field");
    }

    @Test
    void makesAUserByOurKeyAndNeverByTheirAddress() {
        // Given
        zendesk.answers("upsert-user", 201, user("null")).answers("add-address", 201, "{\"identity\":{\"id\":1}}");
        // When
        CommandOutcome outcome = routes.carryOut(upsertUser("jo@acme.example"));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("46406156955555")));
        assertThat(zendesk.request(0))
                .isEqualTo(
                        Answers.json(
                                "{\"user\":{\"external_id\":\"interline:contact:1\",\"name\":\"Jo Doe\",\"skip_verify_email\":true}}"));
        assertThat(zendesk.request(1).at("/identity/value").asText()).isEqualTo("jo@acme.example");
        assertThat(zendesk.request(1).at("/identity/skip_verify_email").asBoolean())
                .isTrue();
    }

    @Test
    void addsNoAddressThatIsThereOrNotWanted() {
        // Given
        zendesk.answers("upsert-user", 200, user("\"JO@acme.example\"")).answers("upsert-user", 200, user("null"));
        // When
        routes.carryOut(upsertUser("jo@acme.example"));
        routes.carryOut(upsertUser(null));
        // Then
        assertThat(zendesk.calls()).containsExactly("upsert-user", "upsert-user");
    }

    @Test
    void leavesAnAddressThatIsTheirsBesideTheFirst() {
        // Given
        zendesk.answers("upsert-user", 200, user("\"first@acme.example\""))
                .answers("add-address", 422, ADDRESS_TAKEN)
                .answers(
                        "list-addresses",
                        200,
                        "{\"identities\":[{\"type\":\"email\",\"value\":\"first@acme.example\"},"
                                + "{\"type\":\"email\",\"value\":\"Jo@acme.example\"}]}");
        // When
        CommandOutcome outcome = routes.carryOut(upsertUser("jo@acme.example"));
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156955555"));
    }

    @Test
    void takesNobodysAddressAwayAndRepeatsItNowhere() {
        // Given
        zendesk.answers("upsert-user", 200, user("null"))
                .answers("add-address", 422, ADDRESS_TAKEN)
                .answers("list-addresses", 200, "{\"identities\":[]}");
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(upsertUser("jo@acme.example")))
                .hasRootCauseMessage("SUPPORT-2015 REJECTED: the address is another user's; merge the two, or not");
        assertThat(upsertUser("jo@acme.example").toString()).doesNotContain("jo@", "Jo Doe");
    }

    @Test
    void letsAUserJoinTheOrganizationOfTheAccount() {
        // Given
        zendesk.answers(
                        "find-user",
                        200,
                        "{\"users\":[{\"id\":46406156955555,\"external_id\":\"interline:contact:1\"}]}")
                .answers("find-organization", 200, ORGANIZATIONS)
                .answers("join-organization", 201, "{\"organization_membership\":{\"id\":1}}");
        // When
        CommandOutcome outcome = routes.carryOut(new JoinOrganization(ACCOUNT, "interline:contact:1"));
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156955555"));
        assertThat(zendesk.request(2))
                .isEqualTo(
                        Answers.json(
                                "{\"organization_membership\":{\"user_id\":46406156955555,\"organization_id\":46406156900001}}"));
    }

    @Test
    void isDoneWithAUserWhoBelongsToItAlready() {
        // Given
        zendesk.answers(
                        "find-user",
                        200,
                        "{\"users\":[{\"id\":46406156955555,\"external_id\":\"interline:contact:1\"}]}")
                .answers("find-organization", 200, ORGANIZATIONS)
                .answers("join-organization", 422, "{\"details\":{\"user_id\":[{\"error\":\"DuplicateValue\"}]}}");
        // When
        CommandOutcome outcome = routes.carryOut(new JoinOrganization(ACCOUNT, "interline:contact:1"));
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156955555"));
    }

    @Test
    void waitsForAUserWhoIsNotThereYet() {
        // Given
        zendesk.answers("find-user", 200, "{\"users\":[{\"id\":1,\"external_id\":\"another\"}]}");
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(new JoinOrganization(ACCOUNT, "interline:contact:1")))
                .hasRootCauseMessage("SUPPORT-2016 CONFLICT: there is no user with this key yet");
    }

    @Test
    void refusesAUserThatOurKeysDoNotOpenAndAsksNobody() {
        // Given
        UpsertUser other = SupportRoutesUnderTest.user("interline:contact:2", "Jo Doe", null);
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(new UpsertUser("interline:contact:1", other.name(), null)))
                .hasRootCauseMessage("SUPPORT-1103 UNMAPPABLE: the person's name cannot be opened with our keys");
        assertThat(zendesk.calls()).isEmpty();
    }

    private static UpsertUser upsertUser(@Nullable String email) {
        return SupportRoutesUnderTest.user("interline:contact:1", "Jo\u0000Doe", email);
    }

    private static String user(String email) {
        return "{\"user\":{\"id\":46406156955555,\"external_id\":\"interline:contact:1\",\"email\":" + email + "}}";
    }

    private static UpsertOrganization upsert() {
        return new UpsertOrganization(ACCOUNT, Map.of(AccountField.NAME, "Acme", AccountField.PLAN, "pro"));
    }

    private static String organization(String name, String fields) {
        return "{\"organization\":{\"id\":46406156900001,\"name\":\"" + name + "\",\"organization_fields\":" + fields
                + "}}";
    }
}
