package dev.interline.devstack;

import dev.interline.devstack.ProcessRegistry.Entry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps two {@code up} from starting in one data directory. */
final class RunLock implements AutoCloseable {
    private static final String WHAT_TO_DO = " Stop it with ./interline down, look at it with ./interline status, or"
            + " start a second one with --data-dir DIR --port-offset 1000.";

    private final DataDirectory directory;
    private final FileChannel channel;

    private RunLock(DataDirectory directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** @throws DevStackFailure if another {@code up} holds it */
    static RunLock take(DataDirectory directory) {
        Path file = directory.root().resolve("lock");
        requireOwnFolder(directory, file);
        try {
            Files.createDirectories(
                    directory.root(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new DevStackFailure("Interline is already running in " + directory.root() + "." + WHAT_TO_DO);
            }
            return new RunLock(directory, channel);
        } catch (IOException e) {
            throw new DevStackFailure(
                    file + " cannot be locked: " + e.getMessage() + ". Choose another folder with --data-dir.", e);
        }
    }

    /** A folder with data of somebody else must not become ours, because {@code --fresh} empties what is ours. */
    private static void requireOwnFolder(DataDirectory directory, Path lock) {
        boolean somebodyElses =
                !Files.exists(lock) && (Files.exists(directory.data()) || Files.exists(directory.config()));
        if (somebodyElses) {
            throw new DevStackFailure(directory.root() + " has a folder data or config that is not Interline's."
                    + " Choose another folder with --data-dir.");
        }
    }

    /** @throws DevStackFailure if processes of a detached run are still there */
    void requireNothingRuns() {
        List<String> running = new ProcessRegistry(directory.run())
                .entries().stream()
                        .filter(entry -> entry.alive().isPresent())
                        .map(Entry::name)
                        .toList();
        if (!running.isEmpty()) {
            throw new DevStackFailure("Interline is already running in " + directory.root() + " ("
                    + String.join(", ", running) + ")." + WHAT_TO_DO);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DevStackFailure(
                    "The lock of " + directory.root() + " cannot be given back: " + e.getMessage(), e);
        }
    }
}
