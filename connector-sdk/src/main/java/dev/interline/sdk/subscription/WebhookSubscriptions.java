package dev.interline.sdk.subscription;

import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.ProviderUpkeep;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a provider's webhook subscriptions are listed, made and changed. Every method that has a session calls the provider and
 * throws {@link FailureException} if that fails; none of them keeps anything.
 */
public interface WebhookSubscriptions {

    /** When the provider tells what it signs with. */
    enum Secrets {
        /** In the answer to the creation, and never again. */
        TOLD_ONCE,
        /** Whenever it is asked. */
        READABLE,
        /** Not with the subscription: it belongs to the app. */
        OF_THE_APP
    }

    /**
     * A subscription that was made.
     *
     * @param secret what it is signed with, if that is told
     */
    record Made(String id, @Nullable String secret) {
        @Override
        public String toString() {
            return "Made[" + id + "]";
        }
    }

    /** When the secret is told. */
    Secrets secrets();

    /** The events the connector reads on that connection. */
    Set<String> events(Connection connection);

    /** The connection that looks after this one's subscription, where several share one; itself otherwise. */
    default Connection keeper(Connection connection, Collection<Connection> all) {
        return connection;
    }

    /** All there are, ours and others'. */
    List<Subscription> list(Wanted wanted, ProviderUpkeep.Session session);

    /**
     * Makes one.
     *
     * @param creation to be found again in {@link Subscription#creation}, and the key of the call
     */
    Made create(Wanted wanted, String creation, ProviderUpkeep.Session session);

    /** Changes one, as little as that says. */
    void change(Step.Change change, ProviderUpkeep.Session session);

    /** Removes one; one that is not there any more is removed. */
    void delete(Subscription subscription, ProviderUpkeep.Session session);

    /** What it is signed with now, if the provider tells. */
    default Optional<String> secret(Subscription subscription, ProviderUpkeep.Session session) {
        return Optional.empty();
    }

    /** Whether heartbeats can be sent on that connection. */
    boolean hasHeartbeat(Connection connection);

    /**
     * Changes a record of our own, so that the provider tells of it; its event is read as
     * {@link dev.interline.sdk.ingress.ProviderEvent.Meaning.Ignored#heartbeat}.
     *
     * @param record the one the last heartbeat changed; absent if it is to be found or made
     * @return the record
     */
    String beat(@Nullable String record, String token, ProviderUpkeep.Session session);
}
