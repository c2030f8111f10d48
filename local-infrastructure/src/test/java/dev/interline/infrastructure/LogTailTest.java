package dev.interline.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogTailTest {
    private final Path folder;

    LogTailTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password=hunter2",
                "quarkus.datasource.password = hunter2",
                "jdbc:postgresql://127.0.0.1/billing?user=billing&password=hunter2&ssl=false",
                "{\"apiToken\": \"hunter2\"}",
                "interline.connections.acme-stripe.signing-secrets=hunter2",
                "Authorization: Bearer hunter2",
                "the key whsec_hunter2 was refused",
                "called with sk_test_hunter2",
                "called with pat-na1-hunter2"
            })
    void blanksOutWhatLooksLikeASecret(String line) {
        // Given the line

        // When
        String shown = LogTail.withoutSecrets(line);

        // Then
        assertThat(shown).doesNotContain("hunter2").contains("***");
    }

    @Test
    void leavesOrdinaryWordsAlone() {
        // Given
        String line = "12:00:01 ERROR port 18081 is taken, tenant=acme connection=acme-stripe";

        // When
        String shown = LogTail.withoutSecrets(line);

        // Then
        assertThat(shown).isEqualTo(line);
    }

    @Test
    void givesTheLastLines() throws Exception {
        // Given
        Path log = Files.write(folder.resolve("log"), List.of("one", "two", "three"));

        // When
        List<String> tail = LogTail.of(log, 2);

        // Then
        assertThat(tail).containsExactly("two", "three");
    }

    @Test
    void hasNoLinesForAMissingFile() {
        // Given
        Path nowhere = folder.resolve("nowhere");

        // When
        List<String> tail = LogTail.of(nowhere, 2);

        // Then
        assertThat(tail).isEmpty();
    }
}
