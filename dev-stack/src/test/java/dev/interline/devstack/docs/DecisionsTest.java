package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    @Test
    void decisionsAreNumberedOnceAndWithoutGaps() {
        List<Path> decisions = ProjectFiles.below("docs/adr", ".md");
        assertThat(decisions).isNotEmpty();
        assertThat(decisions.stream()
                        .map(file ->
                                Integer.valueOf(file.getFileName().toString().substring(0, 4))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, decisions.size()).boxed().toList());
    }

    @Test
    void everyDecisionHasItsNumberContextDecisionAndConsequences() {
        assertThat(ProjectFiles.below("docs/adr", ".md")).allSatisfy(file -> {
            int number = Integer.parseInt(file.getFileName().toString().substring(0, 4));
            assertThat(ProjectFiles.read(file))
                    .startsWith("# " + number + ". ")
                    .contains("## Context", "## Decision", "## Consequences");
        });
    }
}
