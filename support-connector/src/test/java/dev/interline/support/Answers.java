package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.runtime.route.Delivery;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Zendesk's answers, and what was asked, as JSON. */
final class Answers {

    private Answers() {}

    static ProviderAnswer ok(String body) {
        return answer(200, body);
    }

    static ProviderAnswer answer(int status, String body) {
        return new ProviderAnswer(status, Map.of(), json(body), true);
    }

    static JsonNode json(String json) {
        return WebhookSamples.json(json.getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode body(ProviderRequest request) {
        return WebhookSamples.json(Objects.requireNonNull(request.body()));
    }

    static Exchange exchange() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(Delivery.TENANT, "acme");
        return exchange;
    }
}
