package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.Envelope;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The samples beside the tests, and events as the expectations beside them write them. */
final class WebhookSamples {

    private static final String EXPECTED = ".expected.json";

    private WebhookSamples() {}

    /** The names of all samples. */
    static List<String> names() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json") && !name.endsWith(EXPECTED))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static byte[] body(String name) {
        return read(folder().resolve(name + ".json"));
    }

    static JsonNode expected(String name) {
        return json(read(folder().resolve(name + EXPECTED)));
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static JsonNode json(byte[] bytes) {
        try {
            return CanonicalJson.mapper().readTree(bytes);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** What the translator makes of a body. */
    static List<ProviderEvent> translate(byte[] body, Map<String, String> headers) {
        return translate(new ZendeskTriggers(Map.of()), body, headers);
    }

    /** What the translator makes of a body where triggers are declared. */
    static List<ProviderEvent> translate(ZendeskTriggers triggers, byte[] body, Map<String, String> headers) {
        return new ZendeskWebhookTranslator(triggers)
                .translate(TestConnections.acme(), json(body), new WebhookRequest("POST", "", headers, body));
    }

    /** The events in the form of {@code *.expected.json}. */
    static JsonNode written(List<ProviderEvent> events) {
        ArrayNode all = CanonicalJson.mapper().createArrayNode();
        for (ProviderEvent event : events) {
            ObjectNode one = all.addObject().put("dedupeKey", event.dedupeKey()).put("type", event.type());
            switch (event.meaning()) {
                case Meaning.Translated translated -> {
                    ArrayNode messages = one.putArray("translated");
                    translated
                            .messages()
                            .forEach(message -> messages.add(
                                    message(message.envelope(), json(CanonicalJson.write(message.payload())))));
                }
                case Meaning.Refetch refetch -> {
                    ObjectNode command = one.putObject("refetch")
                            .put("lane", refetch.command().laneKey())
                            .put("coalesce", refetch.command().coalesceKey());
                    command.setAll(message(
                            refetch.command().message().envelope(),
                            json(refetch.command().message().payload().getBytes(StandardCharsets.UTF_8))));
                }
                case Meaning.Ignored ignored -> one.put("ignored", ignored.reason());
                case Meaning.Unmappable unmappable -> one.put("unmappable", unmappable.reason());
            }
        }
        return all;
    }

    private static ObjectNode message(Envelope envelope, JsonNode payload) {
        ObjectNode message = CanonicalJson.mapper().createObjectNode();
        message.put("type", envelope.type())
                .put("subject", envelope.subject())
                .put("time", envelope.time().toString());
        message.set("payload", payload);
        return message;
    }

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(WebhookSamples.class.getResource("/samples"))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
