package dev.interline.sdk.provider;

import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.sdk.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Calls that keep our own things at the provider in order: webhook subscriptions, the record of heartbeats. They follow from
 * comparing what shall be with what is, not from a command, so they are in no lane and no ledger of commands: whoever makes
 * them does so alone, writes each change down beforehand, and looks again instead of repeating.
 */
@ApplicationScoped
public class ProviderUpkeep {

    /** On an exchange that belongs to an upkeep. */
    static final String PROPERTY = "InterlineUpkeep";

    /** How long one upkeep waits for quotas, all in all: less than the lease of whoever makes it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration SHORTEST_REST = Duration.ofMillis(100);

    private final CamelContext camel;
    private final ProducerTemplate template;

    public ProviderUpkeep(CamelContext camel) {
        this.camel = camel;
        this.template = camel.createProducerTemplate();
    }

    /** Begins an upkeep of that connection; its calls come last when the quota is short. */
    public Session of(Connection connection) {
        return new Session(connection);
    }

    /** What one upkeep has done so far; for one thread. */
    public final class Session {

        private final Connection connection;
        private final Set<String> looked = new HashSet<>();
        private Duration patience = PATIENCE;

        private Session(Connection connection) {
            this.connection = connection;
        }

        /** Whose upkeep it is. */
        public Connection connection() {
            return connection;
        }

        /**
         * One call.
         *
         * @throws FailureException if the quota has nothing left, no answer came, or it is no success
         * @throws IllegalStateException if the operation needs a key, or a look-up that this upkeep has not made
         */
        public ProviderAnswer call(String operation, ProviderRequest request) {
            return call(operation, request, "");
        }

        /**
         * One call under an idempotency key.
         *
         * @param key the same for the same wish
         * @throws FailureException if the quota has nothing left, no answer came, or it is no success
         * @throws IllegalStateException if the operation needs a look-up that this upkeep has not made
         */
        public ProviderAnswer call(String operation, ProviderRequest request, String key) {
            while (true) {
                try {
                    ProviderAnswer answer = send(operation, request, key);
                    looked.add(operation);
                    return answer;
                } catch (FailureException failed) {
                    rest(failed);
                }
            }
        }

        /** A throttled call was not made, so it is made later, as long as this upkeep has patience. */
        private void rest(FailureException failed) {
            Duration wait = failed.failure().retryAfter();
            if (failed.failure().kind() != FailureKind.THROTTLED || wait == null || wait.compareTo(patience) > 0) {
                throw failed;
            }
            Duration rest = wait.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : wait;
            patience = patience.minus(rest);
            try {
                Thread.sleep(rest.toMillis());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw failed;
            }
        }

        private ProviderAnswer send(String operation, ProviderRequest request, String key) {
            Exchange exchange = camel.getEndpoint("provider:" + operation).createExchange();
            exchange.setProperty(PROPERTY, new Calling(connection, CommandPriority.BACKFILL, key, Set.copyOf(looked)));
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

    /**
     * For whom is called.
     *
     * @param key for an operation that takes one; empty if there is none
     * @param looked the operations this upkeep has called
     */
    record Calling(Connection connection, CommandPriority priority, String key, Set<String> looked) {}
}
