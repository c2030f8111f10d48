package dev.interline.sdk.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.AccountField;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.mapping.MappingExpression.EvaluationFailed;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as a tenant has it: the base, and the tenant's overlay if there is one. Both are evaluated on the same input;
 * the overlay's result is a JSON merge patch (RFC 7396) on the base's: a field it gives replaces the base's, one it gives as
 * null is left out, all others stay.
 */
public final class Mapping {

    /** The failure code of an input a mapping cannot cope with. */
    public static final String CODE = "MAPPING-1101";

    private final MappingDefinition definition;
    private final List<Layer> layers;

    /**
     * One version of a mapping.
     *
     * @param number 0 for the packaged base
     * @param expression what it does; absent if its text cannot be compiled any more
     * @param refused why it cannot
     */
    record Layer(
            int number,
            @Nullable MappingExpression expression,
            @Nullable String refused) {

        static Layer of(int number, MappingExpression expression) {
            return new Layer(number, expression, null);
        }
    }

    /** @param overlay the tenant's own, which is laid over the base */
    Mapping(MappingDefinition definition, Layer base, @Nullable Layer overlay) {
        this.definition = definition;
        this.layers = overlay == null ? List.of(base) : List.of(base, overlay);
    }

    /** Name and versions, {@code acme.customer.from@2} or with a tenant's overlay {@code acme.customer.from@2+1}. */
    public String label() {
        return definition.name() + "@" + layers.getFirst().number()
                + (layers.size() > 1 ? "+" + layers.getLast().number() : "");
    }

    /** The fields it can make. */
    public Set<String> writes() {
        Set<String> names = new LinkedHashSet<>();
        layers.forEach(layer -> names.addAll(expression(layer).writes()));
        return names;
    }

    /** The members of the input it reads. */
    public SortedSet<String> reads() {
        SortedSet<String> names = new TreeSet<>();
        layers.forEach(layer -> names.addAll(expression(layer).reads()));
        return names;
    }

    /**
     * The fields of an input.
     *
     * @throws FailureException of kind UNMAPPABLE, naming file, line and input path, if it cannot cope with the input, or
     *     makes what does not fit
     */
    public ObjectNode apply(JsonNode input) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Layer layer : layers) {
            MappingExpression expression = expression(layer);
            try {
                ObjectNode fields = expression.apply(input);
                for (Map.Entry<String, JsonNode> field : fields.properties()) {
                    if (field.getValue().isNull()) {
                        result.remove(field.getKey());
                    } else {
                        requireFitting(expression, field.getKey(), field.getValue());
                        result.set(field.getKey(), field.getValue());
                    }
                }
            } catch (EvaluationFailed failed) {
                throw unmappable(String.valueOf(failed.getMessage()), failed);
            }
        }
        return result;
    }

    /** Facts of an account as an input: by their canonical names, those that are not said absent. */
    public static ObjectNode input(Map<AccountField, String> fields) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        fields.forEach((field, value) -> input.put(field.token(), value));
        return input;
    }

    /** The same as facts of an account. */
    public Map<AccountField, String> accountFields(JsonNode input) {
        Map<AccountField, String> fields = new EnumMap<>(AccountField.class);
        apply(input)
                .properties()
                .forEach(field -> fields.put(
                        AccountField.ofToken(field.getKey()), field.getValue().asText()));
        return fields;
    }

    private void requireFitting(MappingExpression expression, String field, JsonNode value) {
        String problem = definition.output().problem(field, value);
        if (problem != null) {
            throw new EvaluationFailed(expression.file(), expression.lineOf(field), field, problem);
        }
    }

    private MappingExpression expression(Layer layer) {
        MappingExpression expression = layer.expression();
        if (expression == null) {
            throw unmappable("version " + layer.number() + " cannot be compiled any more: " + layer.refused(), null);
        }
        return expression;
    }

    private FailureException unmappable(String what, @Nullable Throwable cause) {
        return new FailureException(
                Failure.of(FailureKind.UNMAPPABLE, CODE, "mapping " + label() + ": " + what), cause);
    }
}
