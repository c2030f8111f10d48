package dev.interline.testkit.route;

import dev.interline.testkit.route.YamlTree.Mapping;
import dev.interline.testkit.route.YamlTree.Scalar;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which expressions a route may hold: such as compare headers. Whatever computes belongs into a bean with a test. */
final class ExpressionPolicy {

    /** All languages of Camel's YAML, by which an expression is recognised. */
    static final Set<String> LANGUAGES = Set.of(
            "constant",
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "groovy",
            "header",
            "hl7terser",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "language",
            "method",
            "mvel",
            "ognl",
            "python",
            "ref",
            "simple",
            "spel",
            "tokenize",
            "variable",
            "wasm",
            "xpath",
            "xquery",
            "xtokenize");

    private static final Pattern FUNCTION = Pattern.compile("\\$(?:simple|init|csimple)?\\{([^}]*)}?");
    private static final Pattern ALLOWED = Pattern.compile("header\\.[A-Za-z][A-Za-z0-9-]*|routeId");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

    private ExpressionPolicy() {}

    /**
     * @param language a key of {@link #LANGUAGES}
     * @param value what stands under it
     * @param eip the step it belongs to
     */
    static void check(String language, int line, YamlTree value, String eip, Findings findings) {
        String text = value instanceof Scalar scalar ? scalar.text() : value.text("expression");
        if (!(value instanceof Mapping)) {
            findings.add(
                    line,
                    "canonical-notation",
                    "'" + language + "' in short form",
                    "write expression: {" + language + ": {expression: …}}, as Kaoto does");
        }
        switch (language) {
            case "simple" -> simple(text, line, eip, findings);
            case "header" -> {
                if (!HEADER.matcher(text).matches()) {
                    findings.add(line, "simple", "'" + text + "' is not the plain name of a header", "name a header");
                }
            }
            case "constant" -> {}
            default ->
                findings.add(
                        line,
                        "language",
                        "the language '" + language + "' computes inside a route, where no test and no type looks",
                        "compute it in a bean, keep the result as a header, and compare that with simple");
        }
        if (text.stripLeading().startsWith("resource:")) {
            findings.add(
                    line,
                    "language",
                    "the expression is read from another place, which this check cannot see",
                    "write it here");
        }
    }

    /** @param eip the step the text belongs to; {@code log} for the message of a log step */
    static void simple(String text, int line, String eip, Findings findings) {
        if (text.strip().equals("${body}") && eip.equals("split")) {
            return;
        }
        Matcher function = FUNCTION.matcher(text);
        while (function.find()) {
            String name = function.group(1);
            boolean isClosed =
                    function.group().startsWith("${") && function.group().endsWith("}");
            if (isClosed && ALLOWED.matcher(name).matches()) {
                continue;
            }
            if (name.startsWith("body")
                    || name.contains("bodyAs")
                    || name.startsWith("exchange")
                    || name.equals("in")) {
                findings.add(
                        line,
                        eip.equals("log") ? "payload-in-log" : "simple",
                        "'" + function.group() + "' touches the payload",
                        eip.equals("log")
                                ? "log ids, such as ${header.ce-id}; payloads hold personal data"
                                : "let a bean look into the payload and set a header; ${body} stands only alone, in split");
            } else {
                findings.add(
                        line,
                        "simple",
                        "'" + function.group() + "' does more than read a header",
                        "use ${header.<name>} or ${routeId}; whatever computes belongs into a bean with a test");
            }
        }
    }
}
