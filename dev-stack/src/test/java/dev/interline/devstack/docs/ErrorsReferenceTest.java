package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ErrorsReferenceTest {

    private static final String CODE = "\\b((?:API|INGRESS|MAPPING|ROUTING|MESSAGING|BILLING|CRM|SUPPORT)-\\d{4})\\b";

    /** What a code begins with where its module leaves that to a constant. */
    private static final Map<String, Set<String>> PREFIXES = Map.of(
            "billing-connector", Set.of("BILLING"),
            "crm-connector", Set.of("CRM"),
            "support-connector", Set.of("SUPPORT"),
            "connector-sdk", Set.of("BILLING", "CRM", "SUPPORT"),
            "durable-messaging", Set.of("BILLING", "CRM", "SUPPORT"));

    @Test
    void everyCodeInTheSourcesIsExplainedAndNoOtherIs() {
        // Given
        Set<String> used = new TreeSet<>();
        for (Path source : ProjectFiles.mainSources()) {
            // The launcher only repeats codes of the services.
            if (ProjectFiles.module(source).equals("dev-stack")) {
                continue;
            }
            String text = ProjectFiles.read(source);
            used.addAll(ProjectFiles.found(CODE, text));
            for (String prefix : PREFIXES.getOrDefault(ProjectFiles.module(source), Set.of())) {
                ProjectFiles.found("\"-(\\d{4})\"", text).forEach(number -> used.add(prefix + "-" + number));
            }
        }

        // Then
        assertThat(ProjectFiles.found(CODE, ProjectFiles.read("docs/reference/errors.md")))
                .isNotEmpty()
                .isEqualTo(used);
    }

    @Test
    void everyKindOfFailureIsExplainedAndNoOtherIs() {
        String source =
                ProjectFiles.read("durable-messaging/src/main/java/dev/interline/durable/failure/FailureKind.java");
        assertThat(ProjectFiles.found("(?m)^\\| `([A-Z]+)` \\|", ProjectFiles.read("docs/reference/errors.md")))
                .isNotEmpty()
                .isEqualTo(ProjectFiles.found("(?m)^    ([A-Z]+)\\((?:true|false)\\)", source));
    }
}
