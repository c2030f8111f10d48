package dev.interline.sdk.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import java.io.StringReader;
import java.util.List;
import java.util.SortedSet;

/** One mapping file, compiled. Immutable; any number of threads may use it. */
public final class MappingExpression {

    private final String file;
    private final MappingText text;
    private final Expression expression;

    private MappingExpression(String file, MappingText text, Expression expression) {
        this.file = file;
        this.text = text;
        this.expression = expression;
    }

    /**
     * Compiles a mapping.
     *
     * @param file how it is called in messages
     * @throws MappingRefused if it is no JSLT, or uses what a mapping must not
     */
    public static MappingExpression compile(String file, String source) {
        MappingText text = new MappingText(file, source);
        return new MappingExpression(file, text, parsed(file, source, text));
    }

    private static Expression parsed(String file, String source, MappingText text) {
        try {
            return new Parser(new StringReader(source))
                    .withSource(file)
                    .withFunctions(MappingFunctions.all())
                    // JSLT leaves members out that are null or empty; here null and "" mean something.
                    .withObjectFilter(any -> true)
                    .withResourceResolver(resource -> {
                        throw new JsltException("nothing can be imported: " + resource);
                    })
                    .compile();
        } catch (JsltException broken) {
            int line = Math.max(broken.getLine(), text.lineAt(0));
            throw new MappingRefused(
                    file,
                    line,
                    broken.getMessageWithoutLocation().lines().findFirst().orElse("it cannot be parsed"));
        }
    }

    /** The fields it makes, in the order of the file. */
    public List<String> writes() {
        return text.fields().stream().map(MappingText.Field::name).toList();
    }

    /** The members of the input it reads, by name: the first of each path. */
    public SortedSet<String> reads() {
        return text.reads();
    }

    /** How it is called in messages. */
    public String file() {
        return file;
    }

    /** The line of a field, from 1; 1 if it has none of that name. */
    int lineOf(String field) {
        return text.fields().stream()
                .filter(known -> known.name().equals(field))
                .map(known -> text.lineAt(known.start()))
                .findFirst()
                .orElse(1);
    }

    /** @throws EvaluationFailed naming the place in file and input, never a value */
    ObjectNode apply(JsonNode input) {
        try {
            return (ObjectNode) expression.apply(input);
        } catch (RuntimeException failed) {
            throw located(input, failed);
        }
    }

    /** Evaluates field by field on an input that can be watched: JSLT does not tell where a function failed. */
    private EvaluationFailed located(JsonNode input, RuntimeException failed) {
        for (MappingText.Field field : text.fields()) {
            TracedInput traced = new TracedInput();
            JsonNode watched = traced.of(input);
            Expression alone = parsed(file, text.alone(field), text);
            try {
                alone.apply(watched);
            } catch (RuntimeException again) {
                String path = traced.last();
                int line = again instanceof JsltException at && at.getLine() > 0
                        ? at.getLine()
                        : text.lineReading(field, path.substring(path.lastIndexOf('/') + 1));
                return new EvaluationFailed(file, line, field.name(), path, again);
            }
        }
        return new EvaluationFailed(file, 1, "", "/", failed);
    }

    /** A mapping that cannot cope with an input; its message quotes no value. */
    static final class EvaluationFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EvaluationFailed(String file, int line, String field, String path, Throwable cause) {
            super(file + " line " + line + ", field \"" + field + "\", input " + path + ": cannot be evaluated", cause);
        }

        EvaluationFailed(String file, int line, String field, String why) {
            super(file + " line " + line + ", field \"" + field + "\": " + why);
        }
    }
}
