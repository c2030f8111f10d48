package dev.interline.sdk.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.interline.canonical.message.CanonicalJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {

    @Test
    void theTagIsThatOfTheContentWhateverItsOrder() throws JsonProcessingException {
        assertThat(tag("{\"a\":1,\"b\":{\"c\":[1,2],\"d\":null}}"))
                .isEqualTo(tag("{ \"b\": {\"d\":null,\"c\":[1,2]}, \"a\": 1 }"))
                .isNotEqualTo(tag("{\"a\":1,\"b\":{\"c\":[2,1],\"d\":null}}"))
                .isNotEqualTo(tag("{\"a\":\"1\",\"b\":{\"c\":[1,2],\"d\":null}}"));
    }

    /** RFC 9110, 8.8.3.2: the table of comparisons. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '#',
            value = {
                "W/'1', W/'1', false, true",
                "W/'1', W/'2', false, false",
                "W/'1', '1', false, true",
                "'1', '1', true, true",
                "*, '1', true, true",
                "'0', '1', false, false"
            })
    void strongAndWeakComparisonAreThoseOfTheStandard(String given, String tag, boolean strong, boolean weak) {
        assertThat(EntityTags.matchedBy(quoted(given), quoted(tag))).isEqualTo(strong);
        assertThat(EntityTags.namedBy(quoted(given), quoted(tag))).isEqualTo(weak);
        assertThat(EntityTags.namedBy("\"other\" , " + quoted(given).replace("*", "\"1\""), quoted(tag)))
                .isEqualTo(weak);
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static String tag(String json) throws JsonProcessingException {
        return EntityTags.strong(CanonicalJson.mapper().readTree(json));
    }
}
