package dev.interline.devstack.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The torture must not forget a fail point that somebody adds. */
class FailPointsTest {
    private static final Pattern CONSTANT = Pattern.compile("(?m)^    ([A-Z]+_[A-Z_]+)[,;]$");

    @Test
    void everyFailPointOfTheServicesIsKnown() throws IOException {
        // Given
        String source = Files.readString(Path.of(System.getProperty("interline.root", ".."))
                .resolve("durable-messaging/src/main/java/dev/interline/durable/FailPoint.java"));

        // When
        List<String> declared = CONSTANT.matcher(source)
                .results()
                .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                .map(name -> name.replaceFirst("_", ".").replace('_', '-'))
                .toList();

        // Then
        assertThat(declared).isNotEmpty().containsExactlyInAnyOrderElementsOf(FailPoints.all());
    }

    @Test
    void theUsualSizeReachesEachOnce() {
        assertThat(FailPoints.onceEach().values().stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(FailPoints.all());
    }

    @Test
    void theFullSizeReachesEachAtEveryServiceThatHasIt() {
        // When
        Map<String, List<String>> chains = FailPoints.everywhere(5);

        // Then
        assertThat(chains.get("crm-connector"))
                .filteredOn("dispatch.after-intent"::equals)
                .hasSize(5);
        assertThat(chains.get("billing-connector"))
                .doesNotContain("dispatch.after-intent")
                .filteredOn("dispatch.after-claim"::equals)
                .hasSize(5);
    }
}
