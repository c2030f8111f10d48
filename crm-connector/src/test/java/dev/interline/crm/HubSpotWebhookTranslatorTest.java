package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.interline.canonical.message.CanonicalJson;
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
                        .extracting("field", "value")
                        .containsExactly("industry", "BANKING"));
        assertThat(one(event(byAnApp + "CRM_UI\"")).meaning())
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
                "\"subscriptionType\":\"contact.creation\"",
                "\"subscriptionType\":\"object.creation\",\"objectTypeId\":\"0-1\"",
                "\"subscriptionType\":\"company.somethingNew\""
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
        try {
            return translator.translate(
                    ACME,
                    CanonicalJson.mapper().readTree(body),
                    new WebhookRequest("POST", "u", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }
}
