package dev.interline.runtime.route;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** A topic's consumers in this process; each has its own partitions, so that one entity's messages stay in order. */
final class EventsConsumer extends DefaultConsumer {

    private final EventsComponent events;
    private final String topic;
    private List<TopicMember> members = List.of();

    EventsConsumer(EventsEndpoint endpoint, Processor route, EventsComponent events, String topic) {
        super(endpoint, route);
        this.events = events;
        this.topic = topic;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        EventIntake intake = events.intake(topic, getEndpoint(), getProcessor());
        members = IntStream.rangeClosed(1, events.consumers())
                .mapToObj(number -> new TopicMember(topic, events.settings(topic, number), intake))
                .toList();
        members.forEach(TopicMember::start);
        events.watch(topic, members);
    }

    @Override
    protected void doStop() throws Exception {
        members.forEach(TopicMember::stop);
        members.forEach(TopicMember::awaitEnd);
        super.doStop();
    }
}
