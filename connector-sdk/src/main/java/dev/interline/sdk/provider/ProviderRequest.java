package dev.interline.sdk.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.message.CanonicalJson;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request to the provider, without address and credentials.
 *
 * @param path below the connection's API base, encoded
 * @param query not encoded
 * @param body absent for requests without one
 * @param contentType what the body is
 * @param mapping name and versions of the mapping that made the body; absent if none did
 * @param effect what the effect is called, whichever command asks for it; absent where it is the command's own
 */
public record ProviderRequest(
        String method,
        String path,
        Map<String, String> query,
        byte @Nullable [] body,
        String contentType,
        @Nullable String mapping,
        @Nullable String effect) {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    public ProviderRequest {
        query = Map.copyOf(query);
    }

    /** One whose body is not made by a mapping. */
    public ProviderRequest(
            String method, String path, Map<String, String> query, byte @Nullable [] body, String contentType) {
        this(method, path, query, body, contentType, null, null);
    }

    /** One whose body, if there is one, is JSON. */
    public ProviderRequest(String method, String path, Map<String, String> query, byte @Nullable [] body) {
        this(method, path, query, body, JSON);
    }

    public static ProviderRequest get(String path, Map<String, String> query) {
        return new ProviderRequest("GET", path, query, null);
    }

    public static ProviderRequest post(String path, JsonNode body) {
        return new ProviderRequest("POST", path, Map.of(), bytes(body));
    }

    public static ProviderRequest put(String path, JsonNode body) {
        return new ProviderRequest("PUT", path, Map.of(), bytes(body));
    }

    /** A form in the order of its names, so that the same fields are always the same bytes. */
    public static ProviderRequest postForm(String path, Map<String, String> fields) {
        return new ProviderRequest("POST", path, Map.of(), encoded(fields).getBytes(StandardCharsets.US_ASCII), FORM);
    }

    /** The same, its body made by that mapping: the call ledger tells. */
    public ProviderRequest mappedBy(String label) {
        return new ProviderRequest(method, path, query, body, contentType, label, effect);
    }

    /** The same, its effect called so: a provider that knows effects by a key makes it once for all commands that ask for it. */
    public ProviderRequest once(String name) {
        return new ProviderRequest(method, path, query, body, contentType, mapping, name);
    }

    public static ProviderRequest patch(String path, JsonNode body) {
        return new ProviderRequest("PATCH", path, Map.of(), bytes(body));
    }

    public static ProviderRequest delete(String path) {
        return new ProviderRequest("DELETE", path, Map.of(), null);
    }

    /** The same with more in its query. */
    ProviderRequest withQuery(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(query);
        all.putAll(more);
        return new ProviderRequest(method, path, all, body, contentType, mapping, effect);
    }

    /** A text as one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The body as JSON; a missing node if there is none. */
    public JsonNode json() {
        try {
            return body == null
                    ? MissingNode.getInstance()
                    : CanonicalJson.mapper().readTree(body);
        } catch (IOException broken) {
            throw new IllegalStateException("The body of a request to " + path + " is not JSON", broken);
        }
    }

    /** The query encoded, in the order of its names. */
    String encodedQuery() {
        return encoded(query);
    }

    private static String encoded(Map<String, String> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(entry -> segment(entry.getKey()) + "=" + segment(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return CanonicalJson.mapper().writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree can always be written", impossible);
        }
    }
}
