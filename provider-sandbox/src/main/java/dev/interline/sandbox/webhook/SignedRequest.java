package dev.interline.sandbox.webhook;

import java.util.Map;

/**
 * A webhook request as it goes out.
 *
 * @param body exact text that was signed
 * @param headers signature and description headers
 */
public record SignedRequest(String body, Map<String, String> headers) {
    public SignedRequest {
        headers = Map.copyOf(headers);
    }
}
