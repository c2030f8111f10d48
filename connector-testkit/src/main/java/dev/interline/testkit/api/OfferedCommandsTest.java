package dev.interline.testkit.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.message.MessageType;
import dev.interline.canonical.message.Topics;
import dev.interline.sdk.api.ApiContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whether the system API offers every command that the connector carries out, and none that it does not. */
public abstract class OfferedCommandsTest {

    private static final Pattern ROUTED = Pattern.compile("header\\.ce-type} (?:==|in) '([^']+)'");

    /** The connector's system. */
    protected abstract BusinessSystem system();

    @Test
    void everyCommandThatTheRoutesCarryOutCanBeAskedFor() throws IOException {
        // Given
        List<String> wanted = MessageType.all().stream()
                .filter(type -> type.topic().equals(Topics.commands(system())))
                .map(MessageType::name)
                .toList();

        // When
        List<String> offered = new ArrayList<>();
        for (JsonNode path : WrittenContract.load().root().path("paths")) {
            path.findValues("x-command")
                    .forEach(command -> offered.add(command.path("type").asText()));
        }

        // Then
        assertThat(offered).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(routed()).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(ApiContract.load().text()).isNotEmpty();
    }

    private List<String> routed() throws IOException {
        String file = "camel/" + system().token() + "-commands.camel.yaml";
        try (InputStream routes = Objects.requireNonNull(
                Thread.currentThread().getContextClassLoader().getResourceAsStream(file), file)) {
            List<String> types = new ArrayList<>();
            Matcher matcher = ROUTED.matcher(new String(routes.readAllBytes(), StandardCharsets.UTF_8));
            while (matcher.find()) {
                types.addAll(List.of(matcher.group(1).split(",", -1)));
            }
            return types;
        }
    }
}
