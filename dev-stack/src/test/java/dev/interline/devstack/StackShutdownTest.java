package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interline.infrastructure.ChildCommand;
import dev.interline.infrastructure.ChildProcess;
import dev.interline.infrastructure.Lifetime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StackShutdownTest {
    private final DataDirectory directory;
    private final ProcessRegistry registry;
    private final PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    StackShutdownTest(@TempDir Path folder) {
        directory = DataDirectory.at(folder);
        directory.create();
        registry = new ProcessRegistry(directory.run());
    }

    @Test
    void endsEveryProcessThatWasWrittenDown() throws Exception {
        // Given
        Files.writeString(directory.stackJson(), "{}");
        ChildProcess service = sleeper("billing-connector");
        ChildProcess broker = sleeper(Ports.KAFKA);

        // When
        int ended = new StackShutdown(directory, out).run();

        // Then
        assertThat(ended).isEqualTo(2);
        // The end of a child is told to its parent a moment after it is gone.
        await().untilAsserted(
                        () -> assertThat(service.isAlive() || broker.isAlive()).isFalse());
        assertThat(registry.entries()).isEmpty();
        assertThat(directory.stackJson()).doesNotExist();
    }

    @Test
    void sparesAProcessThatOnlyHasTheSameNumber() throws Exception {
        // Given
        ChildProcess stranger = sleeper("stranger");
        registry.forget("stranger");
        long anHourEarlier =
                stranger.handle().info().startInstant().orElseThrow().toEpochMilli() - 3_600_000;
        Files.writeString(
                directory.run().resolve("billing-connector.pid"), stranger.pid() + " " + anHourEarlier + "\n");

        // When
        int ended = new StackShutdown(directory, out).run();

        // Then
        assertThat(ended).isZero();
        assertThat(stranger.isAlive()).isTrue();
        stranger.kill();
    }

    @Test
    void isContentWhenSomeAreDeadAlready() {
        // Given
        ChildProcess dead = sleeper("crm-connector");
        ChildProcess alive = sleeper("billing-connector");
        dead.kill();

        // When
        int ended = new StackShutdown(directory, out).run();

        // Then
        assertThat(ended).isEqualTo(1);
        assertThat(alive.isAlive()).isFalse();
        assertThat(registry.entries()).isEmpty();
    }

    @Test
    void findsAProcessAgainByNumberAndTimeOfItsStart() {
        // Given
        ChildProcess service = sleeper("billing-connector");

        // When
        var entry =
                new ProcessRegistry(directory.run()).find("billing-connector").orElseThrow();

        // Then
        assertThat(entry.pid()).isEqualTo(service.pid());
        assertThat(entry.alive()).isPresent();
        service.kill();
        assertThat(entry.alive()).isEmpty();
    }

    private ChildProcess sleeper(String name) {
        ChildProcess child = ChildProcess.start(
                new ChildCommand(name, List.of("sleep", "120"), Map.of(), directory.log(name), Lifetime.WITH_PARENT));
        registry.register(name, child.handle());
        return child;
    }
}
