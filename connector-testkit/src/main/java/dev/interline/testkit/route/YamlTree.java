package dev.interline.testkit.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A YAML document of which every part knows its line, counted from 1. */
sealed interface YamlTree {

    int line();

    JsonNode toJson();

    /** The part called {@code key}, if this is a mapping that has one. */
    default Optional<YamlTree> get(String key) {
        return Optional.empty();
    }

    /** The text of the scalar called {@code key}; empty if there is none. */
    default String text(String key) {
        return get(key).map(value -> value instanceof Scalar scalar ? scalar.text() : "")
                .orElse("");
    }

    /** The line of the part called {@code key}, or of this if there is none. */
    default int lineOf(String key) {
        return get(key).map(YamlTree::line).orElse(line());
    }

    /** What the path leads to, as far as it leads. */
    default YamlTree at(List<String> path) {
        return this;
    }

    record Entry(String key, int line, YamlTree value) {}

    record Mapping(List<Entry> entries, int line) implements YamlTree {

        @Override
        public Optional<YamlTree> get(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        @Override
        public int lineOf(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(Entry::line)
                    .findFirst()
                    .orElse(line);
        }

        @Override
        public YamlTree at(List<String> path) {
            return path.isEmpty()
                    ? this
                    : get(path.get(0))
                            .map(value -> value.at(path.subList(1, path.size())))
                            .orElse(this);
        }

        @Override
        public JsonNode toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            entries.forEach(entry -> json.set(entry.key(), entry.value().toJson()));
            return json;
        }
    }

    record Sequence(List<YamlTree> items, int line) implements YamlTree {

        @Override
        public YamlTree at(List<String> path) {
            if (path.isEmpty() || !path.get(0).matches("\\d{1,6}")) {
                return this;
            }
            int index = Integer.parseInt(path.get(0));
            return index < items.size() ? items.get(index).at(path.subList(1, path.size())) : this;
        }

        @Override
        public JsonNode toJson() {
            ArrayNode json = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> json.add(item.toJson()));
            return json;
        }
    }

    /** How YAML's core schema reads a scalar. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NOTHING
    }

    record Scalar(String text, Kind kind, int line) implements YamlTree {

        boolean isTrue() {
            return text.equalsIgnoreCase("true");
        }

        @Override
        public JsonNode toJson() {
            return switch (kind) {
                case TEXT -> TextNode.valueOf(text);
                case NUMBER -> number();
                case BOOLEAN -> BooleanNode.valueOf(isTrue());
                case NOTHING -> NullNode.getInstance();
            };
        }

        private JsonNode number() {
            try {
                return DecimalNode.valueOf(new BigDecimal(text));
            } catch (NumberFormatException notDecimal) {
                return TextNode.valueOf(text);
            }
        }
    }
}
