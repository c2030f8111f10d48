package dev.interline.testkit.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The first stage: the JSON schema that comes with camel-yaml-dsl, so that it fits the Camel that will run the route. */
final class CamelSchema {

    /** Newer versions ship one for the canonical notation alone. */
    private static final List<String> RESOURCES =
            List.of("schema/camelYamlDsl-canonical.json", "schema/camelYamlDsl.json");

    /** One mistake breaks several alternatives of a schema; a few of them say enough. */
    private static final int SHOWN = 8;

    /** They say only that no alternative fits; what does not fit is told beside them. */
    private static final Set<String> ALTERNATIVES = Set.of("oneOf", "anyOf", "not");

    private final JsonSchema schema;

    private CamelSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /** Read once: it has thousands of definitions and never changes. */
    private static final class Holder {
        private static final CamelSchema SCHEMA = load();
    }

    /** @throws IllegalStateException if camel-yaml-dsl is not on the class path */
    static CamelSchema ofThisCamel() {
        return Holder.SCHEMA;
    }

    private static CamelSchema load() {
        ClassLoader loader = CamelSchema.class.getClassLoader();
        for (String resource : RESOURCES) {
            try (InputStream stream = loader.getResourceAsStream(resource)) {
                if (stream != null) {
                    JsonNode json = new ObjectMapper().readTree(stream);
                    return new CamelSchema(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                            .getSchema(json));
                }
            } catch (IOException broken) {
                throw new UncheckedIOException("The schema of Camel's YAML cannot be read", broken);
            }
        }
        throw new IllegalStateException(
                "No schema of Camel's YAML is on the class path; add org.apache.camel:camel-yaml-dsl");
    }

    void check(RouteFile file, Findings findings) {
        Set<ValidationMessage> broken = schema.validate(file.tree().toJson());
        List<Problem> problems = new ArrayList<>();
        broken.stream()
                .filter(message -> !ALTERNATIVES.contains(message.getType()))
                .forEach(message -> problems.add(Problem.of(message)));
        if (problems.isEmpty()) {
            broken.forEach(message -> problems.add(Problem.of(message)));
        }
        problems.stream()
                .filter(problem -> problems.stream().noneMatch(problem::isOnlyCausedBy))
                .distinct()
                .sorted(Comparator.comparing(Problem::wrong))
                .limit(SHOWN)
                .forEach(problem -> findings.add(
                        line(file, problem),
                        "schema",
                        problem.wrong(),
                        "write it as Camel's YAML DSL has it; Kaoto writes it so"));
    }

    private static int line(RouteFile file, Problem problem) {
        YamlTree place = file.tree().at(problem.path());
        return problem.property().map(place::lineOf).orElse(place.line());
    }

    private record Problem(List<String> path, String wrong, Optional<String> property) {

        /** What is wrong inside makes everything around it wrong too. */
        boolean isOnlyCausedBy(Problem inner) {
            return inner.path().size() > path.size()
                    && inner.path().subList(0, path.size()).equals(path)
                    && property.isEmpty();
        }

        static Problem of(ValidationMessage message) {
            List<String> path = new ArrayList<>();
            for (int i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
                path.add(String.valueOf(message.getInstanceLocation().getElement(i)));
            }
            Optional<String> property = "additionalProperties".equals(message.getType())
                    ? Optional.ofNullable(message.getProperty())
                    : Optional.empty();
            String text = String.valueOf(message.getMessage());
            int afterPlace = text.indexOf(": ");
            String what = afterPlace < 0 ? text : text.substring(afterPlace + 2);
            String where = path.isEmpty() ? "the file" : "'" + path.get(path.size() - 1) + "'";
            return new Problem(List.copyOf(path), where + ": " + what, property);
        }
    }
}
