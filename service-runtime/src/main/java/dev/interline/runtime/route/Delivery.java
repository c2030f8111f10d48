package dev.interline.runtime.route;

import dev.interline.canonical.message.Envelope;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jdbi.v3.core.Handle;

/**
 * One message on its way through the routes, with the transaction that everything it causes belongs to.
 *
 * <p>Routes see the payload as body and the attributes as {@code ce-*} headers; beans get this from the exchange.
 */
public record Delivery(Envelope envelope, Handle transaction) {

    static final String PROPERTY = "InterlineDelivery";

    /** The header with the message's type, for routes to choose by. */
    public static final String TYPE = "ce-type";

    /** The header with the message's id. */
    public static final String ID = "ce-id";

    /** The header with the tenant. */
    public static final String TENANT = "ce-tenantid";

    /** The header with the entity the message is about. */
    public static final String SUBJECT = "ce-subject";

    /** @throws IllegalStateException if the route does not start at an {@code events:} endpoint */
    public static Delivery of(Exchange exchange) {
        return Objects.requireNonNullElseGet(exchange.getProperty(PROPERTY, Delivery.class), () -> {
            throw new IllegalStateException("Route " + exchange.getFromRouteId()
                    + " uses the transaction of a delivery but does not start at an events: endpoint");
        });
    }

    /** Makes this the delivery that the exchange carries. */
    public void on(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
        exchange.getMessage().setHeader(ID, envelope.id());
        exchange.getMessage().setHeader(TYPE, envelope.type());
        exchange.getMessage().setHeader(TENANT, envelope.tenantId().value());
        exchange.getMessage().setHeader(SUBJECT, envelope.subject());
    }
}
