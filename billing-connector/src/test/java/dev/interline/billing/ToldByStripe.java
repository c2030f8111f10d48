package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads Stripe's events in the tests: what is told of an object, in the words of its schema. */
final class ToldByStripe {

    static final long CREATED = 1_795_000_000;

    private static final StripeWebhookTranslator TRANSLATOR = new StripeWebhookTranslator();

    private ToldByStripe() {}

    static <E extends CanonicalPayload> E told(Class<E> type, String stripeType, String object) {
        return type.cast(message(stripeType, object).payload());
    }

    static CanonicalPayload payload(String body) {
        return message(translate(body, Map.of())).payload();
    }

    static CanonicalMessage message(String type, String object) {
        return message(translate(event(type, object), Map.of()));
    }

    static CanonicalMessage message(ProviderEvent event) {
        assertThat(event.meaning()).isInstanceOf(Meaning.Translated.class);
        CanonicalMessage message =
                ((Meaning.Translated) event.meaning()).messages().getFirst();
        CanonicalSchemas.check(message.envelope().type(), CanonicalJson.write(message.payload()));
        return message;
    }

    static String event(String type, String object) {
        return "{'id':'evt_1','object':'event','created':" + CREATED + ",'type':'" + type + "','data':{'object':"
                + object + "}}";
    }

    /** The body may be written with single quotes. */
    static ProviderEvent translate(String body, Map<String, String> headers) {
        byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try {
            return TRANSLATOR
                    .translate(
                            StripeSignatureTest.connection("whsec_1"),
                            CanonicalJson.mapper().readTree(json),
                            new WebhookRequest("POST", "u", headers, json))
                    .getFirst();
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    static ExternalRef ref(String id) {
        return new ExternalRef(BusinessSystem.BILLING, id);
    }
}
