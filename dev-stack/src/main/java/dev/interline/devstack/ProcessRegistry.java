package dev.interline.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes this stack has started, one small file each. A pid alone says little, because numbers are used again;
 * with the time of its start it names one process.
 */
final class ProcessRegistry {
    private static final String SUFFIX = ".pid";
    /** The system tells the start of a process in ticks since boot, and the time of the boot itself is rounded. */
    private static final Duration CLOCK_BLUR = Duration.ofSeconds(2);

    private final Path folder;

    ProcessRegistry(Path folder) {
        this.folder = folder;
    }

    /**
     * One process that was started.
     *
     * @param name what a person calls it
     * @param pid its number
     * @param started when it started
     */
    record Entry(String name, long pid, Instant started) {

        /** The process, if it still runs and is the one that was started. */
        Optional<ProcessHandle> alive() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> handle.info()
                            .startInstant()
                            .map(start -> Duration.between(start, started).abs().compareTo(CLOCK_BLUR) <= 0)
                            .orElse(false))
                    .filter(handle -> !isZombie(pid));
        }

        /** Ended, but nobody asked for its exit code yet: happens below a container's first process. */
        private static boolean isZombie(long pid) {
            try {
                String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
                return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
            } catch (IOException noProcHere) {
                return false;
            }
        }
    }

    void register(String name, ProcessHandle process) {
        Instant started = process.info().startInstant().orElseGet(Instant::now);
        PrivateFile.write(file(name), process.pid() + " " + started.toEpochMilli() + "\n");
    }

    void forget(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new DevStackFailure(file(name) + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    Optional<Entry> find(String name) {
        try {
            String[] words = Files.readString(file(name)).trim().split(" ", -1);
            return Optional.of(
                    new Entry(name, Long.parseLong(words[0]), Instant.ofEpochMilli(Long.parseLong(words[1]))));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException noneOrDamaged) {
            return Optional.empty();
        }
    }

    List<Entry> entries() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .flatMap(name -> find(name.substring(0, name.length() - SUFFIX.length())).stream())
                    .toList();
        } catch (IOException e) {
            throw new DevStackFailure(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}
