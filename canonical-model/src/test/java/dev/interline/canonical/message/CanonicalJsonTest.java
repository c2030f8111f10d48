package dev.interline.canonical.message;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
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
}
