package dev.interline.devstack.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * One file of a folder of samples.
 *
 * @param name the path below the folder
 * @param text what is in it
 * @param providers whose it looks like; all of them if that cannot be told
 */
record Sample(String name, String text, List<String> providers) {

    static final List<String> PROVIDERS = List.of("stripe", "hubspot", "zendesk");
    private static final ObjectMapper JSON = new ObjectMapper();

    Sample {
        providers = List.copyOf(providers);
    }

    static Sample read(Path folder, Path file) {
        try {
            String name = folder.relativize(file).toString();
            String text = Files.readString(file);
            return new Sample(name, text, providers(folder.getFileName() + "/" + name, json(text)));
        } catch (IOException broken) {
            throw new UncheckedIOException(file + " cannot be read", broken);
        }
    }

    /**
     * The body as the provider would send it to that account: samples have their ids zeroed, which would make all of them
     * one event, and are of other people's portals.
     */
    String body(String provider, String account) {
        return switch (provider) {
            case "stripe" ->
                text.replaceFirst(
                        "\"evt_0+\"", "\"evt_" + UUID.randomUUID().toString().replace("-", "") + "\"");
            case "hubspot" -> text.replaceAll("(\"portalId\"\\s*:\\s*)\\d+", "$1" + account);
            default -> text;
        };
    }

    /** By what is in it; where that says nothing, by the name of a folder above it. */
    private static List<String> providers(String path, JsonNode json) {
        JsonNode event = json.isArray() ? json.path(0) : json;
        String object = event.path("object").asText("");
        if (object.equals("event")
                || object.equals("v2.core.event")
                || event.path("id").asText("").startsWith("evt_")) {
            return List.of("stripe");
        }
        if (event.has("subscriptionType") || event.has("portalId")) {
            return List.of("hubspot");
        }
        if (event.path("type").asText("").startsWith("zen:") || event.has("zendesk_event_version")) {
            return List.of("zendesk");
        }
        List<String> named = PROVIDERS.stream()
                .filter(path.toLowerCase(Locale.ROOT)::contains)
                .toList();
        return named.size() == 1 ? named : PROVIDERS;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
