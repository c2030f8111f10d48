package dev.interline.sdk.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.credential.Credential.OAuth2Grant;
import dev.interline.durable.credential.TokenEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A provider's token endpoint over HTTP (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-6">RFC 6749, 6</a>). Client
 * id, secret and tokens travel in the body only, redirects are not followed, and of an error nothing but its code is kept.
 */
final class HttpTokenEndpoint implements TokenEndpoint {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(8);
    private static final Pattern CODE = Pattern.compile("[A-Za-z_]{3,40}");
    private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error", "slow_down");

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI uri;
    private final OAuth2Dialect.Format format;

    HttpTokenEndpoint(String apiBase, OAuth2Dialect dialect) {
        this.uri = URI.create(apiBase + dialect.path());
        this.format = dialect.format();
    }

    @Override
    public Answer refresh(ConnectionId connection, OAuth2Grant grant) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", "refresh_token");
        parameters.put("client_id", grant.clientId());
        parameters.put("client_secret", grant.clientSecret());
        parameters.put("refresh_token", grant.refreshToken());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header(
                        "Content-Type",
                        format == OAuth2Dialect.Format.FORM ? "application/x-www-form-urlencoded" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(parameters)))
                .build();
        try {
            return read(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable("interrupted");
        } catch (IOException away) {
            return new Answer.Unavailable(away.getClass().getSimpleName());
        }
    }

    private String body(Map<String, String> parameters) {
        if (format == OAuth2Dialect.Format.JSON) {
            return CanonicalJson.mapper().valueToTree(parameters).toString();
        }
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Answer read(HttpResponse<byte[]> response) {
        JsonNode json = json(response.body());
        String access = json.path("access_token").asText("");
        if (response.statusCode() / 100 == 2 && !access.isEmpty()) {
            long seconds = json.path("expires_in").asLong(0);
            return new Answer.Issued(
                    access,
                    json.path("refresh_token").asText("").isEmpty()
                            ? null
                            : json.path("refresh_token").asText(),
                    seconds > 0 ? Duration.ofSeconds(seconds) : null);
        }
        String code = code(json);
        boolean aboutTheGrant = response.statusCode() == 400 || response.statusCode() == 401;
        return aboutTheGrant && !code.isEmpty() && !PASSING.contains(code)
                ? new Answer.Denied(code)
                : new Answer.Unavailable("status " + response.statusCode());
    }

    /** The standard's {@code error}, or a {@code status} in its place; never a text that somebody has written. */
    private static String code(JsonNode json) {
        String error = json.path("error").asText("");
        String code = error.isEmpty() ? json.path("status").asText("") : error;
        return CODE.matcher(code).matches() ? code : "";
    }

    private static JsonNode json(byte[] body) {
        try {
            return CanonicalJson.mapper().readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}
