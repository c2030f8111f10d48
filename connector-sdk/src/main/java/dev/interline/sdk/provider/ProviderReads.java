package dev.interline.sdk.provider;

import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.sdk.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;

/** Reads that no command asks for, through the same {@code provider:} endpoints, limits and judgement of answers. */
@ApplicationScoped
public class ProviderReads {

    private final CamelContext context;
    private final Map<String, Producer> producers = new ConcurrentHashMap<>();

    ProviderReads(CamelContext context) {
        this.context = context;
    }

    /** Marks an exchange as a read that belongs to no command. */
    record OnOwnAccount(Connection connection, CommandPriority priority) {
        static final String PROPERTY = "InterlineOnOwnAccount";
    }

    /**
     * Asks the provider.
     *
     * @param priority who comes first when the connection's quota is short
     * @param operation a read of the connector's gateway
     * @throws FailureException if it has no answer that is a success
     */
    public ProviderAnswer read(
            Connection connection, CommandPriority priority, String operation, ProviderRequest request) {
        Producer producer = producers.computeIfAbsent(operation, this::start);
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.setProperty(OnOwnAccount.PROPERTY, new OnOwnAccount(connection, priority));
        exchange.getMessage().setBody(request);
        try {
            producer.process(exchange);
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException("A call of " + operation + " failed", failed);
        }
        return exchange.getMessage().getBody(ProviderAnswer.class);
    }

    private Producer start(String operation) {
        try {
            Producer producer = context.getEndpoint("provider:" + operation).createProducer();
            context.addService(producer);
            producer.start();
            return producer;
        } catch (Exception broken) {
            throw new IllegalStateException("The operation " + operation + " cannot be called", broken);
        }
    }
}
