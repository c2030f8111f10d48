package dev.interline.sdk.command;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.InvalidMessage;
import dev.interline.durable.breaker.ConnectionBreaker;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.ClaimedCommand;
import dev.interline.durable.lane.CommandAttempt;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.durable.lane.Dispatcher;
import dev.interline.durable.outbound.Outbox;
import dev.interline.runtime.InterlineConfig;
import dev.interline.runtime.messaging.DurableMessaging;
import dev.interline.runtime.route.Delivery;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.jdbi.v3.core.Jdbi;

/**
 * {@code lane:<system>}: the commands of this connector, each entity's in order, one at a time.
 *
 * <p>Body: the canonical command; header {@code ce-type} tells which. What the route leaves as body, a
 * {@link CommandOutcome}, is recorded with the result; an exception decides retry, pause, park or dead letter by its
 * failure kind.
 */
@Singleton
@Named("lane")
public final class LaneComponent extends DefaultComponent {

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final DurableMessaging messaging;
    private final Connections connections;
    private final InterlineConfig config;
    private final ConnectionBreaker.Thresholds breaker;
    private final Clock clock;

    LaneComponent(
            Jdbi jdbi,
            Outbox outbox,
            DeadLetters deadLetters,
            DurableMessaging messaging,
            Connections connections,
            InterlineConfig config,
            ConnectionBreaker.Thresholds breaker,
            Clock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.messaging = messaging;
        this.connections = connections;
        this.config = config;
        this.breaker = breaker;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String system, Map<String, Object> parameters) {
        return new LaneEndpoint(uri, this, BusinessSystem.ofToken(system));
    }

    private Dispatcher dispatcher(BusinessSystem system, LaneConsumer consumer) {
        InterlineConfig.Dispatcher settings = config.dispatcher();
        return new Dispatcher(
                jdbi,
                outbox,
                deadLetters,
                consumer::carryOut,
                new Dispatcher.Settings(
                        system, config.instance(), settings.workers(), ConfiguredPolicies.of(config, system), breaker),
                messaging.commandsEnqueued(),
                clock);
    }

    private Connection connection(ClaimedCommand command, BusinessSystem system) {
        return connections
                .byId(command.connection().value())
                .orElseThrow(() -> new FailureException(Failure.of(
                        FailureKind.REJECTED,
                        system.name() + "-1001",
                        "Connection " + command.connection() + " is not configured here any more")));
    }

    private final class LaneEndpoint extends DefaultEndpoint {
        private final BusinessSystem system;

        LaneEndpoint(String uri, LaneComponent component, BusinessSystem system) {
            super(uri, component);
            this.system = system;
        }

        @Override
        public Consumer createConsumer(Processor route) throws Exception {
            LaneConsumer consumer = new LaneConsumer(this, route);
            configureConsumer(consumer);
            return consumer;
        }

        @Override
        public Producer createProducer() {
            throw new IllegalArgumentException("lane:" + system.token()
                    + " can only be read; commands come to it through the topic " + system.token() + ".commands.v1");
        }
    }

    private final class LaneConsumer extends DefaultConsumer {
        private final BusinessSystem system;
        private final Dispatcher dispatcher;

        LaneConsumer(LaneEndpoint endpoint, Processor route) {
            super(endpoint, route);
            this.system = endpoint.system;
            this.dispatcher = dispatcher(system, this);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            dispatcher.start();
        }

        @Override
        protected void doStop() throws Exception {
            dispatcher.close();
            super.doStop();
        }

        CommandOutcome carryOut(CommandAttempt attempt) {
            ClaimedCommand command = attempt.command();
            Exchange exchange = getEndpoint().createExchange();
            exchange.setProperty(CommandDelivery.PROPERTY, new CommandDelivery(attempt, connection(command, system)));
            exchange.getMessage().setHeader(Delivery.ID, command.id());
            exchange.getMessage().setHeader(Delivery.TYPE, command.envelope().type());
            exchange.getMessage().setBody(payload(command));
            try {
                getProcessor().process(exchange);
            } catch (Exception failed) {
                exchange.setException(failed);
            }
            rethrow(exchange.getException());
            CommandOutcome outcome = exchange.getMessage().getBody(CommandOutcome.class);
            return outcome == null ? CommandOutcome.done(null) : outcome;
        }

        private CanonicalPayload payload(ClaimedCommand command) {
            try {
                return CanonicalJson.read(
                        command.envelope().type(), command.payload().getBytes(StandardCharsets.UTF_8));
            } catch (InvalidMessage invalid) {
                throw new FailureException(
                        Failure.of(
                                FailureKind.UNMAPPABLE, system.name() + "-1002", String.valueOf(invalid.getMessage())),
                        invalid);
            }
        }

        private static void rethrow(Exception failed) {
            Throwable cause = failed;
            // A split or multicast wraps what failed in it; the failure itself decides what becomes of the command.
            while ((cause instanceof org.apache.camel.CamelExecutionException
                            || cause instanceof org.apache.camel.CamelExchangeException)
                    && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause != null) {
                throw new IllegalStateException("An adapter route failed", cause);
            }
        }
    }
}
