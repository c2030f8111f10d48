package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands ask of the admin API, over HTTP, and what they make of its answers. */
final class OperateCommandsTest {

    private final Path folder;
    private final Map<String, String> answers = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private final StringWriter errors = new StringWriter();
    private final PrintStream screen = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    OperateCommandsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
    }

    @BeforeEach
    void start() throws IOException {
        service.createContext("/admin/v1", this::answer);
        service.start();
        Path stack = DataDirectory.at(folder).stackJson();
        Files.createDirectories(stack.getParent());
        Files.writeString(stack, """
                {"apiKeys":{"admin":"key-1","force":"key-2"},
                 "services":{"crm-connector":{"url":"http://127.0.0.1:%d"}}}""".formatted(service.getAddress().getPort()));
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setOut(screen);
        service.stop(0);
    }

    @Test
    void aListAsksWithTheFilterAndShowsARowForEach() {
        // Given
        answers.put(
                "GET /events",
                "{\"items\":[{\"id\":\"e1\",\"connection\":\"acme-hubspot\",\"receivedAt\":\"2026-11-01T10:00:00.123Z\","
                        + "\"type\":\"contact.creation\",\"dedupeKey\":\"hs_1\",\"state\":\"IGNORED\",\"reason\":null}]}");

        // When
        int exitCode = run("events", "list", "--connection", "acme-hubspot", "-n", "7");

        // Then
        assertThat(exitCode).isZero();
        assertThat(asked).containsExactly("GET /events?connection=acme-hubspot&limit=7 key-1 ");
        assertThat(printed().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "SERVICE ID CONNECTION RECEIVED TYPE KEY STATE REASON",
                        "crm-connector e1 acme-hubspot 2026-11-01T10:00:00Z contact.creation hs_1 IGNORED");
    }

    @ParameterizedTest
    @CsvSource({
        "dead-letters,No dead letters.",
        "quarantine,Nothing in quarantine.",
        "events,No such events.",
        "lanes,No such lanes."
    })
    void anEmptyListSaysSo(String command, String said) {
        // Given
        answers.put("GET /" + command, "{\"items\":[]}");

        // When
        run(command, "list");

        // Then
        assertThat(printed()).isEqualToIgnoringNewLines(said);
    }

    @ParameterizedTest
    @CsvSource({
        "sync run,/syncs/s%2F1/run",
        "sync pause,/syncs/s%2F1/pause",
        "backfill resume,/syncs/s%2F1/resume",
        "backfill cancel,/syncs/s%2F1/cancel",
        "replay pause,/replays/s%2F1/pause",
        "replay cancel,/replays/s%2F1/cancel"
    })
    void aChangeIsAskedForUnderTheNameOfItsCommand(String command, String path) {
        // Given
        answers.put("POST " + path, "{\"state\":\"PAUSED\"}");

        // When
        int exitCode = run((command + " s/1 --reason because").split(" "));

        // Then
        assertThat(exitCode).isZero();
        assertThat(asked).containsExactly("POST " + path + " key-1 {\"reason\":\"because\"}");
        assertThat(printed()).isEqualToIgnoringNewLines("s/1 is paused");
    }

    @Test
    void anActTellsWhy() {
        // Given
        answers.put("POST /lanes/retry-now", "{\"done\":\"the head is due now\"}");

        // When
        run("lanes", "retry-now", "acme|crm|1", "--reason", "mended");

        // Then
        assertThat(asked)
                .containsExactly("POST /lanes/retry-now key-1 {\"lane\":\"acme|crm|1\",\"reason\":\"mended\"}");
        assertThat(printed()).isEqualToIgnoringNewLines("acme|crm|1: the head is due now");
    }

    @Test
    void anActWithoutAReasonIsRefusedBeforeAnythingIsAsked() {
        // When
        int exitCode = run("connections", "resume", "acme-hubspot");

        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(errors.toString()).contains("--reason");
        assertThat(asked).isEmpty();
    }

    @Test
    void manyDeadLettersAreRetriedUnderAReplayAndWhatForcesHasItsOwnKey() {
        // Given
        answers.put(
                "POST /dead-letters/retry",
                "{\"matches\":2,\"replay\":{\"id\":\"rpl_1\",\"source\":\"DEAD_LETTERS\",\"mode\":\"FORCE_NEW_EFFECT\","
                        + "\"state\":\"RUNNING\",\"total\":2}}");

        // When
        run("dead-letters", "retry", "--code", "CRM-2001", "--force-new-effect", "--reason", "lost there");

        // Then
        assertThat(asked).singleElement().asString().contains("key-2", "\"filter\":{\"code\":\"CRM-2001\"}");
        assertThat(printed()).contains("crm-connector: replay rpl_1", "is RUNNING");
    }

    @Test
    void whatMatchesNothingIsNoFailure() {
        // When
        int exitCode = run("quarantine", "release", "--all", "--reason", "the secret is mended");

        // Then
        assertThat(exitCode).isZero();
        assertThat(printed()).isEqualToIgnoringNewLines("Nothing matches.");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--data-dir", folder.toString()));
        all.addAll(List.of(arguments));
        return Interline.commandLine().setErr(new PrintWriter(errors, true)).execute(all.toArray(String[]::new));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath().substring("/admin/v1".length());
        String query = exchange.getRequestURI().getRawQuery();
        String key = exchange.getRequestHeaders().getFirst("Authorization").replace("Bearer ", "");
        asked.add(exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query) + " " + key + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String known = answers.get(exchange.getRequestMethod() + " " + path);
        byte[] body = (known == null ? "{\"detail\":\"Nothing to do\",\"code\":\"ADMIN-1422\"}" : known)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known == null ? 422 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
