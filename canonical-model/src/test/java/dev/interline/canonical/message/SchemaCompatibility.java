package dev.interline.canonical.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a schema may not become within a version. Messages lie in outboxes and topics while services are replaced, so both
 * the old readers and the old messages must be served: what was there stays, what is new is optional.
 */
final class SchemaCompatibility {

    private static final Set<String> KEPT = Set.of("type", "$ref", "pattern", "format", "const", "uniqueItems");
    private static final Set<String> UPPER = Set.of("maxLength", "maximum", "maxItems", "maxProperties");
    private static final Set<String> LOWER = Set.of("minLength", "minimum", "minItems", "minProperties");
    private static final Set<String> NESTED = Set.of("items", "additionalProperties", "propertyNames");
    private static final Set<String> ALTERNATIVES = Set.of("oneOf", "anyOf", "allOf");

    private final List<String> broken = new ArrayList<>();

    private SchemaCompatibility() {}

    /** The changes from {@code before} to {@code now} that break somebody; each with its place. */
    static List<String> broken(JsonNode before, JsonNode now) {
        SchemaCompatibility comparison = new SchemaCompatibility();
        comparison.compare("", before, now);
        return comparison.broken;
    }

    private void compare(String at, JsonNode before, JsonNode now) {
        if (before.isBoolean() || now.isBoolean()) {
            check(before.equals(now), at, "was " + before + " and is " + now);
            return;
        }
        KEPT.forEach(word -> check(before.path(word).equals(now.path(word)), at, word + " is another"));
        UPPER.forEach(word -> check(isNoTighter(before, now, word, 1), at, word + " is tighter"));
        LOWER.forEach(word -> check(isNoTighter(before, now, word, -1), at, word + " is tighter"));
        check(words(before.path("required")).equals(words(now.path("required"))), at, "required is another");
        check(
                words(now.path("enum")).containsAll(words(before.path("enum")))
                        && before.has("enum") == now.has("enum"),
                at,
                "a value of enum is gone, or enum is new or gone");
        for (String group : List.of("properties", "$defs")) {
            before.path(group).properties().forEach(entry -> {
                String place = at + "/" + group + "/" + entry.getKey();
                JsonNode there = now.path(group).path(entry.getKey());
                check(!there.isMissingNode(), place, "is gone");
                if (!there.isMissingNode()) {
                    compare(place, entry.getValue(), there);
                }
            });
        }
        for (String word : NESTED) {
            check(before.has(word) == now.has(word), at, word + " is new or gone");
            if (before.has(word) && now.has(word)) {
                compare(at + "/" + word, before.path(word), now.path(word));
            }
        }
        ALTERNATIVES.forEach(word -> check(before.path(word).equals(now.path(word)), at, word + " is another"));
    }

    /** @param room 1 if more is wider, -1 if less is */
    private static boolean isNoTighter(JsonNode before, JsonNode now, String word, int room) {
        if (!now.has(word)) {
            return true;
        }
        return before.has(word)
                && Long.compare(now.path(word).asLong(), before.path(word).asLong()) * room >= 0;
    }

    private void check(boolean holds, String at, String what) {
        if (!holds) {
            broken.add((at.isEmpty() ? "/" : at) + ": " + what);
        }
    }

    private static Set<String> words(JsonNode list) {
        Set<String> words = new HashSet<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }
}
