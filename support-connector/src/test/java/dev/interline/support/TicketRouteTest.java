package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.support.SupportCommand.FollowUpTicket;
import dev.interline.canonical.support.SupportCommand.OpenTicket;
import dev.interline.canonical.support.SupportCommand.RefetchTicket;
import dev.interline.canonical.support.SupportCommand.SolveTicket;
import dev.interline.canonical.support.SupportCommand.UpdateTicket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tickets opened, changed, solved, followed and read, against a Zendesk that answers by script. */
class TicketRouteTest {

    private static final AccountId ACCOUNT = new AccountId("acct_0123456789abcdef");
    private static final String KEY = "interline:invoice:in_1Qx";
    private static final String CLOSED =
            "{\"details\":{\"status\":[{\"description\":\"Status: closed prevents ticket update\"}]}}";
    private static final ExternalRef TICKET = ZendeskTickets.ref("5158");

    private final ScriptedZendesk zendesk = new ScriptedZendesk();
    private final SupportRoutesUnderTest routes = new SupportRoutesUnderTest(zendesk);

    @AfterEach
    void stopRoutes() {
        routes.close();
    }

    @Test
    void opensATicketThatIsNotThere() {
        // Given
        zendesk.answers("find-ticket", 200, "{\"tickets\":[]}")
                .answers(
                        "find-organization",
                        200,
                        "{\"organizations\":[{\"id\":46406156900001,\"external_id\":\"acct_0123456789abcdef\"}]}")
                .answers("create-ticket", 201, "{\"ticket\":{\"id\":5158}}");
        // When
        CommandOutcome outcome = routes.carryOut(open());
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket", "find-organization", "create-ticket");
        assertThat(zendesk.request(2).at("/ticket/organization_id").asLong()).isEqualTo(46406156900001L);
    }

