package dev.interline.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChildProcessTest {
    private final Path folder;

    ChildProcessTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void writesWhatTheChildPrintsToItsLog() throws Exception {
        // Given
        ChildProcess child = start(Lifetime.OUTLIVES_PARENT, "echo to-output; echo to-error >&2");

        // When
        int exitCode = child.onExit().get(10, TimeUnit.SECONDS);

        // Then
        assertThat(exitCode).isZero();
        assertThat(child.log()).content().contains("to-output", "to-error");
    }

    @Test
    void saysHowAChildDiedWithTheEndOfItsLog() throws Exception {
        // Given
        ChildProcess child = start(Lifetime.OUTLIVES_PARENT, "echo no more memory; exit 7");
        child.onExit().get(10, TimeUnit.SECONDS);

        // When
        InfrastructureFailure failure = child.died();

        // Then
        assertThat(failure).hasMessageContaining("dummy ended with exit code 7").hasMessageContaining("no more memory");
    }

    @Test
    void putsTheChildIntoASessionOfItsOwn() throws Exception {
        // Given
        ChildProcess child = start(Lifetime.OUTLIVES_PARENT, "ps -o sid= -p $$ > '" + folder + "/sid'");

        // When
        child.onExit().get(10, TimeUnit.SECONDS);

        // Then
        assertThat(Files.readString(folder.resolve("sid")).trim()).isEqualTo(Long.toString(child.pid()));
    }

    @Test
    void endsAChildThatDoesNotListenToTerm() {
        // Given
        ChildProcess child = start(
                Lifetime.OUTLIVES_PARENT, "trap '' TERM; touch '" + folder + "/deaf'; while true; do sleep 0.05; done");
        await().untilAsserted(() -> assertThat(folder.resolve("deaf")).exists());

        // When
        boolean wentByItself = child.stop(Duration.ofMillis(200));

        // Then
        assertThat(wentByItself).isFalse();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void endsWithItsParentEvenWhenTheParentIsKilled() throws Exception {
        // Given
        Path pidFile = folder.resolve("pid");
        Process parent = parentOfOneChild("with-parent", pidFile);
        ProcessHandle child = awaitChild(pidFile);

        // When
        parent.destroyForcibly().waitFor();

        // Then
        await().untilAsserted(() -> assertThat(child.isAlive()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"outlives-parent", "released"})
    void outlivesItsParentWhenItShall(String how) throws Exception {
        // Given
        Path pidFile = folder.resolve("pid");
        Process parent = parentOfOneChild(how, pidFile);
        ProcessHandle child = awaitChild(pidFile);

        // When
        parent.destroyForcibly().waitFor();

        // Then
        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(child.isAlive()).isTrue());
        child.destroyForcibly();
    }

    @Test
    void saysThatAProgramIsMissing() {
        // Given
        var command = new ChildCommand(
                "dummy", List.of("/no/such/program"), Map.of(), Path.of("/proc/nowhere/log"), Lifetime.WITH_PARENT);

        // When
        var attempt = assertThatThrownBy(() -> ChildProcess.start(command));

        // Then
        attempt.isInstanceOf(InfrastructureFailure.class).hasMessageContaining("dummy could not be started");
    }

    private ChildProcess start(Lifetime lifetime, String script) {
        return ChildProcess.start(new ChildCommand(
                "dummy", List.of("sh", "-c", script), Map.of(), folder.resolve("dummy.log"), lifetime));
    }

    private static Process parentOfOneChild(String how, Path pidFile) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentOfOneChild.class.getName(),
                        how,
                        pidFile.toString())
                .inheritIO()
                .start();
    }

    private static ProcessHandle awaitChild(Path pidFile) throws IOException {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(pidFile).isNotEmptyFile());
        return ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
    }
}
