package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.inbound.Persons;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of HubSpot's events hold a person's data, so that it can be erased. */
class HubSpotPersonsTest {

    private static final Connection ACME = HubSpotSignatureTest.connection("secret");
    private static final Persons JANE = Persons.of("contact", List.of("151"));

    private final HubSpotWebhookTranslator translator =
            new HubSpotWebhookTranslator((endpoint, account) -> Optional.of(ACME));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subscriptionType\":\"contact.propertyChange\",\"propertyName\":\"email\",\"propertyValue\":\"j@d.example\"",
                "\"subscriptionType\":\"contact.propertyChange\",\"propertyName\":\"interline_contact_id\"",
                "\"subscriptionType\":\"contact.somethingNew\"",
                "\"eventType\":\"contact.creation\"",
                "\"subscriptionType\":\"object.deletion\",\"objectTypeId\":\"0-1\""
            })
    void everyEventOfAContactHoldsItsDataWhetherAnybodyAskedForItOrNot(String fields) {
        assertThat(persons(fields)).isEqualTo(JANE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"subscriptionType\":\"contact.privacyDeletion\"",
                "\"subscriptionType\":\"object.privacyDeletion\",\"objectTypeId\":\"0-1\""
            })
    void aPrivacyDeletionForgetsThePerson(String fields) {
        assertThat(persons(fields)).isEqualTo(JANE.toBeForgotten());
    }

    @Test
    void aMergeSaysThatAllItNamesAreOnePerson() {
        assertThat(persons("\"subscriptionType\":\"contact.merge\",\"primaryObjectId\":151,\"mergedObjectIds\":[152]"))
                .isEqualTo(Persons.of("contact", List.of("151", "152")).merged());
    }

    @Test
    void anEventOfACompanyHoldsNobodysData() {
        assertThat(persons("\"subscriptionType\":\"company.privacyDeletion\"")).isEqualTo(Persons.NONE);
    }

    private Persons persons(String fields) {
        byte[] body = ("{\"eventId\":1,\"portalId\":62515,\"occurredAt\":1795000000123,\"objectId\":151," + fields
                        + "}")
                .getBytes(StandardCharsets.UTF_8);
        try {
            return translator
                    .translate(
                            ACME,
                            CanonicalJson.mapper().readTree(body),
                            new WebhookRequest("POST", "u", Map.of(), body))
                    .getFirst()
                    .persons();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
