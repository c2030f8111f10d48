package dev.interline.infrastructure;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a local Kafka broker is to run.
 *
 * @param dataDirectory where its log segments and its configuration are and stay; empty or absent means a new broker
 * @param log file for everything it prints
 * @param port TCP port on 127.0.0.1 for clients; 0 picks a free one
 * @param controllerPort TCP port on 127.0.0.1 for its own controller; 0 picks a free one
 * @param lifetime whether it ends with this JVM
 * @param startTimeout how long to wait until it answers
 */
public record KafkaSettings(
        Path dataDirectory, Path log, int port, int controllerPort, Lifetime lifetime, Duration startTimeout) {

    /** For tests: free ports, gone with this JVM, the log beside the data. */
    public static KafkaSettings in(Path dataDirectory) {
        return new KafkaSettings(
                dataDirectory,
                dataDirectory.resolveSibling(dataDirectory.getFileName() + ".log"),
                0,
                0,
                Lifetime.WITH_PARENT,
                Duration.ofSeconds(60));
    }

    /** @param newPort TCP port on 127.0.0.1 for clients; 0 picks a free one */
    public KafkaSettings withPort(int newPort) {
        return new KafkaSettings(dataDirectory, log, newPort, controllerPort, lifetime, startTimeout);
    }
}
