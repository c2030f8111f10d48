package dev.interline.devstack.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The torture of the usual size by the packaged launcher, with the day as its seed: every day another, all repeatable. */
class TortureIT {
    private static final Path ROOT =
            Path.of(System.getProperty("interline.root", "..")).toAbsolutePath().normalize();
    private static final int PORT_OFFSET = 6_100;
    private static final int PATIENCE_MINUTES = 15;

    @TempDir
    private Path folder;

    @Test
    void whatIsAcceptedHasItsEffectOnceOrIsParked() throws IOException, InterruptedException {
        // Given
        long seed = LocalDate.now(ZoneOffset.UTC).toEpochDay();
        Path result = folder.resolve("torture.json");
        ProcessBuilder torture = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dinterline.root=" + ROOT,
                        "-cp",
                        ROOT.resolve("dev-stack/target/dev-stack.jar") + ":" + ROOT.resolve("dev-stack/target/lib")
                                + "/*",
                        "dev.interline.devstack.Interline",
                        "torture",
                        "--seed",
                        Long.toString(seed),
                        "--port-offset",
                        Integer.toString(PORT_OFFSET),
                        "--json",
                        result.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());

        // When
        Process running = torture.start();
        boolean ended = running.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            running.destroy();
            running.waitFor(1, TimeUnit.MINUTES);
        }

        // Then
        String output = Files.readString(folder.resolve("output"));
        System.out.println(output);
        String found = output.substring(Math.max(0, output.lastIndexOf("\nFOUND")));
        assertThat(ended).as(found).isTrue();
        assertThat(running.exitValue()).as(found).isZero();
        JsonNode report = new ObjectMapper().readTree(result.toFile());
        assertThat(report.path("seed").asLong()).isEqualTo(seed);
        assertThat(report.path("violations")).isEmpty();
        assertThat(report.path("thrown").path("webhooks of Stripe sent").asLong())
                .isGreaterThan(1_000);
    }
}
