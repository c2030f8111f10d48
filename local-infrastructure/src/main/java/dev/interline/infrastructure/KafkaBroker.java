package dev.interline.infrastructure;

import java.util.Collection;

/** A running Kafka broker that belongs to the caller; it is its own controller and never creates a topic by itself. */
public interface KafkaBroker extends AutoCloseable {

    /** @return the process id of the broker's JVM */
    long pid();

    /** @return host and port for {@code bootstrap.servers} */
    String bootstrapServers();

    /**
     * Creates the topics that do not exist yet; existing ones are left as they are.
     *
     * @param topics names
     * @param partitions number of partitions of each new topic
     * @throws InfrastructureFailure if the broker refuses or does not answer
     */
    void createTopics(Collection<String> topics, int partitions);

    /** Ends the broker as {@code kill -9} does. The data directory can be started again. */
    void kill();

    /** Ends the broker in an orderly way. */
    @Override
    void close();
}
