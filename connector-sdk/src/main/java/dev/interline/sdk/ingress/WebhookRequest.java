package dev.interline.sdk.ingress;

import java.util.Map;
import java.util.Optional;

/**
 * A webhook request as it came.
 *
 * @param url the URL the provider was told to call, with the query string of this request; not what a proxy made of it
 * @param headers by lower-case name, the first value of each
 * @param body the bytes as they came; nobody changes them
 */
public record WebhookRequest(String method, String url, Map<String, String> headers, byte[] body) {

    public WebhookRequest {
        headers = Map.copyOf(headers);
    }

    /** The header's value. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
