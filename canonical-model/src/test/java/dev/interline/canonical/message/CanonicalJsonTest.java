package dev.interline.canonical.message;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"1e100000000000", "{\"amount\":[-1E-99999999999]}"})
    void aNumberBeyondAllBoundsIsUnreadableJsonAndNotQuoted(String json) {
        // Given
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

        // Then
        assertThatThrownBy(() -> CanonicalJson.mapper().readTree(bytes))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageNotContaining("9999")
                .hasMessageNotContaining("0000");
        assertThatThrownBy(() -> CanonicalJson.mapper().readTree(json)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> CanonicalSchemas.check("support.solve-ticket.v1", bytes))
                .isInstanceOf(InvalidMessage.class);
    }

    @Test
    void theRuleThatABodyBreaksIsNamedAndItsValuesAreNot() {
        assertThatThrownBy(() -> read(invoice("0", "EUR")))
                .isInstanceOf(InvalidMessage.class)
                .hasMessage("The body is not a valid billing.issue-invoice.v1:"
                        + " A line of an invoice has an amount other than zero");
        assertThatThrownBy(() -> read(invoice("1", "Ada O'Neill, 1 'High' Street")))
                .isInstanceOf(InvalidMessage.class)
                .hasMessageEndingWith("A currency is three upper-case letters, but was '…'");
        assertThatThrownBy(() -> read(invoice("\"Ada\"", "EUR")))
                .isInstanceOf(InvalidMessage.class)
                .hasMessageContaining("at line 1, column")
                .hasMessageNotContaining("Ada");
    }

    private static void read(String invoice) {
        CanonicalJson.read("billing.issue-invoice.v1", invoice.getBytes(StandardCharsets.UTF_8));
    }

    private static String invoice(String amount, String currency) {
        return "{\"account\":{\"system\":\"billing\",\"id\":\"cus_1\"},\"lines\":[{\"description\":\"Set-up\",\"amount\":"
                + "{\"amount\":" + amount + ",\"currency\":\"" + currency
                + "\"}}],\"collection\":\"charge\",\"labels\":{},\"key\":\"k\"}";
    }
}
