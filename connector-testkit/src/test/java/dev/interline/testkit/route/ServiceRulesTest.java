package dev.interline.testkit.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceRulesTest {

    private static final String STEP = "- to: {id: step-%d, uri: \"bean:ticketBook?method=apply\"}";

    @TempDir
    Path directory;

    @Test
    void twoReadersOfOneChannelAreRefused() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("ticket-opened-again", RouteFolder.GOOD.replace("ticket-opened", "ticket-opened-again"));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).containsExactly("one-reader");
    }

    @Test
    void twoRoutesInOneFileAreRefused() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("ticket-opened", RouteFolder.GOOD + RouteFolder.GOOD_PART.replace("tell-the-others", "another"));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).containsExactly("one-route-a-file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing but a comment", "just text", "route: {}", "[]", "- 1", "- [[[]]]", "- route: 1"})
    void aFileThatIsNoRouteIsRefused(String yaml) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        Path file = folder.write("no-route", yaml);

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).isNotEmpty().allSatisfy(finding -> assertThat(finding.file())
                .isEqualTo(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- &a [*a]",
                "- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]\n- {? [complex] : key}",
                "--- 1\n--- 2",
                "\u0001"
            })
    void aFileThatIsNotOnePlainDocumentIsRefused(String yaml) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("strange", yaml);

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).contains("yaml");
    }

    @Test
    void moreStepsThanAnybodyReadsAreRefused() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("tell-the-others", withSteps(StepPolicy.MOST_STEPS));
        List<String> atTheLimit = folder.rules();
        folder.write("tell-the-others", withSteps(StepPolicy.MOST_STEPS + 1));

        // When
        List<String> beyondTheLimit = folder.rules();

        // Then
        assertThat(atTheLimit).isEmpty();
        assertThat(beyondTheLimit).containsExactly("steps");
    }

    @Test
    void aRouteThatReadsEventsMustRememberWhatItHandled() {
        // Given
        RouteFolder folder = new RouteFolder(directory);
        folder.write(
                "crm-results",
                partWith(STEP.formatted(1))
                        .replace("direct:tell-the-others", "{{channel.crm-results}}")
                        .replace("tell-the-others", "crm-results")
                        .replace("part-of-delivery", "reliable-delivery"));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).containsExactly("inbox");
    }

    @Test
    void aStepBesideTheIdempotentConsumerIsRefused() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("ticket-opened", RouteFolder.GOOD + "        " + STEP.formatted(1) + "\n");

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("inbox");
            assertThat(finding.line()).isEqualTo(25);
        });
    }

    @Test
    void aChannelThatNobodyBindsIsRefused() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.writeAt("application.properties", "channel.support-events=events:support.events.v1\n");

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("endpoint");
            assertThat(finding.wrong()).contains("channel.crm-commands");
        });
    }

    @Test
    void aChannelOfTheOtherDirectionIsRefused() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.writeAt(
                "application.properties",
                "channel.support-events=outbox:support.events.v1\nchannel.crm-commands=lane:crm\n");

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).hasSize(2).allSatisfy(finding -> assertThat(finding.rule())
                .isEqualTo("endpoint"));
    }

    @Test
    void whatTheRulesCannotSeeTheDryLoadFinds() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        Path file = folder.write(
                "ticket-opened", RouteFolder.GOOD.replace("== 'support.ticket.opened.v1'", "== 'never closed"));

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("dry-load");
            assertThat(finding.file()).isEqualTo(file);
        });
    }

    private static String withSteps(int count) {
        StringBuilder steps = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            steps.append(i == 1 ? "" : "\n        ").append(STEP.formatted(i));
        }
        return partWith(steps.toString());
    }

    private static String partWith(String steps) {
        int at = RouteFolder.GOOD_PART.indexOf("- split");
        return RouteFolder.GOOD_PART.substring(0, at) + steps + "\n";
    }
}
