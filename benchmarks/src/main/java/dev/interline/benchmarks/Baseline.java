package dev.interline.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Quarkus application with the baselines, in a JVM like a service's. */
final class Baseline implements AutoCloseable {

    private static final int PORT = 28_070;

    private final Process process;

    private Baseline(Process process) {
        this.process = process;
    }

    static Baseline start(StackUnderTest under) {
        under.execute(
                "billing-connector",
                "create table if not exists baseline_request (id bigint generated always as identity primary key, body bytea)");
        Path jar = Path.of(System.getProperty("interline.root", "."), "benchmarks/target/quarkus-app/quarkus-run.jar");
        String url = under.databaseUrl("billing-connector");
        try {
            Path log = under.stack().folder().resolve("baseline.log");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xshare:auto"));
            command.addAll(Bench.AS_DEPLOYED);
            command.addAll(List.of(
                    "-Dquarkus.http.port=" + PORT, "-Dquarkus.datasource.jdbc.url=" + url, "-jar", jar.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Baseline baseline = new Baseline(process);
            baseline.awaitReady(log);
            return baseline;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String bare() {
        return "http://127.0.0.1:" + PORT + "/bare";
    }

    String bareOnEventLoop() {
        return bare() + "/on-event-loop";
    }

    String insert() {
        return "http://127.0.0.1:" + PORT + "/camel-insert";
    }

    private void awaitReady(Path log) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(insert()))
                .timeout(Duration.ofSeconds(5))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (IOException notYet) {
                pause();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        close();
        throw new IllegalStateException("the baseline is not ready:\n" + Files.readString(log));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
