package dev.interline.infrastructure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child process in a session of its own, so that Ctrl-C in the parent's terminal does not reach it; its output goes to
 * a file.
 *
 * <p>A child with {@link Lifetime#WITH_PARENT} has a guardian: a shell that waits on a pipe from this JVM and ends the
 * child when the pipe breaks, which happens however this JVM goes.
 */
public final class ChildProcess {
    /** The guardian's answer on a clean end is a line; the end of the pipe without one means that the parent is gone. */
    private static final String GUARDIAN = "trap '' INT HUP TERM; read -r word || kill -s \"$1\" \"$2\" 2>/dev/null";

    private final String name;
    private final Path log;
    private final Process process;
    private final Optional<Process> guardian;

    private ChildProcess(String name, Path log, Process process, Optional<Process> guardian) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.guardian = guardian;
    }

    /**
     * Starts a child that its guardian, if any, ends with SIGKILL.
     *
     * @throws InfrastructureFailure if the program cannot be started
     */
    public static ChildProcess start(ChildCommand command) {
        return start(command, "KILL");
    }

    static ChildProcess start(ChildCommand command, String guardiansSignal) {
        List<String> arguments = new ArrayList<>(ownSession());
        arguments.addAll(command.arguments());
        try {
            Files.createDirectories(command.log().toAbsolutePath().getParent());
            var builder = new ProcessBuilder(arguments)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(command.log().toFile()));
            builder.environment().putAll(command.environment());
            Process process = builder.start();
            Optional<Process> guardian =
                    switch (command.lifetime()) {
                        case WITH_PARENT -> Optional.of(guard(process, guardiansSignal));
                        case OUTLIVES_PARENT -> Optional.empty();
                    };
            return new ChildProcess(command.name(), command.log(), process, guardian);
        } catch (IOException e) {
            throw new InfrastructureFailure(
                    command.name() + " could not be started: " + e.getMessage()
                            + ". Check that the program exists and that its log can be written to " + command.log()
                            + ".",
                    e);
        }
    }

    private static Process guard(Process child, String signal) throws IOException {
        List<String> arguments = new ArrayList<>(ownSession());
        arguments.addAll(List.of("sh", "-c", GUARDIAN, "interline-guardian", signal, Long.toString(child.pid())));
        Process guardian = new ProcessBuilder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        child.onExit().thenRun(() -> dismiss(guardian));
        return guardian;
    }

    private static void dismiss(Process guardian) {
        try (var pipe = guardian.getOutputStream()) {
            pipe.write("done\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException alreadyGone) {
            guardian.destroyForcibly();
        }
    }

    /** A prefix that puts a program into a session of its own and keeps its pid; macOS has no setsid, but has perl. */
    private static List<String> ownSession() {
        if (onPath("setsid").isPresent()) {
            return List.of("setsid");
        }
        return onPath("perl").isPresent()
                ? List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV")
                : List.of();
    }

    static Optional<Path> onPath(String program) {
        String path = System.getenv("PATH");
        return List.of((path == null ? "/usr/bin:/bin" : path).split(File.pathSeparator)).stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @return what a person calls this process */
    public String name() {
        return name;
    }

    /** @return the process id */
    public long pid() {
        return process.pid();
    }

    /** @return the file with everything the process printed */
    public Path log() {
        return log;
    }

    /** @return whether the process still runs */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** @return a handle for bookkeeping, such as the time of the start */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** @return completes with the exit code when the process has ended */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Lets the process outlive this JVM from now on. */
    public void release() {
        guardian.ifPresent(ChildProcess::dismiss);
    }

    /** Ends the process with SIGKILL and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
    }

    /**
     * Ends the process with SIGTERM, and with SIGKILL if it is still there after the given time.
     *
     * @return whether it went by itself
     */
    public boolean stop(Duration patience) {
        return stop("TERM", patience);
    }

    boolean stop(String signal, Duration patience) {
        if (!process.isAlive()) {
            return true;
        }
        send(process.pid(), signal);
        boolean wentByItself = await(patience);
        if (!wentByItself) {
            kill();
        }
        return wentByItself;
    }

    /**
     * Sends a signal as the shell's {@code kill} does.
     *
     * @param pid the process
     * @param signal {@code TERM}, {@code INT}, {@code QUIT}, {@code KILL}, {@code STOP} or {@code CONT}
     * @return whether the process was there to receive it
     */
    public static boolean send(long pid, String signal) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor() == 0;
        } catch (IOException e) {
            throw new InfrastructureFailure("No shell to send a signal with: " + e.getMessage() + ". Check PATH.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean await(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What to tell a person when this process ended although it should run. */
    public InfrastructureFailure died() {
        String code = process.isAlive() ? "" : " with exit code " + process.exitValue();
        return new InfrastructureFailure(
                "%s ended%s. The end of its log (%s):%n%s".formatted(name, code, log, LogTail.indented(log, 30)));
    }

    InfrastructureFailure notReady(Duration patience) {
        return new InfrastructureFailure("%s was not ready after %s s. The end of its log (%s):%n%s"
                .formatted(name, patience.toSeconds(), log, LogTail.indented(log, 30)));
    }

    /** {@code Linux}, {@code Mac OS X} ... in lower case. */
    static String operatingSystem() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }
}
