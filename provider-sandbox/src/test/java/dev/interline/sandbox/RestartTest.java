package dev.interline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.interline.sandbox.SandboxConfig.Account;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
    @TempDir
    private Path directory = Path.of("replaced by JUnit");

    private SandboxConfig config(SandboxConfig.Webhook... webhooks) {
        return SandboxConfig.inMemory(Account.of("stripe", "acct_1One", "sk_test_one", webhooks))
                .withDataDirectory(directory)
                .withRetryScale(0.05);
    }

    @Test
    void objects_ledger_and_keys_survive_a_restart() {
        // Given
        String id;
        try (Sandbox sandbox = Sandbox.start(config());
                Caller http = Caller.bearer(sandbox.baseUrl(), "sk_test_one")) {
            id = http.form("/stripe/v1/customers", "name=A", "Idempotency-Key", "k")
                    .json()
                    .path("id")
                    .asText();
        }

        // When
        try (Sandbox sandbox = Sandbox.start(config());
                Caller http = Caller.bearer(sandbox.baseUrl(), "sk_test_one")) {
            Caller.Reply again = http.form("/stripe/v1/customers", "name=A", "Idempotency-Key", "k");

            // Then
            assertThat(again.json().path("id").asText()).isEqualTo(id);
            assertThat(http.get("/stripe/v1/customers/" + id).status()).isEqualTo(200);
            assertThat(http.get("/_sandbox/ledger").json().findValuesAsText("outcome"))
                    .containsExactly("applied", "replayed");
        }
    }

    @Test
    void webhooks_that_could_not_be_sent_are_sent_after_the_restart() {
        // Given
        int port;
        try (WebhookSink gone = new WebhookSink()) {
            port = gone.port();
        }
        SandboxConfig config = config(SandboxConfig.Webhook.all("http://127.0.0.1:" + port + "/hook", "whsec_x"));
        try (Sandbox sandbox = Sandbox.start(config);
                Caller http = Caller.bearer(sandbox.baseUrl(), "sk_test_one")) {
            http.form("/stripe/v1/customers", "name=A");
            await().untilAsserted(() -> assertThat(http.get("/_sandbox/webhooks")
                            .json()
                            .get(0)
                            .path("attempts")
                            .asInt())
                    .isPositive());
        }

        // When
        try (WebhookSink back = new WebhookSink(port);
                Sandbox sandbox = Sandbox.start(config);
                Caller http = Caller.bearer(sandbox.baseUrl(), "sk_test_one")) {

            // Then
            await().untilAsserted(() -> assertThat(back.bodies())
                    .extracting(event -> event.path("type").asText())
                    .containsExactly("customer.created"));
            await().untilAsserted(() -> assertThat(http.get("/_sandbox/webhooks")
                            .json()
                            .get(0)
                            .path("state")
                            .asText())
                    .isEqualTo("delivered"));
        }
    }

    @Test
    void keys_are_forgotten_after_a_day() {
        // Given
        MovedClock clock = new MovedClock(Instant.parse("2026-01-01T00:00:00Z"));
        try (Sandbox sandbox = Sandbox.start(config(), clock);
                Caller http = Caller.bearer(sandbox.baseUrl(), "sk_test_one")) {
            http.form("/stripe/v1/customers", "name=A", "Idempotency-Key", "k");
            clock.move(Duration.ofHours(23));
            http.form("/stripe/v1/customers", "name=A", "Idempotency-Key", "k");

            // When
            clock.move(Duration.ofHours(2));
            http.form("/stripe/v1/customers", "name=A", "Idempotency-Key", "k");

            // Then
            assertThat(http.get("/_sandbox/ledger").json().findValuesAsText("outcome"))
                    .containsExactly("applied", "replayed", "applied");
        }
    }

    @Test
    void a_killed_process_forgets_nothing_it_answered() throws IOException, InterruptedException {
        // Given
        Path file = directory.resolve("sandbox.json");
        Files.writeString(file, """
                {"port":0,"dataDirectory":"%s","accounts":[
                 {"provider":"stripe","account":"acct_1One","apiTokens":["sk_test_one"]}]}
                """.formatted(JsonMapper.builder()
                .build()
                .writeValueAsString(directory.toString())
                .replace("\"", "")));
        Process process = sandboxProcess(file);
        int answered = 0;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String ready = output.lines()
                    .filter(line -> line.startsWith("sandbox ready at "))
                    .findFirst()
                    .orElseThrow();
            String base = ready.split(" ", 5)[3];
            try (Caller http = Caller.bearer(base, "sk_test_one")) {
                for (int i = 0; i < 50; i++) {
                    answered += http.form("/stripe/v1/customers", "name=C" + i).status() == 200 ? 1 : 0;
                }
            }
        }

        // When
        process.destroyForcibly().waitFor();

        // Then
        assertThat(answered).isEqualTo(50);
        try (Sandbox sandbox = Sandbox.start(config());
                Caller http = Caller.bearer(sandbox.baseUrl(), "sk_test_one")) {
            JsonNode customers =
                    http.get("/stripe/v1/customers?limit=100").json().path("data");
            assertThat(customers).hasSize(50);
            assertThat(http.get("/_sandbox/ledger").json()).hasSize(50);
        }
    }

    @Test
    void a_process_that_cannot_start_says_why_and_ends_with_two() throws IOException, InterruptedException {
        // Given
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"port\":");
        Path unknown = Files.writeString(
                directory.resolve("unknown.json"),
                "{\"accounts\":[{\"provider\":\"odoo\",\"account\":\"x\",\"apiTokens\":[\"t\"]}]}");
        try (ServerSocket taken = new ServerSocket(0)) {
            Path port = Files.writeString(
                    directory.resolve("port.json"),
                    "{\"host\":\"127.0.0.1\",\"port\":" + taken.getLocalPort() + ",\"accounts\":[]}");

            // When
            List<Ended> ended = List.of(end(directory.resolve("missing.json")), end(broken), end(unknown), end(port));

            // Then
            assertThat(ended).extracting(Ended::code).containsOnly(2);
            assertThat(ended)
                    .extracting(Ended::said)
                    .satisfiesExactly(
                            said -> assertThat(said).contains("missing.json does not exist"),
                            said -> assertThat(said).contains("broken.json is not JSON"),
                            said -> assertThat(said).contains("accounts.[0]", "provider must be one of"),
                            said -> assertThat(said).contains("127.0.0.1:" + taken.getLocalPort() + " is taken"));
        }
    }

    private record Ended(int code, String said) {}

    private static Ended end(Path config) throws IOException, InterruptedException {
        Process process = sandboxProcess(config);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String said = errors.lines()
                .filter(line -> line.startsWith("sandbox: "))
                .findFirst()
                .orElse("");
        return new Ended(process.exitValue(), said);
    }

    private static Process sandboxProcess(Path config) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SandboxMain.class.getName(),
                        "--config",
                        config.toString())
                .start();
    }
}
