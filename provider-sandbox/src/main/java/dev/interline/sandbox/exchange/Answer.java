package dev.interline.sandbox.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a provider answers.
 *
 * @param status HTTP status
 * @param headers headers besides the content type
 * @param contentType media type of the body
 * @param body body text, empty for none
 */
public record Answer(int status, Map<String, String> headers, String contentType, String body) {
    public static final String JSON = "application/json;charset=utf-8";

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of(), JSON, Json.write(body));
    }

    public static Answer html(int status, String body) {
        return new Answer(status, Map.of(), "text/html;charset=utf-8", body);
    }

    public static Answer noContent() {
        return new Answer(204, Map.of(), JSON, "");
    }

    /** The same answer with one more header. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, contentType, body);
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }
}
