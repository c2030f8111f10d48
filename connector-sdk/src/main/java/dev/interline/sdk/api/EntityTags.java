package dev.interline.sdk.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.Ids;
import java.util.Arrays;

/** Entity tags (RFC 9110, 8.8.3) of what is answered: the same content has the same tag. */
final class EntityTags {

    private static final int LENGTH = 32;
    private static final ObjectWriter SORTED =
            CanonicalJson.mapper().writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private EntityTags() {}

    /** The strong tag of a whole representation. */
    static String strong(JsonNode whole) {
        return "\"" + Ids.sha256(normal(whole)).substring(0, LENGTH) + "\"";
    }

    /** The tag of a part of it, which changes with the whole. */
    static String weak(String strong) {
        return "W/" + strong;
    }

    /** JSON with its members in order: the same text for the same content. */
    static String normal(JsonNode json) {
        try {
            return SORTED.writeValueAsString(CanonicalJson.mapper().treeToValue(json, Object.class));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree can always be written", impossible);
        }
    }

    /** Whether {@code If-None-Match} names the tag; weakly compared. */
    static boolean namedBy(String ifNoneMatch, String tag) {
        return ifNoneMatch.equals("*")
                || Arrays.stream(ifNoneMatch.split(",")).map(String::strip).anyMatch(one -> opaque(one)
                        .equals(opaque(tag)));
    }

    /** Whether {@code If-Match} names the tag; strongly compared, so a weak one never does. */
    static boolean matchedBy(String ifMatch, String tag) {
        return ifMatch.equals("*")
                || (tag.equals(opaque(tag))
                        && Arrays.stream(ifMatch.split(",")).map(String::strip).anyMatch(tag::equals));
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
