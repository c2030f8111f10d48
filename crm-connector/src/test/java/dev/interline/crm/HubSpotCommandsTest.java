package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.crm.ContactField;
import dev.interline.canonical.crm.CrmCommand.AddNote;
import dev.interline.canonical.crm.CrmCommand.AssociateContact;
import dev.interline.canonical.crm.CrmCommand.ForgetContact;
import dev.interline.canonical.crm.CrmCommand.RefetchAccount;
import dev.interline.canonical.crm.CrmCommand.RefetchContact;
import dev.interline.canonical.crm.CrmCommand.RefetchOpportunity;
import dev.interline.canonical.crm.CrmCommand.SetLifecycleStage;
import dev.interline.canonical.crm.CrmCommand.UpsertAccount;
import dev.interline.canonical.crm.CrmCommand.UpsertContact;
import dev.interline.canonical.crm.CrmCommand.UpsertOpportunity;
import dev.interline.canonical.crm.OpportunityField;
import dev.interline.canonical.customer.ContactId;
import dev.interline.canonical.customer.OpportunityId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSpotCommandsTest {

    private static final AccountId ACME = new AccountId("acc_1");
    private static final ContactId JANE = new ContactId("con_1");
    private static final String CONTACTS = "/crm/v3/objects/contacts";
    private static final String COMPANIES = "/crm/v3/objects/companies";

    private static HubSpotRoutesUnderTest routes;

    @BeforeAll
    static void start() {
        routes = new HubSpotRoutesUnderTest();
    }

    @AfterAll
    static void stop() {
        routes.close();
    }

    @BeforeEach
    void forgetEverything() {
        routes.forgetEverything();
    }

    @Test
    void aContactIsMadeInAPortalThatIsNewToUsAndNothingOfItIsStoredInTheClear() {
        // When
        String state = routes.run(contact("jane@doe.example"), JANE.value());

        // Then
        assertThat(state).isEqualTo("DONE");
        assertThat(contactByKey(JANE).path("properties").path("email").asText()).isEqualTo("jane@doe.example");
        assertThat(routes.everythingStored()).contains("sealed:v1:").doesNotContain("jane@doe");
    }

    @Test
    void anAnswerThatIsLostMakesNoSecondContact() {
        // Given
        routes.run(contact("jane@doe.example"), JANE.value());
        routes.fault(
                "{'provider':'hubspot','pathPattern':'contacts/batch/upsert','kind':'effect-then-reset','times':1}");

        // When
        String state = routes.run(contact("other@doe.example"), JANE.value());

        // Then
        assertThat(state).isEqualTo("DONE");
        assertThat(routes.hubspot("GET", CONTACTS, "").path("results")).hasSize(1);
        assertThat(contactByKey(JANE).path("properties").path("email").asText()).isEqualTo("other@doe.example");
    }

    @Test
    void whoHasTheAddressAlreadyAndIsNobodysGetsOurKey() {
        // Given
        String existing = idOf(
                routes.hubspot("POST", CONTACTS, "{'properties':{'email':'jane@doe.example','firstname':'Janet'}}"));

        // When
        String state = routes.run(contact("jane@doe.example"), JANE.value());

        // Then
        assertThat(state).isEqualTo("DONE");
        assertThat(idOf(contactByKey(JANE))).isEqualTo(existing);
    }

    @Test
    void anAddressOfAnotherContactOfOursIsLeftToAPerson() {
        // Given
        routes.run(contact("jane@doe.example"), JANE.value());
        ContactId other = new ContactId("con_2");

        // When
        String state = routes.run(contact(other, "jane@doe.example"), other.value());

        // Then
        assertThat(state).isEqualTo("DEAD");
        assertThat(routes.lastFailure()).isEqualTo("CRM-2011");
        assertThat(routes.everythingStored()).doesNotContain("jane@doe");
    }

    @Test
    void aContactThatCannotBeOpenedWithOurKeysIsADeadLetterAndHubSpotIsNotCalled() {
        // Given
        String sealedForAnother =
                HubSpotRoutesUnderTest.SEAL.seal(HubSpotRoutesUnderTest.TENANT, "con_9", "jane@doe.example");

        // When
        String state = routes.run(new UpsertContact(JANE, Map.of(ContactField.EMAIL, sealedForAnother)), JANE.value());

        // Then
        assertThat(state).isEqualTo("DEAD");
        assertThat(routes.lastFailure()).isEqualTo("CRM-1103");
        assertThat(routes.effects("contacts.upsert")).isZero();
    }

    @Test
    void aContactIsPutToItsCompanyOnceAndBothTellOfEachOther() {
        // Given
        account(Map.of(AccountField.NAME, "Acme"));
        routes.run(contact("jane@doe.example"), JANE.value());
        routes.fault("{'provider':'hubspot','pathPattern':'associate/default','kind':'effect-then-reset','times':1}");

        // When
        String state = routes.run(new AssociateContact(JANE, ACME), JANE.value());
        routes.run(
                new RefetchContact(HubSpotRoutesUnderTest.ref(idOf(contactByKey(JANE))), true, List.of()), "contact");

        // Then
        assertThat(state).isEqualTo("DONE");
        assertThat(routes.told("customer.contact.created.v1"))
                .singleElement()
                .asString()
                .contains("\"id\":\"" + idOf(company()) + "\"", "\"known\":[\"email\"", "\"contactId\":\"con_1\"")
                .doesNotContain("jane");
    }

    @Test
    void aContactWhoseCompanyIsNotThereYetWaitsForIt() {
        // Given
        routes.run(contact("jane@doe.example"), JANE.value());
        String waiting = routes.enqueue(new AssociateContact(JANE, ACME), JANE.value());

        // When
        account(Map.of(AccountField.NAME, "Acme"));

        // Then
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(routes.state(waiting)).isEqualTo("DONE"));
    }

    @ParameterizedTest
    @CsvSource({
        "lead,       customer,  false, customer",
        "customer,   lead,      false, customer",
        "customer,   lead,      true,  lead",
        "customer,   customer,  true,  customer",
        "'',         customer,  false, customer"
    })
    void aStageMovesForwardAndBackOnlyWhereThatIsMeant(String from, String to, boolean mayGoBack, String then) {
        // Given
        account(Map.of(AccountField.NAME, "Acme", AccountField.LIFECYCLE_STAGE, from));

        // When
        String state = routes.run(new SetLifecycleStage(ACME, to, mayGoBack), ACME.value());

        // Then
        assertThat(state).isEqualTo("DONE");
        assertThat(company().path("properties").path("lifecyclestage").asText()).isEqualTo(then);
    }

    @Test
    void aStageThatWasClearedBeforeTheAnswerWasLostIsStillSet() {
        // Given
        account(Map.of(AccountField.NAME, "Acme", AccountField.LIFECYCLE_STAGE, "customer"));
        routes.fault(
                "{'provider':'hubspot','pathPattern':'companies/batch/update','kind':'effect-then-reset','times':1}");

        // When
        String state = routes.run(new SetLifecycleStage(ACME, "lead", true), ACME.value());

        // Then
        assertThat(state).isEqualTo("DONE");
        assertThat(company().path("properties").path("lifecyclestage").asText()).isEqualTo("lead");
    }

    @Test
    void aNoteIsPutOnTheCompanyOnce() {
        // Given
        account(Map.of(AccountField.NAME, "Acme"));

        // When
        String state = routes.run(new AddNote(ACME, "paid <late>\nagain", Instant.now()), ACME.value());

        // Then
        assertThat(state).isEqualTo("DONE");
        JsonNode notes = routes.hubspot("GET", "/crm/v3/objects/notes?properties=hs_note_body", "")
                .path("results");
        assertThat(notes).hasSize(1);
        assertThat(notes.path(0).path("properties").path("hs_note_body").asText())
                .isEqualTo("paid &lt;late&gt;<br>again");
    }

    @Test
    void aNoteOfWhichNobodyCanTellIsParkedAndNeverRepeated() {
        // Given
        account(Map.of(AccountField.NAME, "Acme"));
        routes.fault("{'provider':'hubspot','pathPattern':'objects/notes','kind':'effect-then-reset','times':1}");

        // When
        String state = routes.run(new AddNote(ACME, "paid", Instant.now()), ACME.value());

        // Then
        assertThat(state).isEqualTo("UNKNOWN");
        assertThat(routes.effects("notes.create")).isEqualTo(1);
    }

    @Test
    void aNoteThatHubSpotHadNoTimeForIsMadeLater() {
        // Given
        account(Map.of(AccountField.NAME, "Acme"));
        routes.fault(
                "{'provider':'hubspot','pathPattern':'objects/notes','kind':'throttle','policyName':'SECONDLY','times':1}");

        // When
        String state = routes.run(new AddNote(ACME, "paid", Instant.now()), ACME.value());

        // Then
        assertThat(state).isEqualTo("DONE");
        assertThat(routes.effects("notes.create")).isEqualTo(1);
    }

    @Test
    void aDealWhoseAnswersAreLostIsMadeOnceAndBelongsToItsCompany() {
        // Given
        account(Map.of(AccountField.NAME, "Acme"));
        routes.fault("{'provider':'hubspot','pathPattern':'deals/batch/upsert','kind':'effect-then-reset','times':1}");
        routes.fault("{'provider':'hubspot','pathPattern':'associations/deals','kind':'effect-then-reset','times':1}");

        // When
        String state = routes.run(
                new UpsertOpportunity(new OpportunityId("opp_1"), ACME, Map.of(OpportunityField.TITLE, "Renewal")),
                "opp_1");

        // Then
        assertThat(state).isEqualTo("DONE");
        JsonNode deals = routes.hubspot("GET", "/crm/v3/objects/deals", "").path("results");
        assertThat(deals).hasSize(1);
        assertThat(routes.hubspot("GET", "/crm/v4/objects/deals/" + idOf(deals.path(0)) + "/associations/companies", "")
                        .path("results"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "default, closedwon, won",
        "default, contractsent, open",
        "7421, 7421002, won",
        "7421, 7421003, lost",
        "7421, 7421001, open",
        "default, 7421002, unknown",
        "gone, closedwon, unknown"
    })
    void whetherADealIsWonIsSaidByItsPipelineAndNotByTheStagesName(String pipeline, String stage, String status) {
        // Given
        account(Map.of(AccountField.NAME, "Acme"));
        UpsertOpportunity deal = new UpsertOpportunity(
                new OpportunityId("opp_1"),
                ACME,
                Map.of(
                        OpportunityField.TITLE,
                        "Renewal",
                        OpportunityField.PIPELINE,
                        pipeline,
                        OpportunityField.STAGE,
                        stage,
                        OpportunityField.AMOUNT,
                        "3000.50"));

        // When
        String state = routes.run(deal, "opp_1");
        String id = idOf(routes.hubspot("GET", "/crm/v3/objects/deals/opp_1?idProperty=interline_opportunity_id", ""));
        routes.run(new RefetchOpportunity(HubSpotRoutesUnderTest.ref(id), false, List.of()), "deal");

        // Then
        assertThat(state).isEqualTo("DONE");
        assertThat(routes.told("customer.opportunity.updated.v1"))
                .singleElement()
                .asString()
                .contains(
                        "\"status\":\"" + status + "\"",
                        "\"amount\":3000.50",
                        "\"opportunityId\":\"opp_1\"",
                        "\"id\":\"" + idOf(company()) + "\"")
                .doesNotContain("Renewal");
    }

    @Test
    void aForgottenContactIsGoneAndForgettingAgainEndsWell() {
        // Given
        routes.run(contact("jane@doe.example"), JANE.value());
        ForgetContact forget = new ForgetContact(HubSpotRoutesUnderTest.ref(idOf(contactByKey(JANE))));

        // When
        String first = routes.run(forget, "contact");
        String second = routes.run(forget, "contact");

        // Then
        assertThat(List.of(first, second)).containsOnly("DONE");
        assertThat(routes.hubspot("GET", CONTACTS, "").path("results")).isEmpty();
        assertThat(routes.effects("contacts.gdpr-delete")).isEqualTo(1);
        assertThat(routes.isForgotten("contact/" + forget.contact().id()))
                .as("our stored requests are erased without waiting for HubSpot to tell of it")
                .isTrue();
    }

    @Test
    void aMergedCompanyThatIsReadAgainTellsOfTheMerge() {
        // Given
        String left = idOf(routes.person("POST", "/companies", "{'properties':{'name':'Acme'}}"));
        String gone = idOf(routes.person("POST", "/companies", "{'properties':{'name':'Acme Inc'}}"));
        routes.person("POST", "/companies/" + left + "/merge", "{'id':'" + gone + "'}");

        // When
        routes.run(new RefetchAccount(HubSpotRoutesUnderTest.ref(gone)), "company");

        // Then
        assertThat(routes.told("customer.account.merged.v1"))
                .singleElement()
                .asString()
                .contains("\"survivor\":{\"system\":\"crm\",\"id\":\"" + left + "\"}", gone);
        assertThat(routes.told("customer.account.updated.v1")).hasSize(1);
    }

    @Test
    void aMergeIsToldThoughItsRecordIsGoneByThen() {
        // When
        routes.run(
                new RefetchContact(HubSpotRoutesUnderTest.ref("1"), false, List.of(HubSpotRoutesUnderTest.ref("2"))),
                "contact");

        // Then
        assertThat(routes.told("customer.contact.merged.v1")).hasSize(1);
        assertThat(routes.told("customer.contact.updated.v1")).isEmpty();
    }

    private static UpsertContact contact(String email) {
        return contact(JANE, email);
    }

    private static UpsertContact contact(ContactId id, String email) {
        return new UpsertContact(
                id,
                Map.of(
                        ContactField.EMAIL,
                        HubSpotRoutesUnderTest.SEAL.seal(HubSpotRoutesUnderTest.TENANT, id.value(), email),
                        ContactField.LIFECYCLE_STAGE,
                        "lead"));
    }

    private void account(Map<AccountField, String> fields) {
        Map<AccountField, String> given = new EnumMap<>(AccountField.class);
        given.putAll(fields);
        assertThat(routes.run(new UpsertAccount(ACME, given), ACME.value())).isEqualTo("DONE");
    }

    private JsonNode contactByKey(ContactId id) {
        return routes.hubspot(
                "GET", CONTACTS + "/" + id.value() + "?idProperty=interline_contact_id&properties=email", "");
    }

    private JsonNode company() {
        return routes.hubspot(
                "GET", COMPANIES + "/acc_1?idProperty=interline_account_id&properties=lifecyclestage", "");
    }

    private static String idOf(JsonNode record) {
        return record.path("id").asText();
    }
}
