package dev.interline.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.crm.ContactField;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.customer.ContactId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.support.SupportCommand;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersonalSealTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final ContactId JANE = new ContactId("con_1");
    private static final String OLD = key(1);
    private static final String NEW = key(2);

    @Test
    void whatIsSealedOpensForTheSameContactOnly() {
        // Given
        PersonalSeal seal = new PersonalSeal(List.of(NEW));

        // When
        String sealed = seal.seal(ACME, JANE.value(), "jane@doe.example");

        // Then
        assertThat(sealed).doesNotContain("jane");
        assertThat(PersonalSeal.isSealed(sealed)).isTrue();
        assertThat(seal.open(ACME, JANE.value(), sealed)).isEqualTo("jane@doe.example");
        assertThatThrownBy(() -> seal.open(new TenantId("globex"), JANE.value(), sealed))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seal.open(ACME, "con_2", sealed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameValueIsNeverSealedAlikeTwice() {
        // Given
        PersonalSeal seal = new PersonalSeal(List.of(NEW));

        // Then
        assertThat(seal.seal(ACME, JANE.value(), "x")).isNotEqualTo(seal.seal(ACME, JANE.value(), "x"));
    }

    @Test
    void anOlderKeyStillOpensWhileItIsConfigured() {
        // Given
        String sealed = new PersonalSeal(List.of(OLD)).seal(ACME, JANE.value(), "Jane");

        // Then
        assertThat(new PersonalSeal(List.of(NEW, OLD)).open(ACME, JANE.value(), sealed))
                .isEqualTo("Jane");
        assertThatThrownBy(() -> new PersonalSeal(List.of(NEW)).open(ACME, JANE.value(), sealed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(sealed);
    }

    @Test
    void theEmptyTextStaysEmptyAsItClears() {
        assertThat(new PersonalSeal(List.of()).seal(ACME, JANE.value(), "")).isEmpty();
        assertThat(new PersonalSeal(List.of()).open(ACME, JANE.value(), "")).isEmpty();
    }

    @Test
    void aUserInTheClearCannotBeMadeNorRead() {
        // Given
        byte[] json = "{\"key\":\"k\",\"name\":\"Jane Doe\"}".getBytes(StandardCharsets.UTF_8);
        String sealed = new PersonalSeal(List.of(NEW)).seal(ACME, "k", "Jane Doe");

        // Then
        assertThatThrownBy(() -> new SupportCommand.UpsertUser("k", "Jane Doe", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Jane");
        assertThatThrownBy(() -> new SupportCommand.UpsertUser("k", sealed, "jane@doe.example"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("jane");
        assertThatThrownBy(() -> CanonicalJson.read("support.upsert-user.v1", json))
                .hasMessageNotContaining("Jane");
    }

    @Test
    void aCommandWithAPersonalValueInTheClearCannotBeMadeNorRead() {
        // Given
        byte[] json = "{\"contactId\":\"con_1\",\"fields\":{\"email\":\"jane@doe.example\"}}"
                .getBytes(StandardCharsets.UTF_8);

        // Then
        assertThatThrownBy(() -> new CrmCommand.UpsertContact(JANE, Map.of(ContactField.EMAIL, "jane@doe.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("jane");
        assertThatThrownBy(() -> CanonicalJson.read("crm.upsert-contact.v1", json))
                .hasMessageNotContaining("jane");
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithoutQuotingIt() {
        assertThatThrownBy(() -> new PersonalSeal(List.of("secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
        assertThat(new PersonalSeal(List.of(NEW)).toString()).doesNotContain(NEW);
    }

    private static String key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return Base64.getEncoder().encodeToString(key);
    }
}
