package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.support.SupportEvent.TicketOpened;
import dev.interline.canonical.support.SupportEvent.TicketPriorityChanged;
import dev.interline.canonical.support.SupportEvent.TicketStatusChanged;
import dev.interline.canonical.support.Ticket;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.ProviderEvent.Meaning.Translated;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZendeskWebhookTranslatorTest {

    private static final String INVOCATION = "x-zendesk-webhook-invocation-id";

    @Test
    void givesADuplicateTheSameKeyAndTheSameMessage() {
        // Given
        byte[] body = WebhookSamples.body("ticket-status-changed");
        // When
        ProviderEvent first = only(WebhookSamples.translate(body, Map.of(INVOCATION, "01J1")));
        ProviderEvent second = only(WebhookSamples.translate(body, Map.of(INVOCATION, "01J2")));
        // Then
        assertThat(second.dedupeKey()).isEqualTo(first.dedupeKey());
        assertThat(second.meaning()).isEqualTo(first.meaning());
    }

    @Test
    void givesTwoEventsAboutOneTicketTwoMessages() {
        // Given
        ObjectNode one = event("ticket-status-changed");
        ObjectNode other = one.deepCopy().put("id", "another");
        // When
        Meaning first = meaning(one);
        Meaning second = meaning(other);
        // Then
        assertThat(message(first)).isNotEqualTo(message(second));
    }

    @Test
    void takesTheDeliverysIdWhereTheEventHasNone() {
        // Given
        ObjectNode event = event("ticket-status-changed");
        event.remove("id");
        // When
        ProviderEvent translated = only(WebhookSamples.translate(bytes(event), Map.of(INVOCATION, "01J1")));
        // Then
        assertThat(translated.dedupeKey()).isEqualTo("01J1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \"", "false", "{}", "[]"})
    void takesTheBodyItselfWhereNothingNamesTheEvent(String absurd) throws JsonProcessingException {
        // Given
        ObjectNode event = event("ticket-status-changed");
        event.set("id", CanonicalJson.mapper().readTree(absurd));
        ObjectNode other = event.deepCopy().put("account_id", 1);
        // When
        ProviderEvent first = only(WebhookSamples.translate(bytes(event), Map.of(INVOCATION, " ")));
        ProviderEvent second = only(WebhookSamples.translate(bytes(other), Map.of()));
        // Then
        assertThat(first.dedupeKey()).startsWith("body:").hasSize(69);
        assertThat(second.dedupeKey()).startsWith("body:").isNotEqualTo(first.dedupeKey());
    }

    @Test
    void makesAnyIdFitToBeStored() {
        // Given
        ObjectNode event = event("ticket-status-changed").put("id", "zero\u0000" + "x".repeat(10_000));
        // When
        ProviderEvent translated = only(WebhookSamples.translate(bytes(event), Map.of()));
        // Then
        assertThat(translated.dedupeKey()).startsWith("sha256:").hasSize(71);
        assertThat(ticket(translated.meaning()).version().tieBreaker()).isEqualTo(translated.dedupeKey());
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, new",
        "open, open",
        "Pending, pending",
        "HOLD, hold",
        "SOLVED, solved",
        "CLOSED, closed",
        "ARCHIVED, closed",
        "DELETED, deleted",
        "SCRUBBED, deleted",
        "ESCALATED, unknown"
    })
    void readsEveryStatusInAnyCase(String word, String token) {
        // Given
        ObjectNode event = event("ticket-status-changed");
        detail(event).put("status", word);
        // When
        Ticket ticket = ticket(meaning(event));
        // Then
        assertThat(ticket.status().token()).isEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource({"LOW, low", "normal, normal", "High, high", "URGENT, urgent", "SEVERE, none", "'', none"})
    void readsEveryPriorityInAnyCase(String word, String token) {
        // Given
        ObjectNode event = event("ticket-priority-changed");
        detail(event).put("priority", word);
        // When
        Ticket ticket = ticket(meaning(event));
        // Then
        assertThat(ticket.priority().token()).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"organization_id", "status", "priority"})
    void readsTheTicketAgainWhereTheEventDoesNotSayEnough(String missing) {
        // Given
        ObjectNode event = event("ticket-undeleted");
        detail(event).remove(missing);
        // When
        Meaning meaning = meaning(event);
        // Then
        assertThat(meaning).isInstanceOf(Meaning.Refetch.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"0\"", "0"})
    void knowsTheWaysToSayNoOrganization(String none) throws JsonProcessingException {
        // Given
        ObjectNode event = event("ticket-status-changed");
        detail(event).set("organization_id", CanonicalJson.mapper().readTree(none));
        // When
        Ticket ticket = ticket(meaning(event));
        // Then
        assertThat(ticket.organization()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer-4711", "Interline:invoice:1", "", "interline"})
    void takesOnlyOurOwnExternalIdsForKeys(String externalId) {
        // Given
        ObjectNode event = event("ticket-created-by-us");
        detail(event).put("external_id", externalId);
        // When
        Ticket ticket = ticket(meaning(event));
        // Then
        assertThat(ticket.key()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-10-02",
                "+999999999-12-31T23:59:59Z",
                "1790928930",
                "0001-01-01T00:00:00Z",
                "2026-02-31T10:00:00Z"
            })
    void doesNotGuessATime(String absurd) {
        // Given
        ObjectNode event = event("ticket-status-changed").put("time", absurd);
        // When
        Meaning meaning = meaning(event);
        // Then
        assertThat(meaning).isEqualTo(new Meaning.Unmappable("ticket.status_changed: time is missing or absurd"));
    }

    @ParameterizedTest
    @CsvSource({
        "created, TicketOpened",
        "priority_changed, TicketPriorityChanged",
        "custom_status_changed, TicketStatusChanged",
        "undeleted, TicketStatusChanged"
    })
    void tellsEachKindOfEventAsItsOwn(String verb, String event) {
        // Given
        ObjectNode envelope = event("ticket-undeleted").put("type", "zen:event-type:ticket." + verb);
        // When
        Meaning meaning = meaning(envelope);
        // Then
        assertThat(((Translated) meaning).messages()).singleElement().satisfies(message -> assertThat(
                        message.payload().getClass().getSimpleName())
                .isEqualTo(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-10-02T08:15:30",
                "2026-10-02T08:15:30Z",
                "2026-10-02T08:15:30.000000000Z",
                "2026-10-02T10:15:30+02:00",
                "2026-10-02T10:15:30+0200"
            })
    void readsATimeWithAndWithoutAnOffset(String time) {
        // Given
        ObjectNode event = event("ticket-status-changed").put("time", time);
        // When
        Ticket ticket = ticket(meaning(event));
        // Then
        assertThat(ticket.version().at()).isEqualTo(Instant.parse("2026-10-02T08:15:30Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"type\":\"zen:event-type:ticket.created\"}]", "{}", "null", "42", "\"text\""})
    void keepsWhatIsNoEnvelope(String body) {
        // Given
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        // When
        List<ProviderEvent> events = WebhookSamples.translate(bytes, Map.of());
        // Then
        assertThat(only(events).meaning()).isInstanceOf(Meaning.Unmappable.class);
    }

    private static ObjectNode event(String sample) {
        return (ObjectNode) WebhookSamples.json(WebhookSamples.body(sample));
    }

    private static ObjectNode detail(ObjectNode event) {
        return (ObjectNode) event.path("detail");
    }

    private static Meaning meaning(ObjectNode event) {
        return only(WebhookSamples.translate(bytes(event), Map.of())).meaning();
    }

    private static Object message(Meaning meaning) {
        return ((Translated) meaning).messages().getFirst().envelope().id();
    }

    private static Ticket ticket(Meaning meaning) {
        return switch (((Translated) meaning).messages().getFirst().payload()) {
            case TicketOpened opened -> opened.ticket();
            case TicketStatusChanged changed -> changed.ticket();
            case TicketPriorityChanged changed -> changed.ticket();
            default -> throw new AssertionError("not about a ticket");
        };
    }

    private static ProviderEvent only(List<ProviderEvent> events) {
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return CanonicalJson.mapper().writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
