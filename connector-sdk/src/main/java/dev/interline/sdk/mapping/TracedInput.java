package dev.interline.sdk.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A copy of an input that knows which of its members was read last: where a mapping that failed was looking. */
final class TracedInput {

    private String last = "/";

    /** The place read last, as a JSON pointer. */
    String last() {
        return last;
    }

    JsonNode of(JsonNode input) {
        return copy(input, "");
    }

    private JsonNode copy(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            Traced traced = new Traced(path);
            object.properties()
                    .forEach(entry -> traced.set(entry.getKey(), copy(entry.getValue(), path + "/" + entry.getKey())));
            return traced;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode traced = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                traced.add(copy(array.get(i), path + "/" + i));
            }
            return traced;
        }
        return node;
    }

    private final class Traced extends ObjectNode {
        private static final long serialVersionUID = 1L;
        private final String path;

        Traced(String path) {
            super(JsonNodeFactory.instance);
            this.path = path;
        }

        @Override
        public @Nullable JsonNode get(String member) {
            last = path + "/" + member;
            return super.get(member);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }
}
