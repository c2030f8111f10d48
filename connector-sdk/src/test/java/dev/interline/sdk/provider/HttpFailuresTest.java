package dev.interline.sdk.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpFailuresTest {

    private static final String ANSWERED = "Sat, 21 Nov 2026 10:00:00 GMT";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                             | 7",
                "-7                            | 0",
                "999999999                     | 86400",
                "Sat, 21 Nov 2026 10:02:00 GMT | 120",
                "Sat, 21 Nov 2026 09:58:00 GMT | 0",
                "Sun, 22 Nov 2026 23:00:00 GMT | 86400"
            })
    void waitsAsLongAsTheAnswerAsksByTheAnswersOwnTime(String retryAfter, long seconds) {
        // When
        Duration wait = HttpFailures.retryAfter(answer(retryAfter, ANSWERED));

        // Then
        assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void takesOurTimeWhereTheAnswerTellsNone() {
        // When
        Duration past = HttpFailures.retryAfter(answer("Sat, 21 Nov 2015 10:00:00 GMT", "yesterday"));

        // Then
        assertThat(past).isEqualTo(Duration.ZERO);
    }

    @Test
    void whatCannotBeReadAsksForNothing() {
        assertThat(HttpFailures.retryAfter(answer("soon", ANSWERED))).isNull();
        assertThat(HttpFailures.retryAfter(new ProviderAnswer(429, Map.of(), MissingNode.getInstance(), false)))
                .isNull();
    }

    private static ProviderAnswer answer(String retryAfter, String date) {
        Map<String, String> headers = new HashMap<>();
        headers.put("retry-after", retryAfter);
        headers.put("date", date);
        return new ProviderAnswer(429, headers, MissingNode.getInstance(), false);
    }
}
