package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Zendesk's events are written otherwise than its API: ids as texts, upper case, nanoseconds, numbers beyond any. */
class ZendeskEnvelopeTest {

    private static final String EVENT = """
            {"account_id":22129001,"id":"0b1c2d3e-0000-4000-8000-000000000001","type":"zen:event-type:ticket.created",
             "subject":"zen:ticket:46406156914577","time":"2026-11-01T11:59:58.123456789Z",
             "zendesk_event_version":"2022-11-06","detail":{"id":"46406156914577","status":"OPEN","priority":"URGENT",
             "organization_id":"8447346622462","tags":["a"]},"event":{"meta":{"sequence":{"id":1,"position":1}}}}""";

    private final ZendeskWebhookTranslator translator = new ZendeskWebhookTranslator(new ZendeskTriggers(Map.of()));
    private final Connection acme = TestConnections.acme();

    @Test
    void aTicketIsTheSameWithItsIdAsATextOrANumberAndInEitherCase() {
        // When
        Ticket asEvent = ticket(EVENT);
        Ticket asInTheApi = ticket(EVENT.replace("\"46406156914577\"", "46406156914577")
                .replace("\"8447346622462\"", "8447346622462")
                .replace("OPEN", "open")
                .replace("URGENT", "urgent"));

        // Then
        assertThat(asInTheApi).isEqualTo(asEvent);
        assertThat(asEvent.ref()).isEqualTo(ZendeskTickets.ref("46406156914577"));
        assertThat(asEvent.status()).isEqualTo(TicketStatus.OPEN);
        assertThat(asEvent.priority()).isEqualTo(TicketPriority.URGENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901234567890123456", "\"12345678901234567890123456\"", "1e400", "null", "{}"})
    void aSequenceNumberBeyondAnyLongBreaksNothing(String sequence) {
        assertThat(ticket(EVENT.replace("\"sequence\":{\"id\":1", "\"sequence\":{\"id\":" + sequence)))
                .isEqualTo(ticket(EVENT));
    }

    @Test
    void aTimeOfNineDigitsIsReadToTheMicrosecondThatTheDatabaseKeeps() {
        assertThat(ticket(EVENT).version().at())
                .isBetween(Instant.parse("2026-11-01T11:59:58.123Z"), Instant.parse("2026-11-01T11:59:58.123457Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"0\"", "0"})
    void thereAreFourWaysToSayNoOrganization(String none) {
        assertThat(ticket(EVENT.replace("\"8447346622462\"", none)).organization())
                .isNull();
    }

    private Ticket ticket(String body) {
        WebhookRequest request =
                new WebhookRequest("POST", acme.webhookUrl(), Map.of(), body.getBytes(StandardCharsets.UTF_8));
        List<ProviderEvent> events = translator.translate(acme, Answers.json(body), request);
        assertThat(events).singleElement().satisfies(event -> assertThat(event.meaning())
                .isInstanceOf(Meaning.Translated.class));
        Meaning.Translated told = (Meaning.Translated) events.getFirst().meaning();
        return ((SupportEvent.TicketOpened) told.messages().getFirst().payload()).ticket();
    }
}
