package dev.interline.sdk;

import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.Ids;
import dev.interline.durable.replay.ReplayMark;
import java.net.URI;
import java.time.Instant;

/** How a connector puts a meaning into its envelope. */
public final class CanonicalMessages {

    private CanonicalMessages() {}

    /**
     * What a provider's event means. The id follows from the event, so that translating it again gives the same message.
     *
     * @param dedupeKey what makes the provider's event the same event
     * @param subject the entity it is about
     * @param at when it happened
     */
    public static CanonicalMessage fromProvider(
            Connection connection, String dedupeKey, String subject, Instant at, CanonicalPayload payload) {
        MessageType type = MessageType.of(payload);
        String id = Ids.derived("evt_", connection.id().value(), dedupeKey, type.name());
        return new CanonicalMessage(
                new Envelope(
                        id,
                        source(connection),
                        type.name(),
                        subject,
                        at,
                        connection.tenant(),
                        connection.id(),
                        id,
                        null,
                        null),
                payload);
    }

    /** What carrying out a command has shown. */
    public static CanonicalMessage fromCommand(
            Connection connection, Envelope command, String subject, Instant at, CanonicalPayload payload) {
        MessageType type = MessageType.of(payload);
        return new CanonicalMessage(
                new Envelope(
                        ReplayMark.following(
                                command.id(),
                                Ids.derived("evt_", ReplayMark.original(command.id()), type.name(), subject)),
                        source(connection),
                        type.name(),
                        subject,
                        at,
                        connection.tenant(),
                        connection.id(),
                        command.correlationId(),
                        command.id(),
                        command.traceparent()),
                payload);
    }

    private static URI source(Connection connection) {
        return URI.create("/connections/" + connection.id());
    }
}
