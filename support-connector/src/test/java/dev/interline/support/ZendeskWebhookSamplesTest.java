package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.durable.Ids;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZendeskWebhookSamplesTest {

    /** Recorded names and what is made of them; a file nobody has judged is a failure. */
    private static final Map<String, Class<? extends Meaning>> RECORDED = Map.of(
            "ticket.agent_assignment_changed.json", Meaning.Translated.class,
            "ticket.priority_changed.json", Meaning.Refetch.class,
            "ticket.status_changed.json", Meaning.Refetch.class,
            "trigger.ticket_update.json", Meaning.Unmappable.class,
            "user.group_membership_created.json", Meaning.Translated.class);

    @ParameterizedTest
    @MethodSource("samples")
    void saysWhatIsExpectedBesideTheSample(String sample) {
        // Given
        byte[] body = WebhookSamples.body(sample);
        JsonNode expected = WebhookSamples.expected(sample);
        if (expected.path(0).path("dedupeKey").asText().equals("BODY")) {
            ((ObjectNode) expected.get(0)).put("dedupeKey", "body:" + Ids.sha256(body));
        }
        // When
        JsonNode written = WebhookSamples.written(WebhookSamples.translate(body, Map.of()));
        // Then
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void judgesEveryRecordedWebhook() throws IOException {
        // Given
        Path folder = SharedProviders.folder().resolve("zendesk/webhooks");
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        assertThat(files).hasSize(RECORDED.size());
        for (Path file : files) {
            // When
            List<ProviderEvent> events = WebhookSamples.translate(WebhookSamples.read(file), Map.of());
            // Then
            assertThat(events).as(file.getFileName().toString()).singleElement().satisfies(event -> assertThat(
                            event.meaning())
                    .isInstanceOf(RECORDED.get(file.getFileName().toString())));
        }
    }

    @Test
    void readsTheTicketARecordedTriggerNamesWhereTheConnectionDeclaresIt() {
        // Given
        Path file = SharedProviders.folder().resolve("zendesk/webhooks/trigger.ticket_update.json");
        ZendeskTriggers triggers =
                new ZendeskTriggers(Map.of("acme-zendesk", Map.of(ZendeskTriggers.TICKET_ID, "/ticketID")));
        // When
        List<ProviderEvent> events = WebhookSamples.translate(triggers, WebhookSamples.read(file), Map.of());
        // Then
        assertThat(events).singleElement().satisfies(event -> assertThat(event.meaning())
                .isInstanceOfSatisfying(
                        Meaning.Refetch.class,
                        refetch -> assertThat(refetch.command().laneKey()).isEqualTo("acme-zendesk|ticket/12345")));
    }

    static List<String> samples() {
        return WebhookSamples.names();
    }
}
