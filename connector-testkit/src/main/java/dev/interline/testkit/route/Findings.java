package dev.interline.testkit.route;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was found in one file. */
final class Findings {

    private final Path file;
    private final List<RouteFinding> all = new ArrayList<>();

    Findings(Path file) {
        this.file = file;
    }

    void add(int line, String rule, String wrong, String remedy) {
        RouteFinding finding = new RouteFinding(file, line, rule, wrong, remedy);
        if (!all.contains(finding)) {
            all.add(finding);
        }
    }

    List<RouteFinding> all() {
        return List.copyOf(all);
    }
}
