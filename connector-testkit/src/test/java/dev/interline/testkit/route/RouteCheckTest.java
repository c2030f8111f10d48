package dev.interline.testkit.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.runtime.route.DeliveryRouteConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteCheckTest {

    @TempDir
    Path directory;

    @Test
    void goodRoutesAreWell() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"billing-connector", "crm-connector", "support-connector", "routing-core"})
    void theRoutesOfThisProjectAreWell(String module) {
        // Given
        Path routes = root().resolve(module).resolve("src/main/resources/camel");

        // When
        List<RouteFinding> findings = RouteCheck.below(routes);

        // Then
        assertThat(findings).isEmpty();
    }

    @Test
    void theConfigurationsItKnowsAreThoseOfTheServiceRuntime() throws Exception {
        // Given
        DeliveryRouteConfiguration runtime = new DeliveryRouteConfiguration();

        // When
        runtime.configuration();

        // Then
        Set<String> defined = runtime.getRouteConfigurationCollection().getRouteConfigurations().stream()
                .map(RouteConfigurationDefinition::getId)
                .collect(Collectors.toSet());
        assertThat(RoutePolicy.CONFIGURATIONS).isEqualTo(defined);
    }

    @Test
    void aFindingIsOneLineWithFileLineRuleAndRemedy() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        Path file = folder.write("ticket-opened", RouteFolder.GOOD.replace("bean:ticketBook", "kafka:tickets"));

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).singleElement().satisfies(finding -> assertThat(finding.toString())
                .isEqualTo(file
                        + ":23  endpoint  'kafka:' is not an endpoint of ours; camel-kafka's defaults skip records;"
                        + " events: and outbox: have the settings that do not — use {{channel.*}}, direct:, bean:,"
                        + " provider:, outbox: or, to start, timer:; what they cannot do belongs into a component"));
    }

    @Test
    void servicesMayNameTheirRoutesAlike() {
        // Given
        RouteFolder billing = RouteFolder.good(directory.resolve("billing"));
        RouteFolder.good(directory.resolve("crm"));

        // When
        List<RouteFinding> findings = RouteCheck.below(directory);

        // Then
        assertThat(findings).isEmpty();
        assertThat(billing.check()).isEmpty();
    }

    @Test
    void oneFileIsCheckedWithTheOthersOfItsService() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        Path file = folder.write("ticket-opened", RouteFolder.GOOD);

        // When
        List<RouteFinding> findings = RouteCheck.below(file);

        // Then
        assertThat(findings).isEmpty();
    }

    @Test
    void aCheckOfNothingIsNotSuccess() {
        // Given
        Path empty = directory.resolve("empty");

        // When / Then
        assertThatThrownBy(() -> RouteCheck.below(empty)).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> RouteCheck.below(directory)).hasMessageContaining("no *.camel.yaml");
    }

    @Test
    void testSourcesAndBuildOutputAreLeftOut() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.writeAt("target/classes/camel/broken.camel.yaml", "- nonsense");
        folder.writeAt("src/test/resources/camel/broken.camel.yaml", "- nonsense");

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).isEmpty();
    }

    @Test
    void theCommandEndsWithZeroWhenAllIsWell() {
        // Given
        RouteFolder.good(directory);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        // When
        int status = RouteCheck.run(new PrintStream(printed, true, StandardCharsets.UTF_8), directory);

        // Then
        assertThat(status).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("2 routes are well.");
    }

    @Test
    void theCommandPrintsEachFindingAndEndsWithOne() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("ticket-opened", RouteFolder.GOOD.replace("id: note-the-ticket, ", ""));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        // When
        int status = RouteCheck.run(new PrintStream(printed, true, StandardCharsets.UTF_8), directory);

        // Then
        assertThat(status).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("ticket-opened.camel.yaml:23  step-id  to has no id");
    }

    @Test
    void theCommandEndsWithOneWhenThereIsNothingToCheck() {
        // Given
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        // When
        int status = RouteCheck.run(new PrintStream(printed, true, StandardCharsets.UTF_8), directory);

        // Then
        assertThat(status).isEqualTo(1);
    }

    /** The project's root, from wherever the build was started. */
    private static Path root() {
        return Stream.of(Path.of(System.getProperty("interline.root", "..")), Path.of(".."), Path.of("."))
                .filter(path -> Files.isDirectory(path.resolve("routing-core/src/main/resources/camel")))
                .findFirst()
                .orElseThrow();
    }
}
