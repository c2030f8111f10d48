package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.support.SupportCommand.OpenTicket;
import dev.interline.canonical.support.SupportCommand.RefetchTicket;
import dev.interline.canonical.support.SupportCommand.SolveTicket;
import dev.interline.canonical.support.SupportEvent.TicketPriorityChanged;
import dev.interline.canonical.support.SupportEvent.TicketStatusChanged;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZendeskTicketCommandsTest {

    private static final String KEY = "interline:invoice:in_1Qx";
    private static final AccountId ACCOUNT = new AccountId("acct_0123456789abcdef");
    private static final Instant ASKED = Instant.parse("2026-10-02T08:15:30.987654321Z");

    private final ZendeskTicketCommands tickets = new ZendeskTicketCommands();
    private final Exchange exchange = Answers.exchange();

    @Test
    void looksForATicketByItsKey() {
        // When
        ProviderRequest request = tickets.findForSolving(exchange, new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(request).isEqualTo(ProviderRequest.get("/api/v2/tickets.json", Map.of("external_id", KEY)));
    }

    @Test
    void looksForTheOrganizationByOurId() {
        // Given
        tickets.findForOpening(exchange, openTicket(TicketPriority.NORMAL, List.of()));
        // When
        ProviderRequest request = tickets.findOrganization(exchange);
        // Then
        assertThat(request)
                .isEqualTo(ProviderRequest.get(
                        "/api/v2/organizations/search.json", Map.of("external_id", "acct_0123456789abcdef")));
    }

    @ParameterizedTest
    @CsvSource({
        "new, true",
        "open, true",
        "pending, true",
        "hold, true",
        "escalated, true",
        "solved, false",
        "closed, false",
        "deleted, false"
    })
    void solvesOnlyWhatIsNotSolved(String status, boolean toSolve) {
        // Given
        tickets.findForSolving(exchange, new SolveTicket(ACCOUNT, KEY));
        // When
        tickets.found(exchange, Answers.ok("{\"tickets\":[" + ticket(5158, KEY, status) + "]}"));
        // Then
        assertThat(exchange.getMessage().getHeader(ZendeskTicketCommands.FOUND)).isEqualTo(true);
        assertThat(exchange.getMessage().getHeader(ZendeskTicketCommands.TO_SOLVE))
                .isEqualTo(toSolve);
        assertThat(tickets.outcome(exchange)).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
    }

    @Test
    void findsNothingInAnEmptyList() {
        // Given
        tickets.findForSolving(exchange, new SolveTicket(ACCOUNT, KEY));
        // When
        tickets.found(exchange, Answers.ok("{\"tickets\":[]}"));
        // Then
        assertThat(exchange.getMessage().getHeader(ZendeskTicketCommands.FOUND)).isEqualTo(false);
        assertThat(exchange.getMessage().getHeader(ZendeskTicketCommands.TO_SOLVE))
                .isEqualTo(false);
        assertThat(tickets.outcome(exchange)).isEqualTo(CommandOutcome.done(null));
    }

    @Test
    void takesNoStrangersTicketForOurs() {
        // Given
        tickets.findForOpening(exchange, openTicket(TicketPriority.NORMAL, List.of()));
        String list = "{\"tickets\":[" + ticket(1, "customer-4711", "open") + ",{\"id\":2,\"external_id\":null},"
                + ticket(3, KEY + "2", "open") + "]}";
        // When
        tickets.found(exchange, Answers.ok(list));
        // Then
        assertThat(exchange.getMessage().getHeader(ZendeskTicketCommands.FOUND)).isEqualTo(false);
    }

    @Test
    void prefersTheTicketThatIsStillOpen() {
        // Given
        tickets.findForSolving(exchange, new SolveTicket(ACCOUNT, KEY));
        String list = "{\"tickets\":[" + ticket(1, KEY, "closed") + "," + ticket(2, KEY, "open") + ","
                + ticket(3, KEY, "solved") + "]}";
        // When
        tickets.found(exchange, Answers.ok(list));
        // Then
        assertThat(tickets.solveRequest(exchange).path()).isEqualTo("/api/v2/tickets/2.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "{\"tickets\":null}", "{\"tickets\":{}}"})
    void doesNotTakeAnAnswerWithoutAListForAnEmptyOne(String body) {
        // Given
        tickets.findForOpening(exchange, openTicket(TicketPriority.NORMAL, List.of()));
        // When / Then
        assertThatThrownBy(() -> tickets.found(exchange, Answers.ok(body)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE));
    }

    @Test
    void opensATicketOfTheOrganizationNobodyOutsideSees() {
        // Given
        tickets.findForOpening(exchange, openTicket(TicketPriority.HIGH, List.of("interline", "payment-failed")));
        // When
        ProviderRequest request = tickets.createRequest(
                exchange,
                Answers.ok("{\"organizations\":[" + organization("acct_x") + "," + organization("ACCT_0123456789ABCDEF")
                        + "]}"));
        // Then
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/api/v2/tickets.json");
        assertThat(Answers.body(request)).isEqualTo(Answers.json("""
                {"ticket":{"subject":"Payment failed","comment":{"body":"First line\\nSecond line","public":false},
                 "external_id":"interline:invoice:in_1Qx","organization_id":46406156900001,"priority":"high",
                 "tags":["interline","payment-failed"]}}"""));
    }

    @Test
    void leavesOutWhatIsNotWanted() {
        // Given
        tickets.findForOpening(exchange, openTicket(TicketPriority.NONE, List.of()));
        // When
        ProviderRequest request = tickets.createRequest(
                exchange, Answers.ok("{\"organizations\":[" + organization(ACCOUNT.value()) + "]}"));
        // Then
        JsonNode ticket = Answers.body(request).path("ticket");
        assertThat(ticket.has("priority")).isFalse();
        assertThat(ticket.has("tags")).isFalse();
    }

    @Test
    void writesTheSameRequestInEveryAttempt() {
        // Given
        OpenTicket command = openTicket(TicketPriority.HIGH, List.of("b", "a"));
        String found = "{\"organizations\":[" + organization(ACCOUNT.value()) + "]}";
        Exchange later = Answers.exchange();
        tickets.findForOpening(exchange, command);
        tickets.findForOpening(later, command);
        // When
        ProviderRequest first = tickets.createRequest(exchange, Answers.ok(found));
        ProviderRequest second = tickets.createRequest(later, Answers.ok(found));
        // Then
        assertThat(second.body()).isEqualTo(first.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"organizations\":[]}|CONFLICT|SUPPORT-2004",
                "{\"organizations\":[{\"id\":7,\"external_id\":\"another\"}]}|CONFLICT|SUPPORT-2004",
                "{\"organizations\":[{\"id\":null,\"external_id\":\"acct_0123456789abcdef\"}]}|CONFLICT|SUPPORT-2004",
                "{}|UNAVAILABLE|SUPPORT-2010"
            })
    void waitsForTheOrganization(String body, FailureKind kind, String code) {
        // Given
        tickets.findForOpening(exchange, openTicket(TicketPriority.NORMAL, List.of()));
        // When / Then
        assertThatThrownBy(() -> tickets.createRequest(exchange, Answers.ok(body)))
                .isInstanceOfSatisfying(FailureException.class, failed -> {
                    assertThat(failed.failure().kind()).isEqualTo(kind);
                    assertThat(failed.failure().code()).isEqualTo(code);
                });
    }

    @Test
    void tellsWhatZendeskCallsTheNewTicket() {
        // When
        CommandOutcome outcome = tickets.created(Answers.answer(201, "{\"ticket\":{\"id\":46406156914577}}"));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("46406156914577")));
    }

    @Test
    void takesASuccessWithoutATicketForAnUnknownOutcome() {
        assertThatThrownBy(() -> tickets.created(Answers.answer(201, "{\"ticket\":{}}")))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.AMBIGUOUS));
    }

    @Test
    void solvesTheTicketThatWasFound() {
        // Given
        tickets.findForSolving(exchange, new SolveTicket(ACCOUNT, KEY));
        tickets.found(exchange, Answers.ok("{\"tickets\":[" + ticket(5158, KEY, "open") + "]}"));
        // When
        ProviderRequest request = tickets.solveRequest(exchange);
        // Then
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.path()).isEqualTo("/api/v2/tickets/5158.json");
        assertThat(Answers.body(request)).isEqualTo(Answers.json("{\"ticket\":{\"status\":\"solved\"}}"));
    }

    @Test
    void readsATicketByItsId() {
        // When
        ProviderRequest request =
                tickets.readRequest(exchange, new RefetchTicket(ZendeskTickets.ref("46406156914577"), false));
        // Then
        assertThat(request).isEqualTo(ProviderRequest.get("/api/v2/tickets/46406156914577.json", Map.of()));
    }

    @Test
    void hasNothingToTellOfATicketThatIsGone() {
        // Given
        tickets.readRequest(exchange, new RefetchTicket(ZendeskTickets.ref("5158"), false));
        // When
        CommandOutcome outcome = tickets.seen(exchange, Answers.answer(404, "{\"error\":\"RecordNotFound\"}"));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(null));
    }

    @Test
    void tellsTheStateThatWasReadAfterEverythingItContains() {
        // Given: updated_at is cut to the second and so lies before the event that made us look.
        ProviderAnswer read = read("""
                {"id":46406156914577,"status":"pending","priority":"urgent","organization_id":46406156900001,
                 "external_id":null,"updated_at":"2026-10-02T08:15:30Z"}""", "Fri, 02 Oct 2026 08:15:31 GMT");
        // When
        CanonicalMessage seen = ZendeskTicketCommands.observed(TestConnections.acme(), envelope(), read, false);
        // Then
        assertThat(seen.payload())
                .isEqualTo(new TicketStatusChanged(new Ticket(
                        ZendeskTickets.ref("46406156914577"),
                        ZendeskTickets.ref("46406156900001"),
                        null,
                        TicketStatus.PENDING,
                        TicketPriority.URGENT,
                        new SourceVersion(ASKED, SourceVersion.OBSERVED, "evt_1"))));
        assertThat(seen.envelope().subject()).isEqualTo("46406156914577");
        assertThat(seen.envelope().causationId()).isEqualTo("evt_1");
        assertThat(seen.envelope().correlationId()).isEqualTo("cause");
    }

    @Test
    void tellsALaterStateWithItsOwnTime() {
        // Given
        ProviderAnswer read = read(
                "{\"id\":1,\"status\":\"closed\",\"priority\":null,\"updated_at\":\"2026-10-02T09:00:00Z\"}",
                "Fri, 02 Oct 2026 09:00:00 GMT");
        // When
        CanonicalMessage seen = ZendeskTicketCommands.observed(TestConnections.acme(), envelope(), read, true);
        // Then
        assertThat(seen.envelope().time()).isEqualTo(Instant.parse("2026-10-02T09:00:00Z"));
        assertThat(seen.payload()).isInstanceOfSatisfying(TicketPriorityChanged.class, changed -> {
            assertThat(changed.ticket().priority()).isEqualTo(TicketPriority.NONE);
            assertThat(changed.ticket().version().at())
                    .isEqualTo(seen.envelope().time());
        });
    }

    @Test
    void doesNotBelieveAClockThatIsAheadOfZendesks() {
        // Given: asked by a process whose clock is a quarter of an hour ahead
        ProviderAnswer read = read(
                "{\"id\":1,\"status\":\"open\",\"updated_at\":\"2026-10-02T08:00:00Z\"}",
                "Fri, 02 Oct 2026 08:00:30 GMT");
        // When
        CanonicalMessage seen = ZendeskTicketCommands.observed(TestConnections.acme(), envelope(), read, false);
        // Then: what happens in the next second is newer
        assertThat(seen.envelope().time()).isBefore(Instant.parse("2026-10-02T08:00:31Z"));
    }

    private static ProviderAnswer read(String ticket, String date) {
        return new ProviderAnswer(200, Map.of("date", date), Answers.json("{\"ticket\":" + ticket + "}"), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{\"id\":1}",
                "{\"id\":1,\"status\":\"open\"}",
                "{\"id\":1,\"status\":\"open\",\"updated_at\":\"yesterday\"}",
                "{\"id\":1,\"status\":null,\"updated_at\":\"2026-10-02T09:00:00Z\"}",
                "{\"id\":\"x\",\"status\":\"open\",\"updated_at\":\"2026-10-02T09:00:00Z\"}"
            })
    void givesATicketItCannotReadToTheMappingsOwner(String ticket) {
        // Given
        ProviderAnswer read = read(ticket, "");
        // When / Then
        assertThatThrownBy(() -> ZendeskTicketCommands.observed(TestConnections.acme(), envelope(), read, false))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.UNMAPPABLE));
    }

    private static OpenTicket openTicket(TicketPriority priority, List<String> tags) {
        return new OpenTicket(ACCOUNT, KEY, "Payment\u0000failed", "First\u0007line\r\nSecond line\n", priority, tags);
    }

    private static String ticket(long id, String externalId, String status) {
        return "{\"id\":" + id + ",\"external_id\":\"" + externalId + "\",\"status\":\"" + status + "\"}";
    }

    private static String organization(String externalId) {
        return "{\"id\":" + (externalId.equals("acct_x") ? 7L : 46406156900001L) + ",\"external_id\":\"" + externalId
                + "\"}";
    }

    private static Envelope envelope() {
        return new Envelope(
                "evt_1",
                URI.create("/connections/acme-zendesk"),
                "support.refetch-ticket.v1",
                "46406156914577",
                ASKED,
                new TenantId("acme"),
                new ConnectionId("acme-zendesk"),
                "cause",
                null,
                null);
    }
}
