package dev.interline.runtime.route;

import dev.interline.durable.failure.DeadLetters;
import dev.interline.runtime.InterlineConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultComponent;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/** {@code events:<topic>}: a topic's messages, each handled once; see {@link EventIntake}. */
@Singleton
@Named("events")
public final class EventsComponent extends DefaultComponent {

    private static final int SESSION_MILLIS = 15_000;
    private static final int HEARTBEAT_MILLIS = 3_000;

    private final Jdbi jdbi;
    private final DeadLetters deadLetters;
    private final DryRuns dryRuns;
    private final Map<String, Object> kafka;
    private final MeterRegistry metrics;
    private final String service;
    private final String instance;
    private final InterlineConfig.Events events;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    EventsComponent(
            Jdbi jdbi,
            DeadLetters deadLetters,
            DryRuns dryRuns,
            InterlineConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.jdbi = jdbi;
        this.deadLetters = deadLetters;
        this.dryRuns = dryRuns;
        this.kafka = kafka;
        this.metrics = metrics;
        this.service = service;
        this.instance = config.instance();
        this.events = config.events();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new EventsEndpoint(uri, this, remaining);
    }

    EventIntake intake(String topic, Endpoint endpoint, Processor route) {
        return new EventIntake(topic, endpoint, route, jdbi, deadLetters, dryRuns, oneAtATime);
    }

    /**
     * The settings of one consumer: one group per service, so that each message is handled by one replica; offsets are
     * committed by us only; the first start begins at the earliest record. Its name in the group lets it take its partitions
     * back at once after a restart instead of waiting for the dead one's session to end.
     */
    Map<String, Object> settings(String topic, int number) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "interline." + service);
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance + "." + topic + "." + number);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, instance + "." + topic + "." + number);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, events.together());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return settings;
    }

    int consumers() {
        return events.consumers();
    }

    /** Reports how far the members are behind. */
    void watch(String topic, List<TopicMember> members) {
        Tags tags = Tags.of("topic", topic);
        metrics.gauge("interline.events.lag", tags, members, all -> all.stream()
                .mapToLong(TopicMember::lag)
                .sum());
        metrics.gauge("interline.events.poll.age.seconds", tags, members, all -> all.stream()
                .mapToDouble(member -> member.sincePoll().toNanos() / 1e9)
                .max()
                .orElse(0));
    }
}
