package dev.interline.runtime.route;

import dev.interline.durable.failure.DeadLetters;
import dev.interline.runtime.InterlineConfig;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/** {@code events:<topic>}: a topic's messages, each in a transaction of its own; see {@link EventIntake}. */
@Singleton
@Named("events")
public final class EventsComponent extends DefaultComponent {

    private final Jdbi jdbi;
    private final DeadLetters deadLetters;
    private final DryRuns dryRuns;
    private final String service;
    private final String instance;
    private final int consumers;

    EventsComponent(
            Jdbi jdbi,
            DeadLetters deadLetters,
            DryRuns dryRuns,
            InterlineConfig config,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.jdbi = jdbi;
        this.deadLetters = deadLetters;
        this.dryRuns = dryRuns;
        this.service = service;
        this.instance = config.instance();
        this.consumers = config.events().consumers();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new EventsEndpoint(uri, this, remaining);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    DryRuns dryRuns() {
        return dryRuns;
    }

    /** One consumer group per service: each message is handled by one replica. */
    String group() {
        return "interline." + service;
    }

    /**
     * The name of one of this process's consumers in its group: after a restart it takes its partitions back at once instead
     * of waiting for the dead one's session to end.
     */
    String member(String topic, int number) {
        return instance + "." + topic + "." + number;
    }

    int consumers() {
        return consumers;
    }
}
