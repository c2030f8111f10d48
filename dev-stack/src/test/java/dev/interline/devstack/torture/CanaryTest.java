package dev.interline.devstack.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryTest {
    private final Canary canary = new Canary(Map.of("token.acme-stripe", "sk_test_0123456789"));

    @TempDir
    private Path folder;

    @Test
    void aSecretInALogIsFoundByItsNameAndNotRepeated() throws IOException {
        // Given
        Path log = log("started\ncalled with sk_test_0123456789\n");

        // Then
        assertThat(canary.findIn(List.of(log))).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(Violation.Kind.SECRET_IN_LOG);
            assertThat(violation.what()).contains("token.acme-stripe", "line 2").doesNotContain("sk_test_0123456789");
        });
    }

    @Test
    void anEmailAddressInALogIsFound() throws IOException {
        assertThat(canary.findIn(List.of(log("customer " + Canary.mailbox("c7") + "@v0.c7.example"))))
                .hasSize(1);
    }

    @Test
    void aCleanLogIsClean() throws IOException {
        assertThat(canary.findIn(List.of(log("nothing to see\n")))).isEmpty();
    }

    private Path log(String content) throws IOException {
        return Files.writeString(folder.resolve("service.log"), content);
    }
}
