package dev.interline.sdk.ingress;

import dev.interline.durable.inbound.Quarantine;
import dev.interline.durable.inbound.WebhookStore;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.outbound.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;

/** Makes the stores of what comes in known to the service. */
@ApplicationScoped
class IngressParts {

    @Produces
    @Singleton
    WebhookStore webhookStore(Jdbi jdbi, Outbox outbox, Lanes lanes) {
        return new WebhookStore(jdbi, outbox, lanes);
    }

    @Produces
    @Singleton
    Quarantine quarantine(Jdbi jdbi) {
        return new Quarantine(jdbi);
    }
}
