package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|mailto:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");

    @Test
    void everyLinkLeadsToAFileAndEveryAnchorToAHeading() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : ProjectFiles.below("", ".md")) {
            Matcher link = LINK.matcher(CODE.matcher(ProjectFiles.read(page)).replaceAll(""));
            while (link.find()) {
                links++;
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                boolean leads = Files.exists(target)
                        && (link.group(2) == null || anchors(target).contains(link.group(2)));
                if (!leads) {
                    broken.add(ProjectFiles.name(page) + " -> " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isPositive();
    }

    @Test
    void everyTestAPageReliesOnExists() {
        // Given
        Set<String> tests = ProjectFiles.below("", ".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());

        // When
        List<String> missing = new ArrayList<>();
        for (Path page : ProjectFiles.below("", ".md")) {
            ProjectFiles.found("`([A-Z]\\w+(?:Test|IT|Drill))`", ProjectFiles.read(page)).stream()
                    .filter(test -> !tests.contains(test))
                    .forEach(test -> missing.add(ProjectFiles.name(page) + " names " + test));
        }

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPageOfTheDocumentationIsLinkedFromAnother() {
        // Given
        Set<Path> linked = ProjectFiles.below("", ".md").stream()
                .flatMap(page -> LINK.matcher(ProjectFiles.read(page))
                        .results()
                        .filter(link -> !link.group(1).isEmpty())
                        .map(link -> page.resolveSibling(link.group(1)).normalize())
                        .filter(target -> !target.equals(page)))
                .collect(Collectors.toSet());

        // When
        List<Path> pages = ProjectFiles.below("docs", ".md");
        List<String> lonely = pages.stream()
                .filter(page -> !linked.contains(page) && !linked.contains(page.getParent()))
                .map(ProjectFiles::name)
                .toList();

        // Then
        assertThat(pages).isNotEmpty();
        assertThat(lonely).isEmpty();
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path page) {
        if (Files.isDirectory(page)) {
            return Set.of();
        }
        return Pattern.compile("(?m)^#{1,6} +(.+?)\\s*$")
                .matcher(CODE.matcher(ProjectFiles.read(page)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
