package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.infrastructure.LoopbackPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreflightTest {
    private static final long PLENTY = 1L << 40;
    private static final Preflight GOOD = new Preflight(21, PLENTY, OptionalLong.of(PLENTY), port -> true);

    private final Path projectRoot;

    PreflightTest(@TempDir Path folder) throws Exception {
        projectRoot = folder;
        for (Path artifact : Artifacts.below(projectRoot).all()) {
            Files.createDirectories(artifact.getParent());
            Files.createFile(artifact);
        }
    }

    @Test
    void letsAGoodMachinePass() {
        // Given
        Ports ports = Ports.of(0, Map.of());

        // When
        var check = assertThatCode(() -> GOOD.check(ports, projectRoot));

        // Then
        check.doesNotThrowAnyException();
    }

    @Test
    void namesATakenPortAndTheOptionThatChangesIt() throws Exception {
        // Given
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = Ports.of(0, Map.of("billing-connector", taken.getLocalPort()));
            var preflight = new Preflight(
                    21,
                    PLENTY,
                    OptionalLong.of(PLENTY),
                    port -> port != taken.getLocalPort() || LoopbackPort.isFree(port));

            // When
            var check = assertThatThrownBy(() -> preflight.check(ports, projectRoot));

            // Then
            check.isInstanceOf(DevStackFailure.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " (billing-connector) is taken")
                    .hasMessageContaining("--port billing-connector=PORT");
        }
    }

    @Test
    void namesEverythingThatIsInTheWayAtOnce() {
        // Given
        var preflight = new Preflight(17, 5L << 20, OptionalLong.of(7L << 20), port -> port != 15_432);

        // When
        var check = assertThatThrownBy(() -> preflight.check(Ports.of(0, Map.of()), projectRoot));

        // Then
        check.isInstanceOf(DevStackFailure.class)
                .hasMessageContaining("Java 17 is too old")
                .hasMessageContaining("Only 5 MB of disk")
                .hasMessageContaining("Only 7 MB of memory")
                .hasMessageContaining("Port 15432 (postgres)");
    }

    @Test
    void doesNotGuessWhenTheSystemTellsNothingAboutMemory() {
        // Given
        var preflight = new Preflight(21, PLENTY, OptionalLong.empty(), port -> true);

        // When
        var check = assertThatCode(() -> preflight.check(Ports.of(0, Map.of()), projectRoot));

        // Then
        check.doesNotThrowAnyException();
    }

    @Test
    void saysWhatWasNotBuilt() throws Exception {
        // Given
        Files.delete(Service.CRM_CONNECTOR.jarBelow(projectRoot));

        // When
        var check = assertThatThrownBy(() -> GOOD.check(Ports.of(0, Map.of()), projectRoot));

        // Then
        check.isInstanceOf(DevStackFailure.class)
                .hasMessageContaining("crm-connector")
                .hasMessageContaining("is missing");
    }
}
