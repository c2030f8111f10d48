package dev.interline.devstack.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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

    private static final Pattern MAPPED =
            Pattern.compile("customer\\.(created|updated|deleted)|customer\\.subscription\\..*"
                    + "|invoice\\.(?!payment_succeeded).*|charge\\..*|payment_intent\\..*|payment_method\\..*|(price|product)\\..*"
                    + "|subscription_schedule\\..*|checkout\\.session\\..*|v1\\.billing\\.meter\\..*"
                    + "|zen:event-type:ticket\\.(created|agent_assignment_changed)|zen:event-type:user\\..*");
    private static final Pattern READ_AGAIN =
            Pattern.compile("(company|contact)\\..*|zen:event-type:ticket\\.(priority|status)_changed");

    /** Recorded without the id that Stripe's disputes have. */
    private static final String WITHOUT_ID = "charge.dispute";

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
        if (type.startsWith(WITHOUT_ID) && result.path("reason").asText().contains("dispute.id is missing")) {
            return "KEPT_UNREADABLE";
        }
        if (MAPPED.matcher(type).matches()) {
            return "MAPPED";
        }
        if (READ_AGAIN.matcher(type).matches()) {
            return "READ_AGAIN";
        }
        boolean isEvent =
                type.startsWith("zen:") || (type.matches("[a-z_]+(\\.[a-zA-Z_]+)+") && !type.startsWith("v1."));
        return isEvent ? "KEPT_UNKNOWN" : "KEPT_UNREADABLE";
    }
}
