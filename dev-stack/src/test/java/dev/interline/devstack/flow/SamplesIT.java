package dev.interline.devstack.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Samples through the real ingress, by the command a user calls: our own, and those recorded ones that lie beside the project
 * on some machines. What is expected goes by the kind of event, not by the file.
 */
class SamplesIT {

    private static final Path ROOT =
            Path.of(System.getProperty("interline.root", "..")).toAbsolutePath().normalize();
    private static final Path OWN = ROOT.resolve("dev-stack/src/test/resources/samples");
    private static final Path RECORDED = ROOT.resolve("../shared/providers").normalize();
    private static final int PATIENCE_MINUTES = 8;

    private static final Set<String> MAPPED = Set.of(
            "customer.created",
            "customer.updated",
            "customer.deleted",
            "customer.subscription.created",
            "customer.subscription.updated",
            "customer.subscription.deleted",
            "invoice.paid",
            "invoice.payment_failed",
            "zen:event-type:ticket.created");
    private static final Set<String> READ_AGAIN = Set.of(
            "company.creation",
            "company.propertyChange",
            "zen:event-type:ticket.priority_changed",
            "zen:event-type:ticket.status_changed");

    @TempDir
    private Path folder;

    @Test
    void everySampleIsAnsweredAndEachKindOfEventBecomesWhatIsExpected() throws IOException, InterruptedException {
        // Given
        Path json = folder.resolve("samples.json");
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dinterline.root=" + ROOT,
                "-cp",
                ROOT.resolve("dev-stack/target/dev-stack.jar") + ":" + ROOT.resolve("dev-stack/target/lib") + "/*",
                "dev.interline.devstack.Interline",
                "samples",
                OWN.toString()));
        boolean recorded = Files.isDirectory(RECORDED);
        if (recorded) {
            command.add(RECORDED.toString());
        }
        command.addAll(List.of("--port-offset", "7100", "--json", json.toString()));

        // When
        Process running = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = running.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            running.destroy();
            running.waitFor(1, TimeUnit.MINUTES);
        }

        // Then
        String table = Files.readString(output);
        System.out.println(table + (recorded ? "" : "The recorded samples are not on this machine; only our own ran."));
        assertThat(ended).as(table).isTrue();
        assertThat(running.exitValue()).as(table).isZero();
        JsonNode results = new ObjectMapper().readTree(json.toFile());
        assertThat(results).hasSizeGreaterThanOrEqualTo(12);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.path("status").asInt()).as(result.toString()).isEqualTo(200);
            assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo(expected(result));
        });
    }

    private static String expected(JsonNode result) {
        String type = result.path("type").asText();
        if (MAPPED.contains(type)) {
            return "MAPPED";
        }
        if (READ_AGAIN.contains(type)) {
            return "READ_AGAIN";
        }
        boolean isEvent =
                type.startsWith("zen:") || (type.matches("[a-z_]+(\\.[a-zA-Z_]+)+") && !type.startsWith("v1."));
        return isEvent ? "KEPT_UNKNOWN" : "KEPT_UNREADABLE";
    }
}
