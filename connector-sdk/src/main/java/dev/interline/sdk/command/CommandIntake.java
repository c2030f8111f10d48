package dev.interline.sdk.command;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.Topics;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.lane.NewCommand;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.runtime.route.Delivery;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.IdempotentRepository;

/** Takes the connector's commands from their topic into the lanes of the entities they are about. */
@ApplicationScoped
public class CommandIntake extends RouteBuilder {

    private final BusinessSystem system;
    private final Connections connections;
    private final Lanes lanes;
    private final Coalescing coalescing;
    private final IdempotentRepository inbox;

    CommandIntake(
            BusinessSystem system,
            Connections connections,
            Lanes lanes,
            Coalescing coalescing,
            IdempotentRepository inbox) {
        this.system = system;
        this.connections = connections;
        this.lanes = lanes;
        this.coalescing = coalescing;
        this.inbox = inbox;
    }

    @Override
    public void configure() {
        from("events:" + Topics.commands(system))
                .routeId("command-intake")
                .description("Commands from the topic, once each, into the lane of their entity.")
                .routeConfigurationId("reliable-delivery")
                .idempotentConsumer(header(Delivery.ID), inbox)
                .id("skip-already-handled")
                .process(this::enqueue)
                .id("put-into-lane");
    }

    private void enqueue(Exchange exchange) {
        Delivery delivery = Delivery.of(exchange);
        Envelope envelope = delivery.envelope();
        CanonicalCommand command = exchange.getMessage().getBody(CanonicalCommand.class);
        Connection connection = connections
                .ofTenant(envelope.tenantId())
                .orElseThrow(() -> new FailureException(Failure.of(
                        FailureKind.REJECTED,
                        system.name() + "-1003",
                        "Tenant " + envelope.tenantId() + " has no connection to this system; add one, then retry")));
        lanes.enqueue(
                delivery.transaction(),
                List.of(new NewCommand(
                        connection.id(),
                        NewCommand.laneKey(connection.id(), envelope.subject()),
                        coalescing.keyOf(command),
                        CommandPriority.WEBHOOK,
                        new OutboxMessage("", envelope, CanonicalJson.text(CanonicalJson.write(command))))));
    }
}
