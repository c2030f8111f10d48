package dev.interline.infrastructure;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a local PostgreSQL is to run.
 *
 * @param dataDirectory where its data are and stay; empty or absent means a new cluster
 * @param log file for everything it prints
 * @param port TCP port on 127.0.0.1; 0 picks a free one
 * @param superuserPassword password of the role {@code postgres}, fixed when the cluster is created
 * @param lifetime whether it ends with this JVM
 * @param startTimeout how long to wait until it accepts connections
 */
public record PostgresSettings(
        Path dataDirectory, Path log, int port, String superuserPassword, Lifetime lifetime, Duration startTimeout) {

    /** For tests: a free port, a well-known password, gone with this JVM, the log beside the data. */
    public static PostgresSettings in(Path dataDirectory) {
        return new PostgresSettings(
                dataDirectory,
                dataDirectory.resolveSibling(dataDirectory.getFileName() + ".log"),
                0,
                "postgres",
                Lifetime.WITH_PARENT,
                Duration.ofSeconds(60));
    }

    /** @param newPort TCP port on 127.0.0.1; 0 picks a free one */
    public PostgresSettings withPort(int newPort) {
        return new PostgresSettings(dataDirectory, log, newPort, superuserPassword, lifetime, startTimeout);
    }

    @Override
    public String toString() {
        return "PostgresSettings[" + dataDirectory + ", port " + port + ", " + lifetime + "]";
    }
}
