package dev.interline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the provider tells: declared and undeclared capabilities, duplicates, and whatever is no event. */
public interface TranslationContract extends ConnectorUnderContract {

    @ParameterizedTest
    @EnumSource(
            value = Capability.class,
            names = {"BATCHED_EVENTS", "THIN_EVENTS", "MERGE", "DELETION", "PRIVACY_DELETION"})
    default void anEventOfADeclaredCapabilityMeansSomethingAndOneOfAnotherIsRefusedWithAReason(Capability capability) {
        // Given
        boolean declared = capabilities().contains(capability);
        Optional<String> body = eventOf(capability);
        assertThat(body.isPresent() || !declared)
                .as("what declares %s shows an event of it", capability)
                .isTrue();

        // When
        List<ProviderEvent> events = body.map(this::translate).orElse(List.of());

        // Then
        assertThat(events).hasSizeGreaterThanOrEqualTo(body.isEmpty() ? 0 : 1).allSatisfy(event -> {
            switch (event.meaning()) {
                case Meaning.Translated told ->
                    assertThat(declared && capability != Capability.THIN_EVENTS).isTrue();
                case Meaning.Refetch read -> assertThat(declared).isTrue();
                case Meaning.Ignored ignored -> {
                    assertThat(declared).isFalse();
                    assertThat(ignored.reason()).isNotBlank();
                }
                case Meaning.Unmappable broken -> {
                    assertThat(declared).isFalse();
                    assertThat(broken.reason()).isNotBlank();
                }
            }
        });
    }

    @Test
    default void anEventOfADeletionEndsTheRecordAndComesAfterItsChanges() {
        for (Capability capability : List.of(Capability.DELETION, Capability.PRIVACY_DELETION)) {
            if (capabilities().contains(capability)) {
                // When
                ProviderEvent event =
                        translate(eventOf(capability).orElseThrow()).getFirst();

                // Then: it cannot be read again, so the event itself tells it
                assertThat(event.meaning()).isInstanceOf(Meaning.Translated.class);
            }
        }
    }

    @Test
    default void theSameEventHasTheSameKeyAndMeaningAndAnotherEventAnotherKey() {
        // When
        ProviderEvent first = translate(event(1)).getFirst();
        ProviderEvent again = translate(event(1)).getFirst();
        ProviderEvent other = translate(event(2)).getFirst();

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(other.dedupeKey()).isNotEqualTo(first.dedupeKey());
        assertThat(first.meaning()).isInstanceOfAny(Meaning.Translated.class, Meaning.Refetch.class);
    }

    @Test
    default void whatIsNoEventIsKeptOnceEachNotAllOfItAsOne() {
        // When
        ProviderEvent one = translate("{\"hello\":1}").getFirst();
        ProviderEvent other = translate("{\"hello\":2}").getFirst();

        // Then
        assertThat(one.dedupeKey()).isNotEqualTo(other.dedupeKey());
        assertThat(translate("{\"hello\":1}").getFirst()).isEqualTo(one);
    }

    @Test
    default void anEventOfAnUnknownTypeIsKept() {
        assertThat(translate(unknownEvent())).isNotEmpty().allSatisfy(event -> assertThat(event.meaning())
                .isInstanceOfAny(Meaning.Ignored.class, Meaning.Unmappable.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "7", "true", "\"text\"", "{}", "[]", "[[]]", "[null]", "[7,\"x\",{}]", "{\"type\":{}}"})
    default void whatIsNoEventNeverBreaksTheTranslator(String body) {
        assertThat(translate(body)).allSatisfy(event -> assertThat(event.meaning())
                .isInstanceOfAny(Meaning.Ignored.class, Meaning.Unmappable.class));
    }

    @Test
    default void absurdValuesInAnyFieldNeverBreakTheTranslator() throws JsonProcessingException {
        // Given
        List<JsonNode> absurd = List.of(
                JSON.nullNode(),
                JSON.textNode(""),
                JSON.textNode("\u0000\uD800"),
                JSON.textNode("x".repeat(100_000)),
                JSON.numberNode(-1),
                JSON.numberNode(1e300),
                CanonicalJson.mapper().readTree("99999999999999999999999999"),
                JSON.booleanNode(true),
                JSON.arrayNode(),
                JSON.objectNode());
        JsonNode good = CanonicalJson.mapper().readTree(event(1));

        // When
        List<String> pointers = pointers(good, "").toList();
        assertThat(pointers).hasSizeGreaterThan(4);
        for (String pointer : pointers) {
            for (JsonNode value : absurd) {
                JsonNode broken = replaced(good.deepCopy(), pointer, value);

                // Then
                assertThat(translator()
                                .translate(
                                        connection(NEWEST),
                                        broken,
                                        ConnectorUnderContract.request(connection(NEWEST), Map.of(), new byte[0])))
                        .as("%s = %s", pointer, value.getNodeType())
                        .isNotNull();
            }
        }
    }

    private List<ProviderEvent> translate(String body) {
        try {
            return translator()
                    .translate(
                            connection(NEWEST),
                            CanonicalJson.mapper().readTree(body),
                            ConnectorUnderContract.request(
                                    connection(NEWEST), Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(notJson);
        }
    }

    private static Stream<String> pointers(JsonNode node, String at) {
        Stream<String> below = node.isArray()
                ? IntStream.range(0, node.size()).boxed().flatMap(i -> pointers(node.path(i), at + "/" + i))
                : node.properties().stream().flatMap(entry -> pointers(entry.getValue(), at + "/" + entry.getKey()));
        return at.isEmpty() ? below : Stream.concat(Stream.of(at), below);
    }

    private static JsonNode replaced(JsonNode root, String pointer, JsonNode value) {
        int cut = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, cut));
        String name = pointer.substring(cut + 1);
        if (parent instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
            object.set(name, value);
        } else if (parent instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
            array.set(Integer.parseInt(name), value);
        }
        return root;
    }
}
