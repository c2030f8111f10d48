package dev.interline.routing.translate;

import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.Ids;
import dev.interline.durable.replay.ReplayMark;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;

/** Puts what follows from a message into its envelope: same correlation, caused by it. */
@ApplicationScoped
public class Messages {

    private static final URI SOURCE = URI.create("/routing");

    private final Clock clock;

    public Messages(Clock clock) {
        this.clock = clock;
    }

    /**
     * A message that follows from the delivery's. Its id is made of its cause, its kind and {@code distinction}, so that
     * the same cause never leads to two of it.
     */
    public CanonicalMessage follow(Delivery delivery, String subject, String distinction, CanonicalPayload payload) {
        Envelope cause = delivery.envelope();
        String type = MessageType.of(payload).name();
        return new CanonicalMessage(
                new Envelope(
                        ReplayMark.following(
                                cause.id(),
                                Ids.derived("msg_", ReplayMark.original(cause.id()), type, subject, distinction)),
                        SOURCE,
                        type,
                        subject,
                        clock.instant(),
                        cause.tenantId(),
                        null,
                        cause.correlationId(),
                        cause.id(),
                        cause.traceparent()),
                payload);
    }
}
