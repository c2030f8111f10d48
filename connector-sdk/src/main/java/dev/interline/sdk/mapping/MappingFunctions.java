package dev.interline.sdk.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import com.schibsted.spt.data.jslt.Function;
import dev.interline.sdk.CanonicalText;
import java.util.List;

/** What mappings can do beside JSLT's own functions. All are pure; regular expressions take time linear in the text. */
final class MappingFunctions {

    /** Does what the function does; the arguments are as many as it declares. */
    @FunctionalInterface
    private interface Body {
        JsonNode of(JsonNode[] arguments);
    }

    private record Named(String name, int min, int max, Body body) implements Function {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public int getMinArguments() {
            return min;
        }

        @Override
        public int getMaxArguments() {
            return max;
        }

        @Override
        public JsonNode call(JsonNode input, JsonNode[] arguments) {
            return body.of(arguments);
        }
    }

    private static final List<Function> ALL = List.of(
            new Named("first-text", 1, 20, MappingFunctions::firstText),
            new Named("text", 1, 1, arguments -> text(arguments[0])),
            new Named("clean", 2, 2, MappingFunctions::clean),
            new Named("email-domain", 1, 1, MappingFunctions::emailDomain),
            new Named("company-domain", 1, 1, MappingFunctions::companyDomain),
            new Named("normalize", 2, 2, MappingFunctions::normalize),
            new Named("test", 2, 2, MappingFunctions::test),
            new Named("replace", 3, 3, MappingFunctions::replace),
            new Named("split", 2, 2, MappingFunctions::split));

    private MappingFunctions() {}

    static List<Function> all() {
        return ALL;
    }

    /** The first argument that is a text and not blank; the empty text, which clears, if none is. */
    private static JsonNode firstText(JsonNode[] arguments) {
        for (JsonNode argument : arguments) {
            if (argument.isTextual() && !argument.asText().isBlank()) {
                return argument;
            }
        }
        return TextNode.valueOf("");
    }

    /** A text, number or boolean as text; the empty text, which clears, for anything else. */
    private static JsonNode text(JsonNode value) {
        return TextNode.valueOf(value.isValueNode() && !value.isNull() ? value.asText() : "");
    }

    /** Without control characters, trimmed, cut to a length; what is not there stays so. */
    private static JsonNode clean(JsonNode[] arguments) {
        JsonNode value = arguments[0];
        return value.isNull()
                ? value
                : TextNode.valueOf(CanonicalText.clean(text(value).asText(), arguments[1].asInt()));
    }

    /** What stands behind the @ of an address; nothing if it is none. */
    private static JsonNode emailDomain(JsonNode[] arguments) {
        String address = text(arguments[0]).asText();
        return address.indexOf('@') > 0
                ? TextNode.valueOf(address.substring(address.lastIndexOf('@') + 1))
                : NullNode.getInstance();
    }

    private static JsonNode companyDomain(JsonNode[] arguments) {
        return TextNode.valueOf(CompanyDomain.of(text(arguments[0]).asText()).orElse(""));
    }

    /** What a table says of a word; a word it does not know is kept. */
    private static JsonNode normalize(JsonNode[] arguments) {
        JsonNode word = arguments[0];
        JsonNode known = word.isTextual() ? arguments[1].path(word.asText()) : arguments[1].path("");
        return known.isTextual() ? known : word;
    }

    private static JsonNode test(JsonNode[] arguments) {
        return BooleanNode.valueOf(!arguments[0].isNull()
                && Pattern.compile(arguments[1].asText())
                        .matcher(arguments[0].asText())
                        .find());
    }

    private static JsonNode replace(JsonNode[] arguments) {
        return arguments[0].isNull()
                ? arguments[0]
                : TextNode.valueOf(Pattern.compile(arguments[1].asText())
                        .matcher(arguments[0].asText())
                        .replaceAll(arguments[2].asText()));
    }

    private static JsonNode split(JsonNode[] arguments) {
        if (arguments[0].isNull()) {
            return arguments[0];
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        for (String part : Pattern.compile(arguments[1].asText()).split(arguments[0].asText())) {
            parts.add(part);
        }
        return parts;
    }
}
