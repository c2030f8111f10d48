package dev.interline.devstack.torture;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was thrown and what was found.
 *
 * @param seed repeats the run with {@code --seed}
 * @param thrown counts by what was done
 * @param measured further figures
 * @param violations everything that must not be
 */
record Report(long seed, Map<String, Long> thrown, Map<String, String> measured, List<Violation> violations) {
    private static final int SHOWN_OF_A_KIND = 10;

    Report {
        thrown = new LinkedHashMap<>(thrown);
        measured = new LinkedHashMap<>(measured);
        violations = List.copyOf(violations);
    }

    boolean passed() {
        return violations.isEmpty();
    }

    /** How many violations of each kind there are; every kind is named. */
    Map<String, Long> found() {
        Map<Violation.Kind, Long> counted =
                violations.stream().collect(Collectors.groupingBy(Violation::kind, Collectors.counting()));
        Map<String, Long> found = new LinkedHashMap<>();
        for (Violation.Kind kind : Violation.Kind.values()) {
            found.put(kind.words(), counted.getOrDefault(kind, 0L));
        }
        return found;
    }

    void print(PrintStream out) {
        out.printf("%nTHROWN%n");
        thrown.forEach((what, count) -> out.printf("  %-58s %8d%n", what, count));
        out.printf("%nMEASURED%n");
        measured.forEach((what, value) -> out.printf("  %-58s %s%n", what, value));
        out.printf("%nFOUND%n");
        found().forEach((what, count) -> out.printf("  %-58s %8d%n", what, count));
        for (Violation.Kind kind : Violation.Kind.values()) {
            List<Violation> ofKind = violations.stream()
                    .filter(violation -> violation.kind() == kind)
                    .toList();
            ofKind.stream()
                    .limit(SHOWN_OF_A_KIND)
                    .forEach(violation -> out.printf("    %s: %s%n", kind, violation.what()));
            if (ofKind.size() > SHOWN_OF_A_KIND) {
                out.printf("    %s: and %d more, see --json%n", kind, ofKind.size() - SHOWN_OF_A_KIND);
            }
        }
        out.printf(
                "%n%s  seed %d%n",
                passed() ? "The promise held." : "The promise was BROKEN: " + violations.size() + " violations.", seed);
    }

    /** The same for {@code --json}. */
    Map<String, Object> forJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seed", seed);
        json.put("passed", passed());
        json.put("thrown", thrown);
        json.put("measured", measured);
        json.put("found", found());
        json.put(
                "violations",
                violations.stream()
                        .map(violation -> Map.of("kind", violation.kind().name(), "what", violation.what()))
                        .toList());
        return json;
    }
}
