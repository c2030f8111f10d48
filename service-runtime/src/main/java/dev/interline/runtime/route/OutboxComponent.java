package dev.interline.runtime.route;

import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.outbound.Outbox;
import dev.interline.durable.outbound.OutboxMessage;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code outbox:<topic>}: writes the body, one canonical message or several, to the outbox in the delivery's
 * transaction. An empty body writes nothing.
 */
@Singleton
@Named("outbox")
public final class OutboxComponent extends DefaultComponent {

    private final Outbox outbox;

    public OutboxComponent(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) {
        return new OutboxEndpoint(uri, this, topic);
    }

    private final class OutboxEndpoint extends DefaultEndpoint {
        private final String topic;

        OutboxEndpoint(String uri, OutboxComponent component, String topic) {
            super(uri, component);
            this.topic = topic;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    List<OutboxMessage> messages = messages(exchange).stream()
                            .map(message -> OutboxMessage.of(topic, message))
                            .toList();
                    outbox.append(Delivery.of(exchange).transaction(), messages);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new IllegalArgumentException("outbox:" + topic + " can only be written; read with events:" + topic);
        }

        private List<CanonicalMessage> messages(Exchange exchange) {
            Object body = exchange.getMessage().getBody();
            if (body == null) {
                return List.of();
            }
            Collection<?> several = body instanceof Collection<?> collection ? collection : List.of(body);
            return several.stream()
                    .map(element -> {
                        if (element instanceof CanonicalMessage message) {
                            return message;
                        }
                        throw new IllegalStateException("Route " + exchange.getFromRouteId() + " sends a "
                                + element.getClass().getSimpleName() + " to outbox:" + topic
                                + "; put a translator before it that makes a CanonicalMessage");
                    })
                    .toList();
        }
    }
}
