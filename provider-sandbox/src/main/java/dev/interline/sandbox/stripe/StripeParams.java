package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of one Stripe call, with Stripe's complaints about them. */
final class StripeParams {
    private static final int MAX_METADATA_KEYS = 50;
    private static final int MAX_METADATA_KEY = 40;
    private static final int MAX_METADATA_VALUE = 500;

    private final ObjectNode tree;
    private final String prefix;

    StripeParams(ObjectNode tree) {
        this(tree, "");
    }

    private StripeParams(ObjectNode tree, String prefix) {
        this.tree = tree;
        this.prefix = prefix;
    }

    /** Refuses every parameter that is not named; {@code expand} is always allowed. */
    StripeParams allow(Set<String> names) {
        tree.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name) && !name.equals("expand")) {
                throw StripeErrors.unknownParameter(path(name));
            }
        });
        return this;
    }

    boolean has(String name) {
        return tree.has(name);
    }

    boolean isHash(String name) {
        return tree.path(name).isObject();
    }

    String required(String name) {
        return text(name).orElseThrow(() -> StripeErrors.missingParameter(path(name)));
    }

    /** A non-empty scalar. */
    Optional<String> text(String name) {
        JsonNode node = tree.path(name);
        if (node.isContainerNode()) {
            throw StripeErrors.invalid(null, "Invalid string: " + Json.write(node), path(name));
        }
        return Optional.ofNullable(Json.scalar(node)).filter(text -> !text.isEmpty());
    }

    Optional<Long> integer(String name) {
        return text(name).map(text -> {
            if (!text.matches("-?[0-9]{1,17}")) {
                throw StripeErrors.invalid("parameter_invalid_integer", "Invalid integer: " + text, path(name));
            }
            return Long.valueOf(text);
        });
    }

    Optional<Boolean> bool(String name) {
        return text(name).map(text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw StripeErrors.invalid(null, "Invalid boolean: " + text, path(name));
            }
            return Boolean.valueOf(text);
        });
    }

    Optional<String> oneOf(String name, Set<String> allowed) {
        Optional<String> value = text(name);
        value.ifPresent(text -> {
            if (!allowed.contains(text)) {
                throw StripeErrors.invalid(
                        null,
                        "Invalid " + path(name) + ": must be one of "
                                + String.join(", ", allowed.stream().sorted().toList()),
                        path(name));
            }
        });
        return value;
    }

    /** A nested hash, empty when absent. */
    StripeParams nested(String name) {
        return tree.path(name) instanceof ObjectNode object
                ? new StripeParams(object, path(name))
                : new StripeParams(Json.object(), path(name));
    }

    /** The hashes of an array parameter. */
    List<StripeParams> list(String name) {
        List<StripeParams> elements = new ArrayList<>();
        if (tree.path(name) instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (!(array.get(i) instanceof ObjectNode object)) {
                    throw StripeErrors.invalid(null, "Invalid object", path(name) + "[" + i + "]");
                }
                elements.add(new StripeParams(object, path(name) + "[" + i + "]"));
            }
        }
        return elements;
    }

    /** The texts of an array parameter. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode node = tree.path(name);
        if (node.isArray()) {
            node.forEach(element -> texts.add(element.asText()));
        } else if (node.isTextual()) {
            texts.add(node.asText());
        }
        return texts;
    }

    /** Copies a text into the object; the empty string clears the field, an absent parameter leaves it. */
    void copyText(ObjectNode target, String... names) {
        for (String name : names) {
            if (has(name)) {
                target.put(name, text(name).orElse(null));
            }
        }
    }

    void copyBool(ObjectNode target, String... names) {
        for (String name : names) {
            bool(name).ifPresent(value -> target.put(name, value));
        }
    }

    void copyInteger(ObjectNode target, String... names) {
        for (String name : names) {
            if (has(name)) {
                target.put(name, integer(name).orElse(null));
            }
        }
    }

    /** Copies a hash as it came; empty texts in it become null, the empty string clears it whole. */
    void copyHash(ObjectNode target, String... names) {
        for (String name : names) {
            if (tree.path(name) instanceof ObjectNode hash) {
                ObjectNode merged = target.path(name) instanceof ObjectNode old ? old.deepCopy() : Json.object();
                hash.properties().forEach(entry -> merged.set(entry.getKey(), emptyIsNull(entry.getValue())));
                target.set(name, merged);
            } else if (tree.path(name) instanceof ArrayNode array) {
                target.set(name, array.deepCopy());
            } else if (has(name)) {
                target.putNull(name);
            }
        }
    }

    /** Merges metadata: an empty value removes its key, the empty string removes all. */
    void copyMetadata(ObjectNode target) {
        ObjectNode merged = target.path("metadata") instanceof ObjectNode old ? old.deepCopy() : Json.object();
        JsonNode given = tree.path("metadata");
        if (given instanceof ObjectNode changes) {
            changes.properties().forEach(entry -> {
                String param = path("metadata") + "[" + entry.getKey() + "]";
                String value = Json.scalar(entry.getValue());
                if (value == null) {
                    throw StripeErrors.invalid(null, "Metadata values must be strings", param);
                }
                if (entry.getKey().length() > MAX_METADATA_KEY || value.length() > MAX_METADATA_VALUE) {
                    throw StripeErrors.invalid(
                            null, "Metadata keys can have up to 40 characters and values up to 500 characters.", param);
                }
                if (value.isEmpty()) {
                    merged.remove(entry.getKey());
                } else {
                    merged.put(entry.getKey(), value);
                }
            });
        } else if (has("metadata")) {
            merged.removeAll();
        }
        if (merged.size() > MAX_METADATA_KEYS) {
            throw StripeErrors.invalid(null, "Metadata can have up to 50 keys.", path("metadata"));
        }
        target.set("metadata", merged);
    }

    /** The values set, for the ledger. */
    ObjectNode detail() {
        ObjectNode copy = tree.deepCopy();
        copy.remove("expand");
        return copy;
    }

    String path(String name) {
        return prefix.isEmpty() ? name : prefix + "[" + name + "]";
    }

    private static @Nullable JsonNode emptyIsNull(JsonNode node) {
        return node.isTextual() && node.asText().isEmpty() ? null : node;
    }
}
