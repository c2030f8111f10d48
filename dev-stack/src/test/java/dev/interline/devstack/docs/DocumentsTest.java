package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final Path ROOT =
            Path.of(System.getProperty("interline.root", "..")).toAbsolutePath().normalize();

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        Pattern link = Pattern.compile("]\\((?!https?:)([^)#]+)(#[^)]*)?\\)");
        for (Path file : files(".md")) {
            Matcher links = link.matcher(read(file));
            while (links.find()) {
                if (!Files.exists(file.resolveSibling(links.group(1)).normalize())) {
                    broken.add(ROOT.relativize(file) + " -> " + links.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyConfigurationKeyIsExplainedAndNoOtherIs() {
        // Given
        String code = read(ROOT.resolve("service-runtime/src/main/java/dev/interline/runtime/InterlineConfig.java"));
        Set<String> leaves = new TreeSet<>();
        Matcher methods = Pattern.compile(
                        "(?m)^\\s+(?:String|int|Duration|List<String>|Optional<String>) (\\w+)\\(\\);")
                .matcher(code);
        while (methods.find()) {
            leaves.add(methods.group(1).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
        }

        // When
        Set<String> explained = new TreeSet<>();
        Matcher keys = Pattern.compile("`interline\\.([a-z0-9.<>-]+)`")
                .matcher(read(ROOT.resolve("docs/reference/config.md")));
        while (keys.find()) {
            explained.add(keys.group(1).substring(keys.group(1).lastIndexOf('.') + 1));
        }

        // Then
        assertThat(explained).isEqualTo(leaves);
    }

    @Test
    void everyErrorCodeIsExplained() {
        // Given
        Set<String> codes = new TreeSet<>();
        for (Path file : files(".java", ".yaml")) {
            if (file.toString().contains("/src/main/") && !file.startsWith(ROOT.resolve("provider-sandbox"))) {
                Matcher literal = Pattern.compile("\"((?:INGRESS|ROUTING|MESSAGING|BILLING|CRM|SUPPORT)-\\d{4})\"")
                        .matcher(read(file));
                while (literal.find()) {
                    codes.add(literal.group(1));
                }
            }
        }
        String errors = read(ROOT.resolve("docs/reference/errors.md"));

        // Then
        assertThat(codes).isNotEmpty().allSatisfy(code -> assertThat(errors)
                .containsAnyOf(code, "SUPPORT-" + code.substring(code.length() - 4)));
    }

    @Test
    void everyMessageTypeHasARowInTheReference() throws IOException {
        String topics = read(ROOT.resolve("docs/reference/topics.md"));
        try (Stream<Path> schemas = Files.list(ROOT.resolve("canonical-model/src/main/resources/schemas"))) {
            List<String> types = schemas.map(
                            schema -> schema.getFileName().toString().replace(".json", ""))
                    .filter(name -> name.endsWith(".v1"))
                    .toList();
            assertThat(types).isNotEmpty().allSatisfy(type -> assertThat(topics).contains("`" + type + "`"));
        }
    }

    @Test
    void everyAlertHasItsRunbookAndEveryRunbookItsAlert() throws IOException {
        // Given
        Set<String> linked = new TreeSet<>();
        Matcher links =
                Pattern.compile("runbook_url: (\\S+)").matcher(read(ROOT.resolve("deploy/monitoring/alerts.yaml")));
        while (links.find()) {
            linked.add(links.group(1));
        }

        // Then
        try (Stream<Path> runbooks = Files.list(ROOT.resolve("docs/runbooks"))) {
            assertThat(runbooks.map(file -> ROOT.relativize(file).toString()).collect(Collectors.toSet()))
                    .isEqualTo(linked);
        }
    }

    @Test
    void decisionsAreNumberedOnceAndWithoutGaps() throws IOException {
        try (Stream<Path> decisions = Files.list(ROOT.resolve("docs/adr"))) {
            List<Integer> numbers = decisions
                    .map(file -> Integer.valueOf(file.getFileName().toString().substring(0, 4)))
                    .sorted()
                    .toList();
            for (int i = 0; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void everyDeploymentIsRestrictedAndProbed() throws IOException {
        String base;
        try (Stream<Path> files = Files.list(ROOT.resolve("deploy/kustomize/base"))) {
            base = files.sorted().map(DocumentsTest::read).collect(Collectors.joining("\n"));
        }
        assertThat(base)
                .contains(
                        "runAsNonRoot: true",
                        "readOnlyRootFilesystem: true",
                        "drop: [ALL]",
                        "kind: PodDisruptionBudget",
                        "kind: NetworkPolicy",
                        "startupProbe:",
                        "readinessProbe:",
                        "livenessProbe:",
                        "automountServiceAccountToken: false");
    }

    private static List<Path> files(String... endings) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(file -> Stream.of("target", ".interline", ".git", "node_modules")
                            .noneMatch(
                                    folder -> ROOT.relativize(file).toString().contains(folder + "/")))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
