package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PagesTest {

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");

    /** Shorter lines may well be the same: rules of tables, ends of sentences. */
    private static final int SENTENCE = 60;

    @Test
    void noPageSaysTheSameTwice() {
        // When
        List<Path> pages = ProjectFiles.below("", ".md");
        List<String> repeated = new ArrayList<>();
        for (Path page : pages) {
            Set<String> said = new HashSet<>();
            CODE.matcher(ProjectFiles.read(page))
                    .replaceAll("")
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SENTENCE && !said.add(line))
                    .forEach(line -> repeated.add(ProjectFiles.name(page) + ": " + line));
        }

        // Then
        assertThat(pages).isNotEmpty();
        assertThat(repeated).isEmpty();
    }
}
