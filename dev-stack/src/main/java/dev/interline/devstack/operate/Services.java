package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interline.devstack.Interline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which services are asked, and with which key: those of the stack on this machine, or one anywhere. */
final class Services {

    /** The environment variable with the API key for a service elsewhere. */
    static final String KEY_VARIABLE = "INTERLINE_API_KEY";

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Only this service: routing-core, billing-connector, crm-connector, support-connector.")
    private @Nullable String only;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A service that is not in the stack of this machine; the key is in the environment variable "
                    + KEY_VARIABLE + ".")
    private @Nullable String url;

    /** The services that are meant, with the key for looking and acting. */
    List<AdminApi> all(Interline interline) {
        return all(interline, "admin");
    }

    /** The same with the key that may force a new effect. */
    List<AdminApi> forForcing(Interline interline) {
        return all(interline, "force");
    }

    private List<AdminApi> all(Interline interline, String keyName) {
        if (url != null) {
            String key = System.getenv(KEY_VARIABLE);
            if (key == null || key.isBlank()) {
                throw new AdminFailure(
                        0, "Set the environment variable " + KEY_VARIABLE + " to the API key for " + url);
            }
            return List.of(new AdminApi(only == null ? url : only, url.replaceAll("/+$", ""), key));
        }
        JsonNode stack = stack(interline.stackJson());
        String key = stack.path("apiKeys").path(keyName).asText();
        List<AdminApi> services = new ArrayList<>();
        stack.path("services").properties().forEach(entry -> {
            if (only == null || only.equals(entry.getKey())) {
                services.add(new AdminApi(
                        entry.getKey(), entry.getValue().path("url").asText(), key));
            }
        });
        if (services.isEmpty()) {
            throw new AdminFailure(0, "There is no service " + only + " in the stack");
        }
        return services;
    }

    private static JsonNode stack(Path file) {
        if (!Files.exists(file)) {
            throw new AdminFailure(
                    0,
                    "Interline is not running on this machine (no " + file + "); start it, or give --url of a service");
        }
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException broken) {
            throw new AdminFailure(0, file + " cannot be read: " + broken.getMessage());
        }
    }

    /** Asks one service after the other until one knows what is asked for. */
    static <T> T first(List<AdminApi> services, Function<AdminApi, T> ask) {
        @Nullable AdminFailure unknown = null;
        for (AdminApi service : services) {
            try {
                return ask.apply(service);
            } catch (AdminFailure failed) {
                if (failed.status() != 404) {
                    throw failed;
                }
                unknown = failed;
            }
        }
        throw unknown == null ? new AdminFailure(0, "no service to ask") : unknown;
    }
}
