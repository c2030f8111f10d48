package dev.interline.devstack.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interline.infrastructure.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stack of its own, started once for all tests by the packaged launcher as a user would, and stopped at the end. */
final class InterlineStack {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PORT_OFFSET = 4000;
    private static final Path ROOT =
            Path.of(System.getProperty("interline.root", "..")).toAbsolutePath().normalize();
    private static @Nullable InterlineStack running;

    private final Path data;

    private InterlineStack(Path data) {
        this.data = data;
    }

    static synchronized InterlineStack running() {
        InterlineStack stack = running;
        if (stack == null) {
            stack = new InterlineStack(emptied(ROOT.resolve("dev-stack/target/integration-stack")));
            InterlineStack toStop = stack;
            Runtime.getRuntime().addShutdownHook(new Thread(toStop::end));
            running = stack;
            stack.launcher("up", "--detach", "--no-demo", "--port-offset", Integer.toString(PORT_OFFSET));
        }
        return stack;
    }

    /** The folder without what an earlier run left there, be it processes of one that was killed. */
    private static Path emptied(Path folder) {
        try {
            if (Files.exists(folder.resolve("stack.json"))) {
                new InterlineStack(folder).launcher("down");
            }
            TemporaryFolder.deleteTree(folder);
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Stops every process; the logs stay until the next run. */
    private void end() {
        launcher("down");
        try {
            TemporaryFolder.deleteTree(data.resolve("data"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Kills the service as a crash would. */
    void kill(String service) {
        long pid = file().path("services").path(service).path("pid").asLong();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    /** Starts the service again, whether it runs or not. */
    void restart(String service) {
        launcher("restart", service);
    }

    /** Changes a line of the service's configuration; it counts after a restart. */
    void configure(String service, String key, UnaryOperator<String> change) {
        Path file = data.resolve("config").resolve(service + ".properties");
        try {
            List<String> lines = Files.readAllLines(file).stream()
                    .map(line -> line.startsWith(key + "=")
                            ? key + "=" + change.apply(line.substring(key.length() + 1))
                            : line)
                    .toList();
            Files.write(file, lines);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sets a line of the service's configuration, which may have none of that key; it counts after a restart. */
    void put(String service, String key, String value) {
        remove(service, key);
        Path file = data.resolve("config").resolve(service + ".properties");
        try {
            Files.writeString(file, key + "=" + value + "\n", StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Takes a line out of the service's configuration; it counts after a restart. */
    void remove(String service, String key) {
        Path file = data.resolve("config").resolve(service + ".properties");
        try {
            Files.write(
                    file,
                    Files.readAllLines(file).stream()
                            .filter(line -> !line.startsWith(key + "="))
                            .toList());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts a second process of the service beside the first, on the same database. */
    Replica replica(String service) {
        return Replica.start(service, ROOT, data);
    }

    /** What every process has logged, by file. */
    Map<Path, String> logs() {
        try (Stream<Path> files = Files.list(data.resolve("logs"))) {
            Map<Path, String> texts = new TreeMap<>();
            for (Path file : files.toList()) {
                texts.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return texts;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs a command of a user's and answers what it prints; fails unless it ends with that exit code. */
    String command(int exitCode, String... arguments) {
        return commandWith("", exitCode, arguments);
    }

    /** The same with what the user types. */
    String commandWith(String typed, int exitCode, String... arguments) {
        try {
            Path output = Files.createTempFile(data, "command", ".out");
            Path input = Files.createTempFile(data, "command", ".in");
            Files.writeString(input, typed);
            int ended = launch(output, Redirect.from(input.toFile()), arguments);
            Files.delete(input);
            String printed = Files.readString(output);
            if (ended != exitCode) {
                throw new AssertionError(
                        "interline " + String.join(" ", arguments) + " ended with " + ended + ":\n" + printed);
            }
            return printed;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String url(String service) {
        return file().path("services").path(service).path("url").asText();
    }

    String apiKey(String name) {
        return file().path("apiKeys").path(name).asText();
    }

    JsonNode connection(String id) {
        for (JsonNode connection : file().path("connections")) {
            if (connection.path("id").asText().equals(id)) {
                return connection;
            }
        }
        throw new IllegalArgumentException("no connection " + id);
    }

    String sandboxUrl() {
        return file().path("sandbox").path("url").asText();
    }

    Path log(String service) {
        return data.resolve("logs").resolve(service + ".log");
    }

    String databaseUrl(String service) {
        return file().path("postgres").path("databases").path(service).asText();
    }

    JsonNode file() {
        try {
            return JSON.readTree(data.resolve("stack.json").toFile());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void launcher(String... arguments) {
        try {
            Path output = data.resolve("launcher.log");
            if (launch(output, Redirect.PIPE, arguments) != 0) {
                throw new IllegalStateException(
                        "interline " + String.join(" ", arguments) + " failed:\n" + Files.readString(output));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private int launch(Path output, Redirect input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dinterline.root=" + ROOT,
                "-cp",
                ROOT.resolve("dev-stack/target/dev-stack.jar") + ":" + ROOT.resolve("dev-stack/target/lib") + "/*",
                "dev.interline.devstack.Interline"));
        command.addAll(List.of(arguments));
        command.add("--data-dir");
        command.add(data.toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(input)
                    .redirectOutput(Redirect.appendTo(output.toFile()))
                    .start();
            if (!process.waitFor(4, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("interline " + String.join(" ", arguments) + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("broken off", stopping);
        }
    }
}
