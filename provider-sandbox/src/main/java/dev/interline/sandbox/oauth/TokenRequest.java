package dev.interline.sandbox.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Parameters;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an app sends to a token endpoint; what it left out is empty. */
public record TokenRequest(String grantType, String clientId, String clientSecret, String refreshToken) {

    /** Reads a form; anything else says nothing. */
    public static TokenRequest ofForm(ApiCall call) {
        Parameters form = Parameters.parse(call.body());
        return read(name -> form.first(name).orElse(""));
    }

    /** Reads a JSON object, else a form. */
    public static TokenRequest ofJsonOrForm(ApiCall call) {
        ObjectNode json = Json.objectOrNull(call.body());
        return json == null
                ? ofForm(call)
                : read(name -> Optional.ofNullable(Json.text(json, name)).orElse(""));
    }

    private static TokenRequest read(UnaryOperator<String> member) {
        return new TokenRequest(
                member.apply("grant_type"),
                member.apply("client_id"),
                member.apply("client_secret"),
                member.apply("refresh_token"));
    }

    @Override
    public String toString() {
        return "TokenRequest[" + grantType + "]";
    }
}
