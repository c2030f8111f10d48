package dev.interline.testkit.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingCheckTest {

    @TempDir
    private Path root;

    @Test
    void saysOfEachMappingWhatIsWrongAndEndsWithOne() throws IOException {
        // Given
        write("good.from.jslt", "{\"name\": .n}");
        write("good.from.samples.json", "[{\"name\":\"s\",\"input\":{\"n\":\"x\"},\"expected\":{\"name\":\"x\"}}]");
        write("wrong.from.jslt", "{\"name\": .n}");
        write("wrong.from.samples.json", "[{\"name\":\"s\",\"input\":{\"n\":\"x\"},\"expected\":{\"name\":\"y\"}}]");
        write("broken.from.jslt", "{\n\"name\": nothing(.n)}");
        write("untested.from.jslt", "{\"name\": .n}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        int exit = MappingCheck.run(root, new PrintStream(out, true, StandardCharsets.UTF_8));

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("wrong.from.jslt: sample 's': name is \"x\", expected \"y\"")
                .contains("broken.from.jslt line 2: No such function: 'nothing'")
                .contains("untested.from.jslt: its golden samples cannot be read")
                .contains("4 mappings, 2 samples, 3 problems.")
                .doesNotContain("good.from.jslt");
    }

    @Test
    void aCheckOfNothingIsNoSuccess() {
        assertThatThrownBy(() -> MappingCheck.below(root)).isInstanceOf(IllegalArgumentException.class);
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve("shop-connector/src/main/resources/mappings/shop/" + name);
        Files.createDirectories(file.resolveSibling("x").getParent());
        Files.writeString(file, text);
    }
}
