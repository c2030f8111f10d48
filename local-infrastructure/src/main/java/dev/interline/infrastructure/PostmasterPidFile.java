package dev.interline.infrastructure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code postmaster.pid} of a data directory. PostgreSQL leaves it behind when it is killed, and refuses to start
 * when another process has got its number meanwhile; that happens after every restart of a container.
 */
record PostmasterPidFile(Path path) {

    static PostmasterPidFile in(Path dataDirectory) {
        return new PostmasterPidFile(dataDirectory.resolve("postmaster.pid"));
    }

    /** Removes the file if the server that wrote it is gone. */
    void removeIfStale() {
        Optional<Long> owner = pid();
        if (owner.isEmpty()) {
            return;
        }
        if (isPostmaster(owner.get())) {
            throw new InfrastructureFailure("PostgreSQL already runs on " + path.getParent() + " as process "
                    + owner.get() + ". Stop it first (./interline down) or use another data directory.");
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new InfrastructureFailure(
                    "The left-over " + path + " cannot be removed: " + e.getMessage() + ". Remove it by hand.", e);
        }
    }

    private Optional<Long> pid() {
        try {
            return Files.readAllLines(path).stream().findFirst().map(line -> Long.valueOf(line.trim()));
        } catch (IOException | NumberFormatException noneOrUnreadable) {
            return Optional.empty();
        }
    }

    /** A process of another user hides its command; it cannot be the server of a directory that is ours. */
    private static boolean isPostmaster(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().command())
                .map(command -> Path.of(command).endsWith("postgres"))
                .orElse(false);
    }
}
