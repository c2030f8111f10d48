package dev.interline.devstack.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A second process of a service on the same database, which ends with the test. */
final class Replica implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Process process;

    private Replica(Process process) {
        this.process = process;
    }

    static Replica start(String service, Path root, Path data) {
        String name = service + "-2";
        Path configuration = data.resolve("config").resolve(name + ".properties");
        try {
            int management = freePort();
            Map<String, String> own = Map.of(
                    "interline.instance", name,
                    "quarkus.http.port", Integer.toString(freePort()),
                    "quarkus.management.port", Integer.toString(management));
            List<String> lines =
                    new ArrayList<>(Files.readAllLines(data.resolve("config").resolve(service + ".properties")));
            lines.removeIf(line -> own.containsKey(line.substring(0, Math.max(0, line.indexOf('=')))));
            own.forEach((key, value) -> lines.add(key + "=" + value));
            Files.write(configuration, lines);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx320m",
                            "-XX:+UseSerialGC",
                            "-Dquarkus.config.locations=" + configuration.toUri(),
                            "-jar",
                            root.resolve(service)
                                    .resolve("target/quarkus-app/quarkus-run.jar")
                                    .toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolve("logs").resolve(name + ".log").toFile()))
                    .start();
            Replica replica = new Replica(process);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            replica.awaitReady(URI.create("http://127.0.0.1:" + management + "/observe/health/ready"));
            return replica;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    private void awaitReady(URI health) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() ->
                            http.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.discarding())
                                            .statusCode()
                                    == 200);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
