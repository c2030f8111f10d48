package dev.interline.testkit.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.message.Envelope;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookTranslator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What holds of a translator whatever is sent to it; for fuzz tests. */
public final class TranslationProperty {

    private TranslationProperty() {}

    /**
     * The body is translated without an exception, twice the same, and what is told fits its schema and can be read again.
     *
     * @throws AssertionError if not
     */
    public static void holdsFor(WebhookTranslator translator, Connection connection, byte[] body) {
        JsonNode json;
        try {
            json = CanonicalJson.mapper().readTree(body);
        } catch (IOException notJson) {
            return;
        }
        WebhookRequest request = new WebhookRequest("POST", connection.webhookUrl(), Map.of(), body);
        List<ProviderEvent> events = translator.translate(connection, json, request);
        for (ProviderEvent event : events) {
            switch (event.meaning()) {
                case Meaning.Translated told -> told.messages().forEach(TranslationProperty::fits);
                case Meaning.Refetch read ->
                    fits(
                            read.command().message().envelope(),
                            read.command().message().payload().getBytes(StandardCharsets.UTF_8));
                case Meaning.Ignored ignored -> require(!ignored.reason().isBlank(), "ignored without a reason");
                case Meaning.Unmappable broken -> require(!broken.reason().isBlank(), "unmappable without a reason");
            }
            require(!event.dedupeKey().isBlank(), "an event without a key");
        }
        require(
                events.toString()
                        .equals(translator.translate(connection, json, request).toString()),
                "the same body was translated to something else");
    }

    private static void fits(CanonicalMessage message) {
        byte[] json = CanonicalJson.write(message.payload());
        fits(message.envelope(), json);
        require(
                CanonicalJson.read(message.envelope().type(), json).equals(message.payload()),
                "what was written reads back as something else");
    }

    private static void fits(Envelope envelope, byte[] json) {
        CanonicalSchemas.check(envelope.type(), json);
        require(!envelope.subject().isBlank(), "a message without a subject");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
