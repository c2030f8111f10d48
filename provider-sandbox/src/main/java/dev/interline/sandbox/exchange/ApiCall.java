package dev.interline.sandbox.exchange;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request as it arrived.
 *
 * @param method upper-case HTTP method
 * @param path path as sent, without the query
 * @param segments decoded path segments
 * @param query decoded query
 * @param headers header values by lower-case name
 * @param body body text
 * @param base scheme and authority the caller used, for links in answers
 */
public record ApiCall(
        String method,
        String path,
        List<String> segments,
        Parameters query,
        Map<String, String> headers,
        String body,
        String base) {

    /** A call from what an HTTP server hands over. */
    public static ApiCall of(
            String method, String path, @Nullable String query, Map<String, String> headers, String body, String base) {
        List<String> segments = Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty())
                .map(ApiCall::decodeSegment)
                .toList();
        return new ApiCall(
                method, path, segments, Parameters.parse(query == null ? "" : query), Map.copyOf(headers), body, base);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The token of an {@code Authorization: Bearer} header. */
    public Optional<String> bearerToken() {
        return credentials("bearer ");
    }

    /** The decoded {@code user:password} of an {@code Authorization: Basic} header. */
    public Optional<String> basicCredentials() {
        return credentials("basic ").flatMap(encoded -> {
            try {
                return Optional.of(new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        });
    }

    private Optional<String> credentials(String scheme) {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(value -> value.substring(scheme.length()).strip());
    }

    private static String decodeSegment(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return segment;
        }
    }
}
