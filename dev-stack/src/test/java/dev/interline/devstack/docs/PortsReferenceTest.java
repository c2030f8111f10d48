package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PortsReferenceTest {

    @Test
    void thePortsOfTheLocalStackAreThoseOfTheLauncher() {
        // Given
        String ports = ProjectFiles.read("dev-stack/src/main/java/dev/interline/devstack/Ports.java");
        String services = ProjectFiles.read("dev-stack/src/main/java/dev/interline/devstack/Service.java");
        int above = Integer.parseInt(ProjectFiles.found("MANAGEMENT_ABOVE_HTTP = (\\d+)", services)
                .iterator()
                .next());
        Map<String, Integer> used = new TreeMap<>();
        Matcher infrastructure =
                Pattern.compile("ports\\.put\\((\\w+), ([\\d_]+) \\+ offset\\)").matcher(ports);
        while (infrastructure.find()) {
            used.put(
                    infrastructure.group(1).toLowerCase(Locale.ROOT).replace('_', '-'),
                    Integer.valueOf(infrastructure.group(2).replace("_", "")));
        }
        Matcher service =
                Pattern.compile("\\(\"([a-z-]+)\", \"[a-z]+\", (\\d+), \"").matcher(services);
        while (service.find()) {
            used.put(service.group(1), Integer.valueOf(service.group(2)));
            used.put(service.group(1) + "-management", Integer.parseInt(service.group(2)) + above);
        }

        // When
        Map<String, Integer> explained = new TreeMap<>();
        Matcher rows = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d+) \\|")
                .matcher(ProjectFiles.read("docs/reference/ports.md"));
        while (rows.find()) {
            explained.put(rows.group(1), Integer.valueOf(rows.group(2)));
        }

        // Then
        assertThat(explained).isNotEmpty().isEqualTo(used);
    }
}
