package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.PersonalSeal;
import dev.interline.canonical.TenantId;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.PersonalValues;
import dev.interline.sdk.mapping.Mappings;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubSpotResourcesTest {

    private static final String UPSERT = "crm.upsert-contact.v1";
    private static final TenantId ACME = new TenantId("acme");

    private final PersonalSeal seal = new PersonalSeal(List.of("dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtMTI="));

    @Test
    void whatSaysWhoAContactIsIsSealedForTenantAndContactAndNothingElseIs() {
        // When
        ObjectNode sealed = resources(seal).sealed(ACME, UPSERT, contact("ada@acme.example"));

        // Then
        String email = sealed.at("/fields/email").asText();
        assertThat(PersonalSeal.isSealed(email)).isTrue();
        assertThat(seal.open(ACME, "ada", email)).isEqualTo("ada@acme.example");
        assertThat(sealed.at("/fields/lifecycle-stage").asText()).isEqualTo("lead");
    }

    @Test
    void anEmptyTextStaysEmptyAsItClears() {
        assertThat(resources(seal)
                        .sealed(ACME, UPSERT, contact(""))
                        .at("/fields/email")
                        .asText("absent"))
                .isEmpty();
    }

    @Test
    void withoutAKeyPersonalDataIsNotTakenAndNotRepeated() {
        // Given
        HubSpotResources keyless = resources(new PersonalSeal(List.of()));

        // Then
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> keyless.sealed(ACME, UPSERT, contact("ada@acme.example")))
                .satisfies(failed -> {
                    assertThat(failed.failure().code()).isEqualTo("CRM-1104");
                    assertThat(failed.failure().detail()).doesNotContain("ada@");
                });
        assertThat(keyless.sealed(ACME, UPSERT, contact("")).at("/contactId").asText())
                .isEqualTo("ada");
    }

    private static HubSpotResources resources(PersonalSeal seal) {
        return new HubSpotResources(
                Mappings.packaged(CrmConnector.MAPPINGS), new PersonalValues(seal, BusinessSystem.CRM));
    }

    private static ObjectNode contact(String email) {
        ObjectNode command = JsonNodeFactory.instance.objectNode().put("contactId", "ada");
        command.putObject("fields").put("email", email).put("lifecycle-stage", "lead");
        return command;
    }
}
