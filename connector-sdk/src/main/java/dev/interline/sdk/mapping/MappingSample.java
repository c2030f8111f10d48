package dev.interline.sdk.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.mapping.MappingExpression.EvaluationFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A golden sample: an input and what must come of it.
 *
 * @param name says what it shows
 */
public record MappingSample(String name, JsonNode input, JsonNode expected) {

    /** @throws IllegalArgumentException if the text is not a JSON array of samples, at least one */
    public static List<MappingSample> read(String json) {
        try {
            List<MappingSample> samples =
                    CanonicalJson.mapper().readValue(json, new TypeReference<List<MappingSample>>() {});
            if (samples.isEmpty() || samples.stream().anyMatch(sample -> !sample.isComplete())) {
                throw new IllegalArgumentException(
                        "Samples are [{\"name\": …, \"input\": {…}, \"expected\": {…}}, …], at least one");
            }
            return List.copyOf(samples);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("The samples are no JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    /** What a mapping makes of these samples that it should not; empty if all is well. */
    public static List<String> problems(Mapping mapping, List<MappingSample> samples) {
        List<String> problems = new ArrayList<>();
        for (MappingSample sample : samples) {
            try {
                problems.addAll(sample.differences(mapping.apply(sample.input())));
            } catch (FailureException failed) {
                problems.add(
                        "sample '" + sample.name() + "': " + failed.failure().detail());
            }
        }
        return problems;
    }

    /** The same of a file alone, whatever it is for. */
    public static List<String> problems(MappingExpression mapping, List<MappingSample> samples) {
        List<String> problems = new ArrayList<>();
        for (MappingSample sample : samples) {
            try {
                ObjectNode made = mapping.apply(sample.input());
                made.properties().removeIf(field -> field.getValue().isNull());
                problems.addAll(sample.differences(made));
            } catch (EvaluationFailed failed) {
                problems.add("sample '" + sample.name() + "': " + failed.getMessage());
            }
        }
        return problems;
    }

    /** The samples that a mapping cannot cope with at all, whatever it makes of the others. */
    static List<String> failures(Mapping mapping, List<MappingSample> samples) {
        List<String> failures = new ArrayList<>();
        for (MappingSample sample : samples) {
            try {
                mapping.apply(sample.input());
            } catch (FailureException failed) {
                failures.add(
                        "sample '" + sample.name() + "': " + failed.failure().detail());
            }
        }
        return failures;
    }

    private List<String> differences(JsonNode made) {
        return differing(expected, made).stream()
                .map(field -> "sample '" + name + "': " + field + " is " + made.path(field) + ", expected "
                        + expected.path(field))
                .toList();
    }

    /** The names of the fields in which two results differ. */
    static SortedSet<String> differing(JsonNode one, JsonNode other) {
        SortedSet<String> fields = new TreeSet<>();
        for (JsonNode side : List.of(one, other)) {
            for (Map.Entry<String, JsonNode> field : side.properties()) {
                if (!field.getValue().equals(one.path(field.getKey()))
                        || !field.getValue().equals(other.path(field.getKey()))) {
                    fields.add(field.getKey());
                }
            }
        }
        return fields;
    }

    @SuppressWarnings("ConstantValue") // what JSON leaves out is null, whatever the type says
    private boolean isComplete() {
        return name != null && input != null && expected != null && expected.isObject();
    }
}
