package dev.interline.sandbox.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stripe's form encoding: {@code items[0][price]=…} becomes a tree, {@code expand[]=…} an array of texts. */
final class StripeForm {
    private static final int DEEPEST = 8;

    private StripeForm() {}

    static ObjectNode parse(Parameters form) {
        ObjectNode root = Json.object();
        for (Map.Entry<String, String> pair : form.pairs()) {
            put(root, path(pair.getKey()), pair.getValue());
        }
        ObjectNode result = Json.object();
        root.properties().forEach(entry -> result.set(entry.getKey(), arrays(entry.getValue())));
        return result;
    }

    private static List<String> path(String name) {
        List<String> path = new ArrayList<>();
        int bracket = name.indexOf('[');
        if (bracket <= 0 || !name.endsWith("]")) {
            return List.of(name);
        }
        path.add(name.substring(0, bracket));
        for (String part : name.substring(bracket + 1, name.length() - 1).split("]\\[", -1)) {
            path.add(part);
        }
        if (path.size() > DEEPEST) {
            throw StripeErrors.invalid(null, "Invalid request: parameters are nested too deeply", name);
        }
        return path;
    }

    private static void put(ObjectNode root, List<String> path, String value) {
        ObjectNode at = root;
        for (int i = 0; i < path.size() - 1; i++) {
            String step = path.get(i).isEmpty() ? Integer.toString(at.size()) : path.get(i);
            JsonNode next = at.get(step);
            at = next instanceof ObjectNode object ? object : at.putObject(step);
        }
        String last = path.get(path.size() - 1);
        at.put(last.isEmpty() ? Integer.toString(at.size()) : last, value);
    }

    private static JsonNode arrays(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        boolean numbered = !object.isEmpty();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            numbered &= entry.getKey().matches("[0-9]{1,4}");
        }
        if (!numbered) {
            ObjectNode copy = Json.object();
            object.properties().forEach(entry -> copy.set(entry.getKey(), arrays(entry.getValue())));
            return copy;
        }
        Map<Integer, JsonNode> ordered = new TreeMap<>();
        object.properties().forEach(entry -> ordered.put(Integer.valueOf(entry.getKey()), arrays(entry.getValue())));
        ArrayNode array = Json.array();
        ordered.values().forEach(array::add);
        return array;
    }
}
