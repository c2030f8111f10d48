package dev.interline.testkit.route;

import dev.interline.testkit.route.YamlTree.Mapping;
import dev.interline.testkit.route.YamlTree.Sequence;
import java.nio.file.Path;
import java.util.Optional;

/** One {@code *.camel.yaml} file that could be read. */
record RouteFile(Path path, String yaml, YamlTree tree) {

    static final String SUFFIX = ".camel.yaml";

    /** Its name without the suffix, which must be the id of its route. */
    String name() {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    /** Its first route. */
    Optional<Mapping> route() {
        return tree instanceof Sequence entries
                ? entries.items().stream()
                        .flatMap(entry -> entry.get("route").stream())
                        .filter(Mapping.class::isInstance)
                        .map(Mapping.class::cast)
                        .findFirst()
                : Optional.empty();
    }

    /** The id of its route; empty if it has none. */
    String routeId() {
        return route().map(route -> route.text("id")).orElse("");
    }

    /** Where its route starts; empty if nowhere. */
    String from() {
        return route().flatMap(route -> route.get("from"))
                .map(from -> from.text("uri"))
                .orElse("");
    }
}
