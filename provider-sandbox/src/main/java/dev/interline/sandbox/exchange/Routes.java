package dev.interline.sandbox.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The paths of an API: literal segments first, {@code {name}} for a variable one. */
public final class Routes<H> {
    private final List<Route<H>> routes = new ArrayList<>();

    /**
     * What answers a path.
     *
     * @param operation the ledger's word for it, null for a read
     * @param variables values of the variable segments by name
     */
    public record Match<H>(@Nullable String operation, H handler, Map<String, String> variables) {
        public Match {
            variables = Map.copyOf(variables);
        }

        public String variable(String name) {
            String value = variables.get(name);
            if (value == null) {
                throw new IllegalArgumentException("the path has no segment " + name);
            }
            return value;
        }
    }

    private record Route<H>(
            String method, List<String> pattern, @Nullable String operation, H handler) {
        @Nullable
        Map<String, String> match(List<String> segments) {
            if (segments.size() != pattern.size()) {
                return null;
            }
            Map<String, String> variables = new LinkedHashMap<>();
            for (int i = 0; i < pattern.size(); i++) {
                String expected = pattern.get(i);
                String actual = segments.get(i);
                if (expected.startsWith("{")) {
                    variables.put(expected.substring(1, expected.length() - 1), actual);
                } else if (!expected.equals(actual)) {
                    return null;
                }
            }
            return variables;
        }
    }

    /** A path that only reads. */
    public Routes<H> read(String method, String pattern, H handler) {
        routes.add(new Route<>(method, List.of(pattern.split("/")), null, handler));
        return this;
    }

    /** A path that changes something, with the ledger's word for it. */
    public Routes<H> change(String method, String pattern, String operation, H handler) {
        routes.add(new Route<>(method, List.of(pattern.split("/")), operation, handler));
        return this;
    }

    /** The first route that was added and fits. */
    public Optional<Match<H>> find(String method, List<String> segments) {
        for (Route<H> route : routes) {
            if (route.method().equals(method)) {
                Map<String, String> variables = route.match(segments);
                if (variables != null) {
                    return Optional.of(new Match<>(route.operation(), route.handler(), variables));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether some method answers the path. */
    public boolean knows(List<String> segments) {
        return routes.stream().anyMatch(route -> route.match(segments) != null);
    }
}
