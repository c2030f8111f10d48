package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HubSpotTimesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T14:33:35.624724Z, 2026-11-22T14:33:35.624Z",
        "2026-11-22T14:33:35Z, 2026-11-22T14:33:35.000Z",
        "2026-12-31T23:00:00+01:00, 2026-12-31T22:00:00.000Z",
        "2026-12-31T22:00:00Z, 1798754400000"
    })
    void whatWasWrittenIsComparedAsTheMomentThatIsKept(String written, String kept) {
        // Given
        PresentState present = HubSpotUpsert.presentState(
                        HubSpotRecordType.DEAL, upsert("closedate", written), Set.of())
                .orElseThrow();

        // When
        Map<String, String> now = present.fields().apply(deal("closedate", kept));

        // Then
        assertThat(present.intended()).isEqualTo(now);
    }

    @Test
    void anotherMomentIsADifference() {
        assertThat(HubSpotTimes.comparable("closedate", "2026-11-22T14:33:35.624Z"))
                .isNotEqualTo(HubSpotTimes.comparable("closedate", "2026-11-22T14:33:35.625Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-11-22", "99999999999999999999", "2026-13-45T00:00:00Z"})
    void whatIsNoTimeIsComparedAsItIs(String value) {
        assertThat(HubSpotTimes.comparable("closedate", value)).isEqualTo(value);
    }

    @Test
    void aTextThatLooksLikeATimeStaysAText() {
        assertThat(HubSpotTimes.comparable("name", "1798754400000")).isEqualTo("1798754400000");
    }

    private static ProviderRequest upsert(String property, String value) {
        ObjectNode properties = JSON.objectNode().put(property, value);
        return HubSpotUpsert.upsert(HubSpotRecordType.DEAL, "interline_opportunity_id", "opp_1", properties);
    }

    private static ProviderAnswer deal(String property, String value) {
        ObjectNode record = JSON.objectNode();
        record.putObject("properties").put(property, value);
        return new ProviderAnswer(200, Map.of(), record, true);
    }
}
