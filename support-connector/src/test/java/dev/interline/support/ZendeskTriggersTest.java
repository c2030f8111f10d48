package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.durable.lane.NewCommand;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks of triggers, whose body anybody with the rights of an admin designs. */
class ZendeskTriggersTest {

    private static final String INVOCATION = "x-zendesk-webhook-invocation-id";
    private static final String SIGNED_AT = "x-zendesk-webhook-signature-timestamp";
    private static final Map<String, String> HEADERS = Map.of(INVOCATION, "01J1", SIGNED_AT, "2026-10-02T08:15:30Z");

    private final ZendeskTriggers triggers =
            declared(Map.of(ZendeskTriggers.TICKET_ID, "/ticket/id", ZendeskTriggers.UPDATED_AT, "/ticket/updated"));

    @ParameterizedTest
    @ValueSource(strings = {"\"46406156914577\"", "46406156914577", "\" #46406156914577 \""})
    void readsTheTicketAgainThatTheBodyNames(String id) {
        // Given
        String body = "{\"type\":\"End user comment\",\"ticket\":{\"id\":" + id
                + ",\"status\":\"Solved\",\"priority\":\"Urgent\",\"requester\":\"canary@acme.example\"}}";
        // When
        ProviderEvent event = translate(triggers, body, HEADERS);
        // Then
        NewCommand command = command(event);
        assertThat(event.dedupeKey()).isEqualTo("01J1");
        assertThat(event.type()).isEqualTo("trigger");
        assertThat(command.laneKey()).isEqualTo("acme-zendesk|ticket/46406156914577");
        assertThat(command.coalesceKey()).isEqualTo("refetch");
        assertThat(command.message().payload())
                .isEqualTo("{\"ticket\":{\"system\":\"support\",\"id\":\"46406156914577\"},\"priorityChanged\":false}");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-10-02T08:15:29Z, 2026-10-02T08:15:29Z",
                "2026-10-02T08:15:29, 2026-10-02T08:15:29Z",
                "2026-10-02T10:15:29+02:00, 2026-10-02T08:15:29Z",
                "2999-01-01T00:00:00Z, 2026-10-02T08:15:30Z",
                "2026-10-03T00:00:00Z, 2026-10-02T08:15:30Z",
                "October 2, 2026-10-02T08:15:30Z",
                "-, 2026-10-02T08:15:30Z"
            })
    void takesTheTimeTheAdminWroteOnlyIfItIsNotAfterTheDelivery(String written, String at) {
        // Given
        String body =
                "{\"ticket\":{\"id\":\"5158\",\"updated\":" + (written == null ? "null" : "\"" + written + "\"") + "}}";
        // When
        NewCommand command = command(translate(triggers, body, HEADERS));
        // Then
        assertThat(command.message().envelope().time()).isEqualTo(Instant.parse(at));
    }

    @Test
    void takesARepetitionForTheSameAndTheNextChangeForAnother() {
        // Given
        String body = "{\"ticket\":{\"id\":\"5158\"}}";
        // When
        ProviderEvent first = translate(triggers, body, HEADERS);
        ProviderEvent again = translate(triggers, body, Map.of(INVOCATION, "01J1", SIGNED_AT, "2026-10-02T08:15:35Z"));
        ProviderEvent next = translate(triggers, body, Map.of(INVOCATION, "01J2", SIGNED_AT, "2026-10-02T08:16:30Z"));
        // Then
        assertThat(again.dedupeKey()).isEqualTo(first.dedupeKey());
        assertThat(next.dedupeKey()).isNotEqualTo(first.dedupeKey());
    }

    @Test
    void takesTheBodyAndItsTimeForTheKeyWhereTheDeliveryHasNone() {
        // Given
        String body = "{\"ticket\":{\"id\":\"5158\"}}";
        Map<String, String> signed = Map.of(SIGNED_AT, "2026-10-02T08:15:30Z");
        // When
        ProviderEvent first = translate(triggers, body, signed);
        ProviderEvent again = translate(triggers, body, signed);
        ProviderEvent later = translate(triggers, body, Map.of(SIGNED_AT, "2026-10-02T09:15:30Z"));
        // Then
        assertThat(first.dedupeKey()).startsWith("body:").hasSize(69).isEqualTo(again.dedupeKey());
        assertThat(later.dedupeKey()).isNotEqualTo(first.dedupeKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"ticket\":\"5158\"}",
                "{\"ticket\":{\"id\":\"{{ticket.id}}\"}}",
                "{\"ticket\":{\"id\":\"0\"}}",
                "{\"ticket\":{\"id\":\"-5\"}}",
                "{\"ticket\":{\"id\":99999999999999999999999999}}",
                "{\"ticket\":{\"id\":{\"id\":1}}}"
            })
    void keepsABodyThatNamesNoTicketWithoutQuotingIt(String body) {
        // When
        ProviderEvent event = translate(triggers, body, HEADERS);
        // Then
        assertThat(event.meaning()).isEqualTo(new Meaning.Unmappable("trigger webhook: no ticket id at /ticket/id"));
    }

    @Test
    void doesNotGuessTheModeFromTheBody() {
        // Given
        String envelope = new String(WebhookSamples.body("ticket-status-changed"), StandardCharsets.UTF_8);
        String trigger = "{\"ticket\":{\"id\":\"5158\"}}";
        // When
        ProviderEvent envelopeAtTrigger = translate(triggers, envelope, HEADERS);
        ProviderEvent triggerAtEvents = translate(new ZendeskTriggers(Map.of()), trigger, HEADERS);
        // Then
        assertThat(envelopeAtTrigger.meaning()).isInstanceOf(Meaning.Unmappable.class);
        assertThat(triggerAtEvents.meaning())
                .isEqualTo(new Meaning.Unmappable("not an event webhook; trigger webhooks need a declared mode"));
    }

    @ParameterizedTest
    @CsvSource({
        "ticket-id, ticket.id, is not a JSON pointer",
        "ticket-id, '', names the whole body",
        "updated-at, /x, ticket-id is missing",
        "tickt-id, /x, means nothing"
    })
    void refusesADeclarationThatCannotBeMeant(String name, String pointer, String complaint) {
        assertThatThrownBy(() -> declared(Map.of(name, pointer)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("interline.connections.acme-zendesk.webhook-pointers.")
                .hasMessageContaining(complaint);
    }

    private static ZendeskTriggers declared(Map<String, String> pointers) {
        return new ZendeskTriggers(Map.of("acme-zendesk", pointers));
    }

    private static NewCommand command(ProviderEvent event) {
        assertThat(event.meaning()).isInstanceOf(Meaning.Refetch.class);
        return ((Meaning.Refetch) event.meaning()).command();
    }

    private static ProviderEvent translate(ZendeskTriggers triggers, String body, Map<String, String> headers) {
        return WebhookSamples.translate(triggers, body.getBytes(StandardCharsets.UTF_8), headers)
                .getFirst();
    }
}
