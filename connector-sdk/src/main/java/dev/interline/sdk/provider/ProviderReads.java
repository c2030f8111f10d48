package dev.interline.sdk.provider;

import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.sdk.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Reads from the provider for somebody who waits, outside any command: counted by the connection's quota like every call, but
 * never repeated, as the caller can do that.
 */
@ApplicationScoped
public class ProviderReads {

    /** On an exchange that belongs to no command. */
    static final String PROPERTY = "InterlineReading";

    private final CamelContext camel;
    private final ProducerTemplate template;

    public ProviderReads(CamelContext camel) {
        this.camel = camel;
        this.template = camel.createProducerTemplate();
    }

    /** For whom is read, and how urgently. */
    record Reading(Connection connection, CommandPriority priority) {}

    /**
     * One call.
     *
     * @param operation a read that the gateway declares
     * @throws FailureException if the quota has nothing left for this priority, no answer came, or it is no success
     * @throws IllegalStateException if the operation may have an effect
     */
    public ProviderAnswer read(
            Connection connection, CommandPriority priority, String operation, ProviderRequest request) {
        Exchange exchange = camel.getEndpoint("provider:" + operation).createExchange();
        exchange.setProperty(PROPERTY, new Reading(connection, priority));
        exchange.getMessage().setBody(request);
        template.send("provider:" + operation, exchange);
        Exception failed = exchange.getException();
        if (failed instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failed != null) {
            throw new IllegalStateException("provider:" + operation + " failed", failed);
        }
        return exchange.getMessage().getBody(ProviderAnswer.class);
    }
}
