package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProviderTrapsReferenceTest {

    private static final String PAGE = "docs/reference/provider-traps.md";
    private static final int TRAPS = 17;

    @Test
    void everyTrapIsHitByATestThatExists() {
        // Given
        Map<String, String> sources = ProjectFiles.below("", ".java").stream()
                .filter(file -> file.toString().contains("/src/test/")
                        || ProjectFiles.module(file).equals("connector-testkit"))
                .filter(file -> file.toString().matches(".*(Test|IT|Contract)\\.java"))
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""),
                        ProjectFiles::read,
                        (one, other) -> one + other));

        // When
        Set<String> missing = new TreeSet<>();
        Matcher named = Pattern.compile("`(\\w+)\\.(\\w+)`").matcher(ProjectFiles.read(PAGE));
        while (named.find()) {
            if (!sources.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "(")) {
                missing.add(named.group(1) + "." + named.group(2));
            }
        }

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void everyTrapHasALineAndEveryLineATest() {
        // Given
        Function<String, Set<String>> numbers = rule -> ProjectFiles.found(rule, ProjectFiles.read(PAGE));

        // Then
        assertThat(numbers.apply("(?m)^\\| (\\d+) \\|.*`\\w+\\.\\w+`"))
                .isEqualTo(IntStream.rangeClosed(1, TRAPS)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.toSet()));
        assertThat(ProjectFiles.read(PAGE).lines().filter(line -> line.matches("\\| \\d+ \\|.*")))
                .allMatch(line -> line.matches(".*`\\w+\\.\\w+`.*"));
    }
}
