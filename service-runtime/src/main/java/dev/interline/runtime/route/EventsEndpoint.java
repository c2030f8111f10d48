package dev.interline.runtime.route;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.support.DefaultEndpoint;

/**
 * A topic read with camel-kafka, in the only settings under which it loses nothing.
 *
 * <p>Its defaults skip records: auto-commit of what is not processed, the next record after a failure, one record of
 * every partition after a poll error, everything before the first start. So: no auto-commit, break on the first error,
 * reconnect on a poll error, begin at the earliest record, deserializers that cannot throw.
 */
final class EventsEndpoint extends DefaultEndpoint {

    private final EventsComponent events;
    private final String topic;

    EventsEndpoint(String uri, EventsComponent events, String topic) {
        super(uri, events);
        this.events = events;
        this.topic = topic;
    }

    @Override
    public Consumer createConsumer(Processor route) throws Exception {
        EventIntake intake = new EventIntake(topic, route, events.jdbi(), events.deadLetters(), events.dryRuns());
        List<Consumer> members = new ArrayList<>();
        for (int number = 1; number <= events.consumers(); number++) {
            members.add(member(number).createConsumer(intake));
        }
        EventsConsumer consumer = new EventsConsumer(this, intake, members);
        configureConsumer(consumer);
        return consumer;
    }

    /** One member of the group with a name of its own, so that it takes its partitions back at once after a restart. */
    private KafkaEndpoint member(int number) {
        String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        return getCamelContext()
                .getEndpoint(
                        "kafka:" + topic + "?groupId=" + events.group()
                                + "&autoCommitEnable=false&allowManualCommit=true"
                                + "&kafkaManualCommitFactory=#class:org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory"
                                + "&breakOnFirstError=true&pollOnError=RECONNECT&autoOffsetReset=earliest"
                                + "&isolationLevel=read_committed&maxPollRecords=50&pollTimeoutMs=1000"
                                + "&keyDeserializer=" + bytes + "&valueDeserializer=" + bytes
                                + "&groupInstanceId=" + events.member(topic, number)
                                + "&sessionTimeoutMs=15000&heartbeatIntervalMs=3000"
                                + "&partitionAssignor=org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
                        KafkaEndpoint.class);
    }

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException("events:" + topic + " can only be read; write with outbox:" + topic
                + ", which commits with the effect it tells of");
    }

    @Override
    public boolean isSingleton() {
        return true;
    }
}
