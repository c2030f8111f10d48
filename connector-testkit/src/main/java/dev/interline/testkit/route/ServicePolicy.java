package dev.interline.testkit.route;

import dev.interline.testkit.route.YamlTree.Entry;
import dev.interline.testkit.route.YamlTree.Mapping;
import dev.interline.testkit.route.YamlTree.Scalar;
import dev.interline.testkit.route.YamlTree.Sequence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The second stage, for the routes of one service together: what only shows when they stand side by side. */
final class ServicePolicy {

    private ServicePolicy() {}

    /** @param findingsOf where the findings of a file go */
    static void check(List<RouteFile> files, Function<RouteFile, Findings> findingsOf) {
        Map<String, RouteFile> byId = new HashMap<>();
        Map<String, RouteFile> byStart = new HashMap<>();
        Set<String> defined = new HashSet<>();
        for (RouteFile file : files) {
            Findings findings = findingsOf.apply(file);
            int line = file.route().map(route -> route.lineOf("id")).orElse(0);
            RouteFile before = file.routeId().isEmpty() ? null : byId.putIfAbsent(file.routeId(), file);
            if (before != null) {
                findings.add(
                        line,
                        "unique-route-id",
                        "the id '" + file.routeId() + "' is that of "
                                + before.path().getFileName() + " too",
                        "give it another; the later one would replace the earlier");
            }
            RouteFile reader = file.from().isEmpty() ? null : byStart.putIfAbsent(file.from(), file);
            if (reader != null && !file.from().startsWith("timer:")) {
                findings.add(
                        line,
                        "one-reader",
                        reader.path().getFileName() + " reads " + file.from() + " too, so each would get a part of it",
                        "read it in one route and go on to direct: routes with choice");
            }
            defined.add(file.from());
        }
        for (RouteFile file : files) {
            calls(file.tree(), defined, findingsOf.apply(file));
        }
    }

    private static void calls(YamlTree node, Set<String> defined, Findings findings) {
        switch (node) {
            case Scalar scalar -> {}
            case Sequence sequence -> sequence.items().forEach(item -> calls(item, defined, findings));
            case Mapping mapping -> {
                for (Entry entry : mapping.entries()) {
                    if (entry.key().equals("to")) {
                        String uri = entry.value() instanceof Scalar scalar
                                ? scalar.text()
                                : entry.value().text("uri");
                        if (uri.startsWith("direct:") && !defined.contains(uri)) {
                            findings.add(
                                    entry.line(),
                                    "direct-target",
                                    "no file of this service defines " + uri + ", so every message would fail here",
                                    "add " + uri.substring("direct:".length()) + RouteFile.SUFFIX
                                            + " or mend the name");
                        }
                    }
                    calls(entry.value(), defined, findings);
                }
            }
        }
    }
}
