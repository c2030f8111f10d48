package dev.interline.sdk.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the system API.
 *
 * @param path decoded, from {@code /api/v1} on
 * @param query decoded, each name with its values in order
 * @param headers by lower-case name
 * @param body empty if there is none
 */
public record ApiCall(
        String method, String path, Map<String, List<String>> query, Map<String, String> headers, byte[] body) {

    public ApiCall {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).map(String::strip);
    }

    /** Without query and headers: they may tell who is asked about. */
    @Override
    public String toString() {
        return method + " " + body.length + " bytes";
    }
}
