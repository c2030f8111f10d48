package dev.interline.devstack;

import dev.interline.devstack.ProcessRegistry.Entry;
import dev.interline.infrastructure.ChildProcess;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Ends what the stack has started and nothing else: services first so that they can finish and commit, then the sandbox,
 * then Kafka, PostgreSQL last.
 */
final class StackShutdown {
    /** The name under which {@code up} itself is written down while it stays in the foreground. */
    static final String LAUNCHER = "launcher";

    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final DataDirectory directory;
    private final ProcessRegistry registry;
    private final PrintStream out;

    StackShutdown(DataDirectory directory, PrintStream out) {
        this.directory = directory;
        this.registry = new ProcessRegistry(directory.run());
        this.out = out;
    }

    /** @return how many processes were running */
    int run() {
        DataDirectory.deleteTree(directory.stackJson());
        List<Entry> all = registry.entries();
        int ended = end(all.stream().filter(StackShutdown::isService).toList(), "TERM");
        ended += end(named(all, Ports.SANDBOX), "TERM");
        ended += end(named(all, Ports.KAFKA), "TERM");
        ended += end(named(all, Ports.POSTGRES), "INT");
        return ended;
    }

    private static boolean isService(Entry entry) {
        return !LAUNCHER.equals(entry.name())
                && Stream.of(Ports.SANDBOX, Ports.KAFKA, Ports.POSTGRES).noneMatch(entry.name()::equals);
    }

    private static List<Entry> named(List<Entry> all, String name) {
        return all.stream().filter(entry -> entry.name().equals(name)).toList();
    }

    private int end(List<Entry> entries, String signal) {
        List<Entry> running =
                entries.stream().filter(entry -> entry.alive().isPresent()).toList();
        running.forEach(entry -> ChildProcess.send(entry.pid(), signal));
        long deadline = System.nanoTime() + DRAIN.toNanos();
        for (Entry entry : running) {
            if (!goneWithin(entry, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                ChildProcess.send(entry.pid(), "KILL");
                goneWithin(entry, AFTER_KILL);
                out.println("  " + entry.name() + " did not end by itself and was killed.");
            }
        }
        entries.forEach(entry -> registry.forget(entry.name()));
        return running.size();
    }

    /** Looks again and again, because a process without a parent that asks for it never counts as ended by itself. */
    static boolean goneWithin(Entry entry, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<ProcessHandle> process = entry.alive();
        while (process.isPresent() && System.nanoTime() < deadline) {
            awaitEnd(process.get());
            process = entry.alive();
        }
        return process.isEmpty();
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException lookAgain) {
            // The caller does.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
