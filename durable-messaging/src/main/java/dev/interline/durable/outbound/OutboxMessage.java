package dev.interline.durable.outbound;

import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.message.Envelope;

/** A message as it will stand on a topic; its body has been checked against its schema. */
public record OutboxMessage(String topic, Envelope envelope, String payload) {

    /**
     * The message for that topic.
     *
     * @throws dev.interline.canonical.message.InvalidMessage if the body does not fit the schema of its type
     */
    public static OutboxMessage of(String topic, CanonicalMessage message) {
        byte[] json = CanonicalJson.write(message.payload());
        CanonicalSchemas.check(message.envelope().type(), json);
        return new OutboxMessage(topic, message.envelope(), CanonicalJson.text(json));
    }
}
