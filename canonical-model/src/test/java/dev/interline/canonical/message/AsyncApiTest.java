package dev.interline.canonical.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code -Dinterline.write-asyncapi} writes the document anew. */
class AsyncApiTest {

    private static final Path FILE = Path.of("../docs/reference/asyncapi.yaml");

    private final String generated =
            new AsyncApiDocument(MessageTypeTest.oneOfEach().toList()).yaml();

    @Test
    void theDocumentIsWhatTheRegistrySays() throws IOException {
        // Given
        if (System.getProperty("interline.write-asyncapi") != null) {
            Files.writeString(FILE, generated);
        }

        // When
        String written = Files.exists(FILE) ? Files.readString(FILE) : "";

        // Then
        assertThat(written)
                .as("run: mvn -pl canonical-model test -Dtest=AsyncApiTest -Dinterline.write-asyncapi")
                .isEqualTo(generated);
    }

    @Test
    void everyTopicIsAChannelAndEveryReferenceLeadsSomewhere() throws IOException {
        // Given
        JsonNode document = new YAMLMapper().readTree(generated);

        // When
        List<String> references = document.findValuesAsText("$ref");

        // Then
        assertThat(document.path("channels").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(Topics.all());
        assertThat(references).hasSizeGreaterThan(MessageType.all().size()).allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
        assertThat(generated).doesNotContain("$defs", "definitions.json");
    }
}
