package dev.interline.sdk.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interline.sdk.mapping.MappingExpression.EvaluationFailed;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingExpressionTest {

    @Test
    void aTextThatIsNoJsltIsRefusedWithItsLine() {
        assertThatThrownBy(() -> compile("{\n  \"name\": .name\n  \"domain\": .domain\n}"))
                .isInstanceOf(MappingRefused.class)
                .hasMessageStartingWith("m.jslt line ");
        assertThatThrownBy(() -> compile("{\n  \"name\": .name,\n  \"domain\": unknown(.domain)\n}"))
                .hasMessage("m.jslt line 3: No such function: 'unknown'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(n) f($n) {\"a\": f(1)}",
                "{\"a\": let x = .a}",
                "import \"file:///etc/passwd\" as x {\"a\": x(.)}",
                "{\"a\": . | . }",
                "{\"a\": .a * 1000000}",
                "{* : .}",
                "{\"a\": [for (.a) [for (.b) .c]]}",
                "{\"a\": now()}",
                "{\"a\": random()}",
                "{\"a\": uuid()}",
                "{\"a\": capture(.a, \"(a+)+b\")}",
                "[.a]",
                ".",
                "",
                "{\"a\": \"no end}",
                "{\"a\": .a}}",
                "{a: .a}"
            })
    void whatCouldRunWithoutEndOrIsNoPlainObjectIsRefused(String text) {
        assertThatThrownBy(() -> compile(text)).isInstanceOf(MappingRefused.class);
    }

    @Test
    void wordsInTextsCommentsAndPathsAreNotKeywords() throws JsonProcessingException {
        // Given
        MappingExpression mapping =
                compile("{\n  // let us import a * | def\n  \"a\": first-text(.\"import\", \"let | *\")\n}");

        // When
        JsonNode made = mapping.apply(json("{\"import\": \"x\"}"));

        // Then
        assertThat(made.path("a").asText()).isEqualTo("x");
    }

    @Test
    void aPatternThatBacktracksForEverElsewhereTakesNoTimeHere() throws JsonProcessingException {
        // Given
        MappingExpression mapping = compile("{\"a\": if (test(.a, \"^(a+)+$\")) \"yes\" else \"no\"}");
        JsonNode input = json("{\"a\": \"" + "a".repeat(50_000) + "!\"}");

        // When
        JsonNode made = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> mapping.apply(input));

        // Then
        assertThat(made.path("a").asText()).isEqualTo("no");
    }

    @Test
    void aFailureNamesFileLineFieldAndInputPathAndNoValue() {
        // Given
        MappingExpression mapping = compile("""
                {
                  "name": .name,
                  "plan": text(
                    number(.metadata.seats))
                }""");

        // When / Then
        assertThatThrownBy(() ->
                        mapping.apply(json("{\"name\": \"Acme\", \"metadata\": {\"seats\": \"jane@doe.example\"}}")))
                .isInstanceOf(EvaluationFailed.class)
                .hasMessage("m.jslt line 4, field \"plan\", input /metadata/seats: cannot be evaluated");
    }

    @Test
    void tellsWhatItReadsAndWrites() {
        // Given
        MappingExpression mapping = compile("{\"name\": first-text(.name, .other.name), \"plan\": ."
                + "\"strange name\", \"domain\": if (.a) [for (.tags) .label] else 1.5}");

        // Then
        assertThat(mapping.writes()).containsExactly("name", "plan", "domain");
        assertThat(mapping.reads()).containsExactly("a", "label", "name", "other", "strange name", "tags");
    }

    @ParameterizedTest
    @CsvSource({
        "'clean(.t, 4)', '{\"t\": \"ab\\u0001cd \"}', 'ab c'",
        "'clean(.n, 10)', '{\"n\": 12}', '12'",
        "'email-domain(.t)', '{\"t\": \"a@b.example\"}', 'b.example'",
        "'company-domain(.t)', '{\"t\": \" Acme.Example \"}', 'acme.example'",
        "'company-domain(.t)', '{\"t\": \"gmail.com\"}', ''",
        "'company-domain(.t)', '{\"t\": \"localhost\"}', ''",
        "'normalize(.t, {\"canceled\": \"cancelled\"})', '{\"t\": \"canceled\"}', 'cancelled'",
        "'normalize(.t, {\"canceled\": \"cancelled\"})', '{\"t\": \"brand-new\"}', 'brand-new'",
        "'replace(.t, \"[0-9]+\", \"#\")', '{\"t\": \"a1b22\"}', 'a#b#'",
        "'join(split(.t, \",\"), \"-\")', '{\"t\": \"a,b\"}', 'a-b'",
        "'text(.o)', '{\"o\": {}}', ''"
    })
    void functionsDoWhatTheirNamesSay(String expression, String input, String expected) throws JsonProcessingException {
        assertThat(compile("{\"x\": " + expression + "}")
                        .apply(json(input))
                        .path("x")
                        .asText())
                .isEqualTo(expected);
    }

    @Test
    void aTableKeepsWhatItDoesNotKnowAlsoIfItIsNoText() throws JsonProcessingException {
        assertThat(compile("{\"x\": normalize(.t, {\"a\": \"b\"})}")
                        .apply(json("{\"t\": null}"))
                        .path("x")
                        .isNull())
                .isTrue();
    }

    private static MappingExpression compile(String text) {
        return MappingExpression.compile("m.jslt", text);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
