package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MonitoringTest {

    private static final Pattern REGISTERED = Pattern.compile("(counter|timer|gauge)\\(\\s*\"(interline\\.[a-z.]+)\"");

    private record Alert(String name, String expression, String runbook) {}

    @Test
    void everyAlertHasItsRunbookAndEveryRunbookItsAlert() {
        // Given
        List<Alert> alerts = alerts();

        // Then
        assertThat(alerts).isNotEmpty().allSatisfy(alert -> assertThat(alert.runbook())
                .isEqualTo("docs/runbooks/"
                        + alert.name().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT) + ".md"));
        assertThat(alerts.stream().map(Alert::runbook))
                .containsExactlyInAnyOrderElementsOf(ProjectFiles.below("docs/runbooks", ".md").stream()
                        .map(ProjectFiles::name)
                        .toList());
    }

    @Test
    void everyRunbookSaysWhenWhatWhereAndWhatToDo() {
        assertThat(alerts()).allSatisfy(alert -> assertThat(ProjectFiles.read(alert.runbook()))
                .startsWith("# " + alert.name() + "\n")
                .contains("**When:**", "**What it means:**", "**Look here", "**Do this"));
    }

    /** Replicas read one database and agree, so a sum would count twice; only what each process counts for itself is added up. */
    @Test
    void noAlertAddsUpWhatReplicasAgreeOn() {
        assertThat(alerts())
                .filteredOn(alert -> alert.expression().contains("interline_"))
                .isNotEmpty()
                .allSatisfy(
                        alert -> assertThat(alert.expression())
                                .containsPattern(
                                        "^((max|min) by \\([^)]*\\) \\(|sum by \\([^)]*\\) \\((rate\\(|interline_events_lag\\)))"));
    }

    @Test
    void whatNeedsAPersonRaisesAnAlert() {
        assertThat(alerts().stream().map(Alert::expression).collect(Collectors.joining("\n")))
                .contains(
                        "interline_sync_refused",
                        "interline_sync_lag_seconds",
                        "interline_credentials_refused",
                        "interline_connections_paused",
                        "interline_dead_letters",
                        "interline_events_lag",
                        "interline_events_poll_age_seconds");
    }

    @Test
    void everyMetricThatIsWatchedIsExported() {
        // Given
        Set<String> exported = exported();

        // When
        List<String> unknown = new ArrayList<>();
        List<Path> watching = new ArrayList<>(ProjectFiles.below("deploy", ".yaml", ".json"));
        watching.addAll(ProjectFiles.below("docs/runbooks", ".md"));
        for (Path file : watching) {
            ProjectFiles.found("\\b(interline_[a-z_]+)", ProjectFiles.read(file)).stream()
                    .filter(metric -> !exported.contains(metric))
                    .forEach(metric -> unknown.add(ProjectFiles.name(file) + " asks for " + metric));
        }

        // Then
        assertThat(exported).isNotEmpty();
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyMetricIsExplainedAndNoOtherIs() {
        Set<String> explained =
                ProjectFiles.found("(?m)^\\| `(interline_[a-z_]+)[`{]", ProjectFiles.read("docs/reference/metrics.md"));
        assertThat(explained)
                .isEqualTo(exported().stream()
                        .map(metric -> metric.replaceAll("_seconds_(count|sum|max)$", "_seconds"))
                        .collect(Collectors.toSet()));
    }

    /** Under the names Prometheus sees. */
    private static Set<String> exported() {
        Set<String> names = new TreeSet<>();
        for (Path source : ProjectFiles.mainSources()) {
            Matcher metric = REGISTERED.matcher(ProjectFiles.read(source));
            while (metric.find()) {
                String name = metric.group(2).replace('.', '_');
                switch (metric.group(1)) {
                    case "counter" -> names.add(name + "_total");
                    case "timer" ->
                        names.addAll(List.of(name + "_seconds_count", name + "_seconds_sum", name + "_seconds_max"));
                    default -> names.add(name);
                }
            }
        }
        return names;
    }

    private static List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode document : ProjectFiles.documents(ProjectFiles.root().resolve("deploy/monitoring/alerts.yaml"))) {
            for (JsonNode group : document.path("spec").path("groups")) {
                for (JsonNode rule : group.path("rules")) {
                    alerts.add(new Alert(
                            rule.path("alert").asText(),
                            rule.path("expr").asText(),
                            rule.path("annotations").path("runbook_url").asText()));
                }
            }
        }
        return alerts;
    }
}
