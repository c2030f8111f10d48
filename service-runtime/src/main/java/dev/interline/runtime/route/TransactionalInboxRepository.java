package dev.interline.runtime.route;

import dev.interline.durable.inbound.Inbox;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The idempotent consumer's memory ({@code #inbox}): its row is written in the delivery's transaction and so commits or
 * rolls back with the effect. Camel's own confirm and remove come after that and have nothing to do.
 */
@Singleton
@Named("inbox")
public final class TransactionalInboxRepository extends ServiceSupport implements IdempotentRepository {

    private static final String NEEDS_EXCHANGE = "The inbox works only within a delivery: start the route at events:";

    private final Inbox inbox;

    public TransactionalInboxRepository(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public boolean add(Exchange exchange, String key) {
        return inbox.firstSeen(Delivery.of(exchange).transaction(), consumer(exchange), key);
    }

    @Override
    public boolean contains(Exchange exchange, String key) {
        return inbox.contains(Delivery.of(exchange).transaction(), consumer(exchange), key);
    }

    @Override
    public boolean remove(Exchange exchange, String key) {
        return true;
    }

    @Override
    public boolean confirm(Exchange exchange, String key) {
        return true;
    }

    @Override
    public boolean add(String key) {
        throw new IllegalStateException(NEEDS_EXCHANGE);
    }

    @Override
    public boolean contains(String key) {
        throw new IllegalStateException(NEEDS_EXCHANGE);
    }

    @Override
    public boolean remove(String key) {
        return true;
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public void clear() {
        throw new IllegalStateException("The inbox is never cleared; old rows are removed by housekeeping");
    }

    private static String consumer(Exchange exchange) {
        return exchange.getFromRouteId() == null ? "" : exchange.getFromRouteId();
    }
}
