package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.MessageType;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotWebhookTranslatorTest {

    private static final Connection ACME = HubSpotSignatureTest.connection("secret");

    private final HubSpotWebhookTranslator translator = new HubSpotWebhookTranslator(
            (endpoint, account) -> account.equals("62515") ? Optional.of(ACME) : Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subscriptionType\":\"company.propertyChange\",\"propertyName\":\"lifecyclestage\"",
                "\"eventType\":\"company.propertyChange\",\"propertyName\":\"industry\"",
                "\"subscriptionType\":\"object.propertyChange\",\"objectTypeId\":\"0-2\",\"propertyName\":\"name\"",
                "\"subscriptionType\":\"company.creation\"",
                "\"subscriptionType\":\"company.merge\",\"primaryObjectId\":77,\"mergedObjectIds\":[78]",
                "\"subscriptionType\":\"object.restore\",\"objectTypeId\":\"0-2\""
            })
    void whatChangedACompanyIsReadAgain(String fields) {
        assertThat(one(event(fields)).meaning()).isInstanceOf(Meaning.Refetch.class);
    }

    @Test
    void whatAnAppChangedMayBeOurOwnWrite() {
        // Given
        String byAnApp = "\"subscriptionType\":\"company.propertyChange\",\"propertyName\":\"industry\","
                + "\"propertyValue\":\"BANKING\",\"changeSource\":\"";

        // Then
        assertThat(one(event(byAnApp + "INTEGRATION\"")).meaning())
                .isInstanceOfSatisfying(Meaning.Refetch.class, refetch -> assertThat(refetch.change())
                        .extracting("values")
                        .isEqualTo(Map.of("industry", "BANKING")));
        assertThat(one(event(byAnApp + "CRM_UI\"")).meaning())
                .isInstanceOfSatisfying(Meaning.Refetch.class, refetch -> assertThat(refetch.change())
                        .isNull());
    }

    @Test
    void whatAnAppChangedOfAContactIsKnownByItsKindToo() {
        assertThat(one(event("\"subscriptionType\":\"contact.propertyChange\",\"propertyName\":\"jobtitle\","
                                + "\"propertyValue\":\"CFO\",\"changeSource\":\"INTEGRATION\""))
                        .meaning())
                .isInstanceOfSatisfying(Meaning.Refetch.class, refetch -> assertThat(refetch.change())
                        .extracting("values")
                        .isEqualTo(Map.of("contact.jobtitle", "CFO")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1798754400000", "2026-12-31T22:00:00.000Z"})
    void aTimeThatAnAppChangedIsKnownAsTheMomentThatWasWritten(String told) {
        assertThat(one(event("\"subscriptionType\":\"deal.propertyChange\",\"propertyName\":\"closedate\","
                                + "\"propertyValue\":\"" + told + "\",\"changeSource\":\"INTEGRATION\""))
                        .meaning())
                .isInstanceOfSatisfying(Meaning.Refetch.class, refetch -> assertThat(refetch.change())
                        .extracting("values")
                        .isEqualTo(Map.of(
                                "deal.closedate", HubSpotTimes.comparable("closedate", "2026-12-31T23:00:00+01:00"))));
    }

    @Test
    void thatADealWasMadeIsNewsWhoeverMadeIt() {
        assertThat(one(event("\"subscriptionType\":\"deal.creation\",\"changeSource\":\"INTEGRATION\""))
                        .meaning())
                .isInstanceOfSatisfying(Meaning.Refetch.class, refetch -> assertThat(refetch.change())
                        .isNull());
    }

    @Test
    void aDeletionIsToldAtOnce() {
        assertThat(one(event("\"subscriptionType\":\"company.deletion\"")).meaning())
                .isInstanceOf(Meaning.Translated.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subscriptionType\":\"company.propertyChange\",\"propertyName\":\"interline_plan\"",
                "\"subscriptionType\":\"contact.propertyChange\",\"propertyName\":\"interline_contact_id\"",
                "\"subscriptionType\":\"company.somethingNew\"",
                "\"subscriptionType\":\"contact.somethingNew\"",
                "\"subscriptionType\":\"ticket.creation\"",
                "\"subscriptionType\":\"object.propertyChange\",\"objectTypeId\":\"0-5\",\"propertyName\":\"subject\"",
                "\"subscriptionType\":\"product.creation\"",
                "\"subscriptionType\":\"object.creation\",\"objectTypeId\":\"0-8\"",
                "\"subscriptionType\":\"conversation.newMessage\"",
                "\"subscriptionType\":\"contact.associationChange\",\"associationType\":\"CONTACT_TO_TICKET\"",
                "\"subscriptionType\":\"deal.associationChange\",\"associationType\":\"DEAL_TO_CONTACT\""
            })
    void whatNobodyAskedForIsIgnored(String fields) {
        assertThat(one(event(fields)).meaning()).isInstanceOf(Meaning.Ignored.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "7",
                "null",
                "\"text\"",
                "{\"portalId\":62515,\"subscriptionType\":\"company.creation\"}",
                "{\"portalId\":62515,\"subscriptionType\":\"company.creation\",\"objectId\":\"1;drop\",\"occurredAt\":1}",
                "{\"portalId\":62515,\"subscriptionType\":\"company.creation\",\"objectId\":1,\"occurredAt\":1e300}",
                "{\"portalId\":99,\"subscriptionType\":\"company.creation\",\"objectId\":1,\"occurredAt\":1}"
            })
    void whatCannotBeReadIsKeptAndNeverBreaks(String event) {
        assertThat(one(event).meaning()).isInstanceOf(Meaning.Unmappable.class);
    }

    @Test
    void oneBadEventOfABatchHarmsNoOther() {
        // When
        List<ProviderEvent> events = translate("[7," + event("\"subscriptionType\":\"company.creation\"") + ",null]");

        // Then
        assertThat(events).hasSize(3);
        assertThat(events.get(1).meaning()).isInstanceOf(Meaning.Refetch.class);
    }

    @Test
    void anotherAttemptIsTheSameEventAndAnotherPropertyAnother() {
        // Given
        String name =
                event("\"attemptNumber\":0,\"subscriptionType\":\"company.propertyChange\",\"propertyName\":\"name\"");

        // Then
        assertThat(one(name.replace("\"attemptNumber\":0", "\"attemptNumber\":3"))
                        .dedupeKey())
                .isEqualTo(one(name).dedupeKey());
        assertThat(one(name.replace("\"name\"", "\"domain\"")).dedupeKey())
                .isNotEqualTo(one(name).dedupeKey());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"subscriptionType\":\"contact.creation\" | RefetchContact | contact/713492963559 | refetch-created",
                "\"eventType\":\"contact.propertyChange\",\"propertyName\":\"email\" | RefetchContact | contact/713492963559 | refetch",
                "\"subscriptionType\":\"object.propertyChange\",\"objectTypeId\":\"0-1\",\"propertyName\":\"phone\" | RefetchContact | contact/713492963559 | refetch",
                "\"subscriptionType\":\"contact.restore\" | RefetchContact | contact/713492963559 | refetch",
                "\"subscriptionType\":\"deal.creation\" | RefetchOpportunity | deal/713492963559 | refetch-created",
                "\"subscriptionType\":\"object.creation\",\"objectTypeId\":\"0-3\" | RefetchOpportunity | deal/713492963559 | refetch-created",
                "\"subscriptionType\":\"deal.propertyChange\",\"propertyName\":\"dealstage\" | RefetchOpportunity | deal/713492963559 | refetch",
                "\"subscriptionType\":\"company.restore\" | RefetchAccount | company/713492963559 | refetch"
            })
    void aThinEventIsAWishToReadTheRecordInItsOwnLane(String fields, String command, String lane, String coalesced) {
        // When
        Meaning.Refetch refetch = refetch(fields);

        // Then
        assertThat(refetch.command().laneKey()).endsWith("|" + lane);
        assertThat(refetch.command().coalesceKey()).isEqualTo(coalesced);
        assertThat(refetch.command().message().envelope().type())
                .isEqualTo(MessageType.of(command(refetch)).name());
        assertThat(command(refetch).getClass().getSimpleName()).isEqualTo(command);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "contact.associationChange | CONTACT_TO_COMPANY | 501 | 901 | contact/501",
                "company.associationChange | COMPANY_TO_CONTACT | 901 | 501 | contact/501",
                "deal.associationChange    | DEAL_TO_COMPANY    | 301 | 901 | deal/301",
                "company.associationChange | COMPANY_TO_DEAL    | 901 | 301 | deal/301"
            })
    void bothSidesOfAnAssociationReadTheOneThatBelongsToTheCompany(
            String type, String association, String from, String to, String lane) {
        // Given
        String fields = "\"subscriptionType\":\"" + type + "\",\"associationType\":\"" + association
                + "\",\"fromObjectId\":" + from + ",\"toObjectId\":" + to + ",\"associationRemoved\":false";

        // When
        ProviderEvent made = one(withoutObject(fields));

        // Then
        assertThat(((Meaning.Refetch) made.meaning()).command().laneKey()).endsWith("|" + lane);
        assertThat(one(withoutObject(fields.replace("false", "true"))).dedupeKey())
                .isNotEqualTo(made.dedupeKey());
        assertThat(one(withoutObject(fields.replace(":" + to + ",", ":777,"))).dedupeKey())
                .isNotEqualTo(made.dedupeKey());
    }

    @Test
    void aGenericAssociationNamesItsTypesByNumber() {
        // Given
        String fields = "\"subscriptionType\":\"object.associationChange\",\"fromObjectTypeId\":\"0-2\","
                + "\"toObjectTypeId\":\"0-1\",\"fromObjectId\":901,\"toObjectId\":501";

        // Then
        assertThat(((Meaning.Refetch) one(withoutObject(fields)).meaning())
                        .command()
                        .laneKey())
                .endsWith("|contact/501");
    }

    @Test
    void anAssociationWithoutItsIdsIsKept() {
        assertThat(one(withoutObject("\"subscriptionType\":\"contact.associationChange\","
                                + "\"associationType\":\"CONTACT_TO_COMPANY\""))
                        .meaning())
                .isInstanceOf(Meaning.Unmappable.class);
    }

    @Test
    void aMergeReadsTheRecordThatIsLeftAndSaysWhichAreNoMoreAndNoOtherWishTakesItsPlace() {
        // When
        Meaning.Refetch refetch = refetch("\"subscriptionType\":\"contact.merge\",\"primaryObjectId\":77,"
                + "\"mergedObjectIds\":[78,79],\"newObjectId\":80");

        // Then
        assertThat(refetch.command().laneKey()).endsWith("|contact/80");
        assertThat(refetch.command().coalesceKey()).isNull();
        assertThat(((CrmCommand.RefetchContact) command(refetch)).merged())
                .extracting(ExternalRef::id)
                .containsExactly("713492963559", "77", "78", "79");
    }

    @ParameterizedTest
    @CsvSource({
        "contact.deletion, customer.contact.deleted.v1",
        "contact.privacyDeletion, customer.contact.forgotten.v1",
        "deal.deletion, customer.opportunity.deleted.v1",
        "company.deletion, customer.account.deleted.v1"
    })
    void whatIsGoneIsToldAtOnceByItsIdAlone(String type, String told) {
        // When
        Meaning.Translated translated = (Meaning.Translated)
                one(event("\"subscriptionType\":\"" + type + "\"")).meaning();

        // Then
        assertThat(translated.messages()).singleElement().satisfies(message -> {
            assertThat(message.envelope().type()).isEqualTo(told);
            assertThat(message.envelope().subject()).isEqualTo("713492963559");
        });
    }

    @Test
    void noValueOfAPropertyIsTakenOverSensitiveOrNot() {
        // When
        Meaning.Refetch refetch =
                refetch("\"subscriptionType\":\"contact.propertyChange\",\"propertyName\":\"diagnosis\","
                        + "\"propertyValue\":\"canary-7\",\"isSensitive\":true");

        // Then
        assertThat(refetch.toString()).doesNotContain("canary-7");
        assertThat(refetch.command().message().payload()).doesNotContain("canary-7");
    }

    @Test
    void theEventsOfOneRequestGoToThePortalsTheyNameEachToItsOwn() {
        // Given
        Connection globex = new Connection(
                new ConnectionId("globex-hubspot"),
                new TenantId("globex"),
                "62516",
                "4711",
                List.of("secret"),
                "https://api.hubapi.com",
                null,
                "pat",
                ACME.webhookUrl());
        HubSpotWebhookTranslator two = new HubSpotWebhookTranslator((endpoint, account) -> switch (account) {
            case "62515" -> Optional.of(ACME);
            case "62516" -> Optional.of(globex);
            default -> Optional.empty();
        });
        String mine = event("\"subscriptionType\":\"contact.creation\"");

        // When
        List<ProviderEvent> events = two.translate(
                ACME,
                json("[" + mine + "," + mine.replace("62515", "62516") + "]"),
                new WebhookRequest("POST", "u", Map.of(), new byte[0]));

        // Then
        assertThat(events).extracting(ProviderEvent::connection).containsExactly(ACME, globex);
        assertThat(events.getFirst().dedupeKey()).isNotEqualTo(events.getLast().dedupeKey());
    }

    private Meaning.Refetch refetch(String fields) {
        return (Meaning.Refetch) one(event(fields)).meaning();
    }

    private static CanonicalPayload command(Meaning.Refetch refetch) {
        return CanonicalJson.read(
                refetch.command().message().envelope().type(),
                refetch.command().message().payload().getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutObject(String fields) {
        return event(fields).replace("\"objectId\":713492963559,", "");
    }

    private static JsonNode json(String body) {
        try {
            return CanonicalJson.mapper().readTree(body);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }

    private static String event(String fields) {
        return "{\"eventId\":1,\"subscriptionId\":2,\"portalId\":62515,\"appId\":4711,\"occurredAt\":1795000000123,"
                + "\"objectId\":713492963559," + fields + "}";
    }

    private ProviderEvent one(String event) {
        List<ProviderEvent> events = translate(event);
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private List<ProviderEvent> translate(String body) {
        return translator.translate(
                ACME, json(body), new WebhookRequest("POST", "u", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }
}
