package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CommandLineTest {
    private final Path folder;
    private final StringWriter errors = new StringWriter();
    private final CommandLine commandLine = Interline.commandLine().setErr(new PrintWriter(errors, true));

    CommandLineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void explainsAnUnknownPortInsteadOfStarting() {
        // Given
        String[] arguments = {"up", "--data-dir", folder.toString(), "--port", "kafak=1"};

        // When
        int exitCode = commandLine.execute(arguments);

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(errors.toString()).contains("no port named 'kafak'").doesNotContain("Exception");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void explainsWhoseLogsThereAre() {
        // Given
        String[] arguments = {"logs", "nobody", "--data-dir", folder.toString()};

        // When
        int exitCode = commandLine.execute(arguments);

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(errors.toString()).contains("no process named 'nobody'").contains("routing-core");
    }

    @Test
    void saysThatNothingRunsByItsExitCode() {
        // Given
        String[] arguments = {"--data-dir", folder.toString(), "status"};

        // When
        int exitCode = commandLine.execute(arguments);

        // Then
        assertThat(exitCode).isEqualTo(1);
    }

    @Test
    void refusesAnUnknownCommandAsAMistakeOfUsage() {
        // Given
        String[] arguments = {"upp"};

        // When
        int exitCode = commandLine.execute(arguments);

        // Then
        assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void understandsEveryCommandOfTheHowToOnMappings() throws IOException {
        // Given
        Path howTo = Interline.projectRoot().resolve("docs/how-to/add-a-mapping.md");
        List<String> commands = Files.readAllLines(howTo).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("./interline mapping ") && !line.equals("./interline mapping test"))
                .toList();

        // Then
        assertThat(commands).hasSize(4).allSatisfy(line -> {
            String[] words = line.substring("./interline ".length()).split(" +(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
            assertThat(commandLine.parseArgs(words).unmatched()).isEmpty();
        });
    }
}