    @Test
    void opensNoSecondTicketForAKey() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("solved"));
        // When
        CommandOutcome outcome = routes.carryOut(open());
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket");
    }

    @Test
    void opensNoTicketForAnAccountWithoutAnOrganization() {
        // Given
        zendesk.answers("find-ticket", 200, "{\"tickets\":[]}")
                .answers("find-organization", 200, "{\"organizations\":[]}");
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(open()))
                .hasRootCauseMessage("SUPPORT-2004 CONFLICT: the account has no organization yet");
        assertThat(zendesk.calls()).containsExactly("find-ticket", "find-organization");
    }

    @Test
    void solvesAnOpenTicket() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("open")).answers("solve-ticket", 200, "{\"ticket\":{\"id\":5158}}");
        // When
        CommandOutcome outcome = routes.carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket", "solve-ticket");
    }

    @Test
    void leavesASolvedTicketAlone() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("closed"));
        // When
        CommandOutcome outcome = routes.carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket");
    }

    @Test
    void hasNothingToSolveWhereThereIsNoTicket() {
        // Given
        zendesk.answers("find-ticket", 200, "{\"tickets\":[]}");
        // When
        CommandOutcome outcome = routes.carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(null));
        assertThat(zendesk.calls()).containsExactly("find-ticket");
    }

    @Test
    void isDoneWithATicketThatWasClosedMeanwhile() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("open")).answers("solve-ticket", 422, CLOSED);
        // When
        CommandOutcome outcome = routes.carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
    }

    @Test
    void isDoneWithATicketThatWasDeletedMeanwhile() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("open"))
                .answers("solve-ticket", 404, "{\"error\":\"RecordNotFound\"}");
        // When
        CommandOutcome outcome = routes.carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
    }

    @Test
    void hasNothingToTellOfATicketThatIsGone() {
        // Given
        zendesk.answers("read-ticket", 404, "{\"error\":\"RecordNotFound\",\"description\":\"Not found\"}");
        // When
        CommandOutcome outcome = routes.carryOut(new RefetchTicket(ZendeskTickets.ref("5158"), false));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(null));
    }

    @Test
    void doesNotTakeAWrongAddressForATicketThatIsGone() {
        // Given
        zendesk.answers("read-ticket", 404, "{\"error\":{\"title\":\"No help desk at acme.zendesk.com\"}}");
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(new RefetchTicket(ZendeskTickets.ref("5158"), false)))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("SUPPORT-2404 REJECTED: read-ticket was answered 404");
    }

    @Test
    void changesATicketOnlyOverTheStateThatWasRead() {
        // Given
        zendesk.answers("read-ticket", 200, readTicket("open"))
                .answers("update-ticket", 200, "{\"ticket\":{\"id\":5158}}");
        // When
        CommandOutcome outcome = routes.carryOut(new UpdateTicket(
                TICKET, TicketStatus.HOLD, TicketPriority.HIGH, null, ZendeskTickets.ref("46406156911111")));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.request(1)).isEqualTo(Answers.json("""
                {"ticket":{"status":"hold","group_id":46406156911111,"safe_update":true,
                 "updated_stamp":"2026-10-02T08:15:30Z"}}"""));
    }

    @Test
    void readsAgainWhereSomebodyWasQuicker() {
        // Given
        UpdateTicket update = new UpdateTicket(TICKET, TicketStatus.PENDING, null, null, null);
        zendesk.answers("read-ticket", 200, readTicket("open"))
                .answers("update-ticket", 409, "{\"error\":\"UpdateConflict\"}")
                .answers("read-ticket", 200, readTicket("pending"));
        // When
        assertThatThrownBy(() -> routes.carryOut(update))
                .rootCause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.CONFLICT));
        CommandOutcome again = routes.carryOut(update);
        // Then
        assertThat(again).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.calls()).containsExactly("read-ticket", "update-ticket", "read-ticket");
    }

    @Test
    void doesNotTryToChangeAClosedTicketButLeavesOneThatIsAsWanted() {
        // Given
        zendesk.answers("read-ticket", 200, readTicket("closed")).answers("read-ticket", 200, readTicket("closed"));
        // When
        CommandOutcome asWanted = routes.carryOut(new UpdateTicket(TICKET, TicketStatus.CLOSED, null, null, null));
        // Then
        assertThat(asWanted).isEqualTo(CommandOutcome.done(TICKET));
        assertThatThrownBy(() -> routes.carryOut(new UpdateTicket(TICKET, TicketStatus.OPEN, null, null, null)))
                .rootCause()
                .hasMessageContaining("SUPPORT-2006 REJECTED");
        assertThat(zendesk.calls()).containsExactly("read-ticket", "read-ticket");
    }

    @Test
    void followsAClosedTicketOnce() {
        // Given
        zendesk.answers("find-ticket", 200, "{\"tickets\":[]}")
                .answers("create-ticket", 201, "{\"ticket\":{\"id\":5160}}")
                .answers("find-ticket", 200, tickets("new"));
        // When
        CommandOutcome first = routes.carryOut(followUp());
        CommandOutcome second = routes.carryOut(followUp());
        // Then
        assertThat(first).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5160")));
        assertThat(second).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.calls()).containsExactly("find-ticket", "create-ticket", "find-ticket");
        assertThat(zendesk.request(1)).isEqualTo(Answers.json("""
                {"ticket":{"subject":"Still broken","comment":{"body":"Body","public":false},
                 "external_id":"interline:invoice:in_1Qx","tags":["interline"],"via_followup_source_id":5158}}"""));
    }

    @Test
    void followsNoTicketThatIsNotClosed() {
        // Given
        zendesk.answers("find-ticket", 200, "{\"tickets\":[]}")
                .answers(
                        "create-ticket",
                        422,
                        "{\"error\":\"RecordInvalid\",\"details\":{\"via_followup_source_id\":[{\"error\":\"InvalidValue\"}]}}");
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(followUp()))
                .hasRootCauseMessage("SUPPORT-2014 REJECTED: only a closed ticket can be followed by another");
    }

    @Test
    void everyToleratedFailureAndEveryOperationIsOneThatExists() {
        assertThat(zendesk.operations())
                .containsExactlyInAnyOrderElementsOf(new ZendeskGateway()
                        .operations().stream()
                                .map(operation -> operation.name())
                                // The source of syncs and the system API call them, no route.
                                .filter(operation -> !Set.of(
                                                ZendeskTicketSource.EXPORT,
                                                "read-organization",
                                                "read-user",
                                                "list-tickets",
                                                "list-tickets-of-organization",
                                                "list-organizations",
                                                "list-users")
                                        .contains(operation))
                                // Webhooks are looked after, and hearts beat, outside of routes.
                                .filter(operation -> !operation.contains("webhook") && !operation.contains("heartbeat"))
                                .toList());
        assertThat(zendesk.tolerated())
                .containsExactlyInAnyOrder(
                        ZendeskFailures.NAME_TAKEN,
                        ZendeskFailures.FIELD_EXISTS,
                        ZendeskFailures.TICKET_CLOSED,
                        ZendeskFailures.RECORD_NOT_FOUND,
                        ZendeskFailures.ADDRESS_TAKEN,
                        ZendeskFailures.ALREADY_MEMBER);
    }

    private static FollowUpTicket followUp() {
        return new FollowUpTicket(TICKET, KEY, "Still broken", "Body", TicketPriority.NONE, List.of("interline"));
    }

    private static String readTicket(String status) {
        return "{\"ticket\":{\"id\":5158,\"status\":\"" + status
                + "\",\"priority\":\"high\",\"assignee_id\":7,\"group_id\":null,"
                + "\"updated_at\":\"2026-10-02T08:15:30Z\"}}";
    }

    private static OpenTicket open() {
        return new OpenTicket(ACCOUNT, KEY, "Payment failed", "Body", TicketPriority.NORMAL, List.of("interline"));
    }

    private static String tickets(String status) {
        return "{\"tickets\":[{\"id\":5158,\"external_id\":\"" + KEY + "\",\"status\":\"" + status + "\"}]}";
    }
}
