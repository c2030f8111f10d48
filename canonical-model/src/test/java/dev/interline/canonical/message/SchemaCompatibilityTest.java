package dev.interline.canonical.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaCompatibilityTest {

    private static final Path BASELINE = Path.of("src/test/resources/schemas-of-0.1");
    private static final Path PRESENT = Path.of("src/main/resources/schemas");
    private static final String SCHEMA = """
            {"type":"object","required":["id"],"properties":{
              "id":{"type":"string","minLength":1,"maxLength":64,"pattern":"^[a-z]+$"},
              "status":{"enum":["open","solved"]},"tags":{"type":"array","items":{"type":"string"}}}}""";

    static List<String> baseline() throws IOException {
        try (Stream<Path> files = Files.list(BASELINE)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("baseline")
    void aSchemaOnlyGainsWhatOldReadersAndOldMessagesCanDoWithout(String file) throws IOException {
        // Given
        JsonNode before = read(BASELINE.resolve(file));

        // When
        List<String> broken = SchemaCompatibility.broken(before, read(PRESENT.resolve(file)));

        // Then
        assertThat(broken)
                .as("%s: such a change needs a type of the next version beside this one", file)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"required\":[\"id\"]' | '\"required\":[\"id\",\"status\"]' | /: required is another",
                "'\"required\":[\"id\"]' | '\"required\":[]' | /: required is another",
                "'\"maxLength\":64' | '\"maxLength\":63' | /properties/id: maxLength is tighter",
                "'\"minLength\":1' | '\"minLength\":2' | /properties/id: minLength is tighter",
                "'^[a-z]+$' | '^[a-z]{3}$' | /properties/id: pattern is another",
                "'\"open\",\"solved\"' | '\"open\"' | '/properties/status: a value of enum is gone, or enum is new or gone'",
                "'\"items\":{\"type\":\"string\"}' | '\"items\":{\"type\":\"integer\"}' | /properties/tags/items: type is another",
                "'\"tags\"' | '\"labels\"' | /properties/tags: is gone"
            })
    void aChangeThatBreaksSomebodyIsFound(String before, String now, String finding) throws IOException {
        // Given
        String changed = SCHEMA.replace(before, now);

        // When
        List<String> broken = SchemaCompatibility.broken(json(SCHEMA), json(changed));

        // Then
        assertThat(changed).isNotEqualTo(SCHEMA);
        assertThat(broken).containsExactly(finding);
    }

    @Test
    void anOptionalPropertyAValueAndMoreRoomMayBeAdded() throws IOException {
        // Given
        String changed = SCHEMA.replace("\"tags\":", "\"note\":{\"type\":\"string\"},\"tags\":")
                .replace("\"open\",", "\"open\",\"pending\",")
                .replace("64", "128");

        // When
        List<String> broken = SchemaCompatibility.broken(json(SCHEMA), json(changed));

        // Then
        assertThat(broken).isEmpty();
    }

    private static JsonNode read(Path file) throws IOException {
        return CanonicalJson.mapper().readTree(Files.readAllBytes(file));
    }

    private static JsonNode json(String text) throws IOException {
        return CanonicalJson.mapper().readTree(text);
    }
}
