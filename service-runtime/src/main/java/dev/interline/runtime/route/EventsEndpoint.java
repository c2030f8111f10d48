package dev.interline.runtime.route;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** A topic, read by {@link TopicMember}s. */
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
        EventsConsumer consumer = new EventsConsumer(this, route, events, topic);
        configureConsumer(consumer);
        return consumer;
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
