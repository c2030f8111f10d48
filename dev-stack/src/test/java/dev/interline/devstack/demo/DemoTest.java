package dev.interline.devstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class DemoTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void printsEveryStepWhenItsConsequenceIsSeen() throws Exception {
        // Given
        try (var world = new IdealWorld()) {

            // When
            boolean shown = new Demo(world.accounts(), out).run();

            // Then
            assertThat(shown).isTrue();
            assertThat(printed.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("→")))
                    .hasSize(9)
                    .allMatch(line -> line.matches(".* after \\d+ ms"));
        }
    }

    @Test
    void saysWhichCallGotNoAnswer() throws Exception {
        // Given
        var world = new IdealWorld();
        world.close();

        // When
        boolean shown = new Demo(world.accounts(), out).run();

        // Then
        assertThat(shown).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("The sandbox did not answer POST /stripe/v1/products")
                .doesNotContain("sk_test_1");
    }
}
