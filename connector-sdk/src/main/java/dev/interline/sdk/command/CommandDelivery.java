package dev.interline.sdk.command;

import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.Envelope;
import dev.interline.durable.lane.CommandAttempt;
import dev.interline.runtime.route.Delivery;
import dev.interline.sdk.Connection;
import java.util.Objects;
import org.apache.camel.Exchange;

/** One command on its way through the adapter routes: what is to be done, at which connection, in which attempt. */
public record CommandDelivery(CommandAttempt attempt, Connection connection) {

    static final String PROPERTY = "InterlineCommand";

    /** @throws IllegalStateException if the route does not start at a {@code lane:} endpoint */
    public static CommandDelivery of(Exchange exchange) {
        return Objects.requireNonNullElseGet(exchange.getProperty(PROPERTY, CommandDelivery.class), () -> {
            throw new IllegalStateException("Route " + exchange.getFromRouteId()
                    + " calls the provider but does not start at a lane: endpoint");
        });
    }

    /**
     * Whose command it is.
     *
     * @throws IllegalStateException if the route does not start at a {@code lane:} endpoint
     */
    public static TenantId tenantOf(Exchange exchange) {
        String header = exchange.getMessage().getHeader(Delivery.TENANT, String.class);
        CommandDelivery delivery = exchange.getProperty(PROPERTY, CommandDelivery.class);
        if (delivery == null && header != null) {
            return new TenantId(header);
        }
        return of(exchange).connection().tenant();
    }

    /** The command's envelope. */
    public Envelope envelope() {
        return attempt.command().envelope();
    }
}
