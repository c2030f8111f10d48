package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.outbound.OutboxMessage;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of every sample, replaced by what should not be there. */
class AbsurdWebhooksTest {

    private static final List<String> ABSURDITIES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1e999",
            "-0.0",
            "4.5",
            "99999999999999999999999999",
            "\"\"",
            "\" \"",
            "\"0\"",
            "\"-7\"",
            "\"99999999999999999999999999\"",
            "\"\\u0000\\u0007\\ud800\"",
            "\"interline:\\u0000\\n\\udc00\"",
            "\"zen:ticket:0\"",
            "\"zen:event-type:ticket.created\"",
            "\"zen:event-type:\"",
            "\"9999-12-31T23:59:59Z\"",
            "\"0000-01-01T00:00:00Z\"",
            "[]",
            "[[[[[[[[[[1]]]]]]]]]]",
            "{}",
            "{\"id\":{\"id\":{\"id\":null}}}",
            "\"" + "x".repeat(5_000) + "\"");

    @ParameterizedTest
    @MethodSource("samples")
    void makesSomethingStorableOfWhateverStandsInAField(String sample) throws JsonProcessingException {
        // Given
        JsonNode original = WebhookSamples.json(WebhookSamples.body(sample));
        List<JsonPointer> places = new ArrayList<>();
        collect(original, JsonPointer.empty(), places);
        assertThat(places).hasSizeGreaterThan(3);
        for (JsonPointer place : places) {
            for (String absurdity : ABSURDITIES) {
                ObjectNode event = original.deepCopy();
                ((ObjectNode) event.at(place.head()))
                        .set(
                                place.last().getMatchingProperty(),
                                CanonicalJson.mapper().readTree(absurdity));
                // When
                List<ProviderEvent> events =
                        WebhookSamples.translate(CanonicalJson.mapper().writeValueAsBytes(event), Map.of());
                // Then
                assertThat(events)
                        .as("%s = %s", place, absurdity)
                        .singleElement()
                        .satisfies(this::isStorable);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void makesSomethingStorableOfAnEventThatLacksAField(String sample) throws JsonProcessingException {
        // Given
        JsonNode original = WebhookSamples.json(WebhookSamples.body(sample));
        List<JsonPointer> places = new ArrayList<>();
        collect(original, JsonPointer.empty(), places);
        for (JsonPointer place : places) {
            ObjectNode event = original.deepCopy();
            ((ObjectNode) event.at(place.head())).remove(place.last().getMatchingProperty());
            // When
            List<ProviderEvent> events =
                    WebhookSamples.translate(CanonicalJson.mapper().writeValueAsBytes(event), Map.of());
            // Then
            assertThat(events).as("without %s", place).singleElement().satisfies(this::isStorable);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "priority", "organization_id", "external_id", "id"})
    void keepsNothingOfATicketThatProgramsBreakOn(String field) {
        // Given
        ObjectNode event = (ObjectNode) WebhookSamples.json(WebhookSamples.body("ticket-created-by-us"));
        ((ObjectNode) event.path("detail")).put(field, "interline:\u0000\u0007\ud800 \n");
        // When
        List<ProviderEvent> events =
                WebhookSamples.translate(event.toString().getBytes(StandardCharsets.UTF_8), Map.of());
        // Then
        assertThat(WebhookSamples.written(events).toString()).doesNotContain("\\u0000", "\\u0007", "\\n", "\ud800");
    }

    static List<String> samples() {
        return WebhookSamples.names();
    }

    private void isStorable(ProviderEvent event) {
        assertThat(event.dedupeKey()).matches("[\\x21-\\x7E]{1,200}");
        switch (event.meaning()) {
            case Meaning.Translated translated -> {
                assertThat(translated.messages()).isNotEmpty();
                for (CanonicalMessage message : translated.messages()) {
                    assertThatCode(() -> OutboxMessage.of("support.events.v1", message))
                            .doesNotThrowAnyException();
                    assertThat(message.envelope().subject()).matches("[1-9][0-9]{0,18}");
                }
            }
            case Meaning.Refetch refetch ->
                assertThat(refetch.command().laneKey()).matches("acme-zendesk\\|ticket/[1-9][0-9]{0,18}");
            case Meaning.Ignored ignored -> assertThat(ignored.reason()).isNotBlank();
            case Meaning.Unmappable unmappable ->
                assertThat(unmappable.reason()).isNotBlank();
        }
    }

    private static void collect(JsonNode node, JsonPointer place, List<JsonPointer> places) {
        if (node.isObject()) {
            for (Entry<String, JsonNode> field : node.properties()) {
                JsonPointer at = place.appendProperty(field.getKey());
                places.add(at);
                collect(field.getValue(), at, places);
            }
        }
    }
}
