package dev.interline.routing.account;

import dev.interline.canonical.integration.IntegrationEvent.DecisionRecorded;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Topics;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.routing.translate.Messages;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tells everybody what was not done, and by which rule: an event that has no effect still has an answer. */
@ApplicationScoped
public class Decisions {

    private final Outbox outbox;
    private final Messages messages;

    Decisions(Outbox outbox, Messages messages) {
        this.outbox = outbox;
        this.messages = messages;
    }

    /** Records a decision about the delivery's event, in its transaction. */
    void record(Delivery delivery, String subject, String decision, String rule) {
        CanonicalMessage message = messages.follow(
                delivery,
                subject,
                decision + rule,
                new DecisionRecorded(delivery.envelope().type(), subject, decision, rule));
        outbox.append(delivery.transaction(), List.of(OutboxMessage.of(Topics.ROUTING_DECISIONS, message)));
    }
}
