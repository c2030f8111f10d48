package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunLockTest {
    private final DataDirectory directory;

    RunLockTest(@TempDir Path folder) {
        directory = DataDirectory.at(folder.resolve("stack"));
    }

    @Test
    void saysThatADetachedStackAlreadyRuns() {
        // Given
        try (RunLock lock = RunLock.take(directory)) {
            directory.create();
            new ProcessRegistry(directory.run()).register("routing-core", ProcessHandle.current());

            // When
            var attempt = assertThatThrownBy(lock::requireNothingRuns);

            // Then
            attempt.isInstanceOf(DevStackFailure.class)
                    .hasMessageContaining("already running")
                    .hasMessageContaining("routing-core")
                    .hasMessageContaining("./interline down");
        }
    }

    @Test
    void canBeTakenAgainAfterItWasGivenBack() {
        // Given
        RunLock.take(directory).close();

        // When
        RunLock again = RunLock.take(directory);

        // Then
        again.requireNothingRuns();
        again.close();
    }

    @Test
    void refusesAFolderWithDataOfSomebodyElse() throws Exception {
        // Given
        Files.createDirectories(directory.data());
        Path precious = Files.writeString(directory.data().resolve("thesis.txt"), "three years of work");

        // When
        var attempt = assertThatThrownBy(() -> RunLock.take(directory));

        // Then
        attempt.isInstanceOf(DevStackFailure.class).hasMessageContaining("--data-dir");
        assertThat(precious).exists();
    }
}
