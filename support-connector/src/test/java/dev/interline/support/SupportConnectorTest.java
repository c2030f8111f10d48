package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.support.SupportCommand.CommentTicket;
import dev.interline.canonical.support.SupportCommand.OpenTicket;
import dev.interline.canonical.support.SupportCommand.RefetchTicket;
import dev.interline.canonical.support.SupportCommand.SolveTicket;
import dev.interline.canonical.support.SupportCommand.UpsertOrganization;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.sdk.command.Coalescing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupportConnectorTest {

    private static final AccountId ACCOUNT = new AccountId("acct_1");

    private final SupportConnector connector = new SupportConnector();

    @Test
    void letsANewerWholeStateReplaceAnOlderOne() {
        // When
        Coalescing coalescing = connector.coalescing();
        // Then
        assertThat(coalescing.keyOf(new UpsertOrganization(ACCOUNT, Map.of()))).isEqualTo("upsert");
    }

    @Test
    void keepsReadingForAPriorityApartFromOtherReading() {
        // When
        Coalescing coalescing = connector.coalescing();
        // Then
        assertThat(coalescing.keyOf(new RefetchTicket(ZendeskTickets.ref("1"), false)))
                .isEqualTo("refetch");
        assertThat(coalescing.keyOf(new RefetchTicket(ZendeskTickets.ref("1"), true)))
                .isEqualTo("refetch-priority");
    }

    @Test
    void letsANewerStateOfSomebodyReplaceNobodyElses() {
        // When
        Coalescing coalescing = connector.coalescing();
        // Then
        assertThat(coalescing.keyOf(SupportRoutesUnderTest.user("a", "A", null)))
                .isEqualTo("upsert-user/a");
        assertThat(coalescing.keyOf(SupportRoutesUnderTest.user("b", "B", null)))
                .isEqualTo("upsert-user/b");
    }

    @Test
    void letsNoCommentReplaceAnother() {
        assertThat(connector.coalescing().keyOf(new CommentTicket(ZendeskTickets.ref("1"), "k", "Text", true)))
                .isNull();
    }

    @Test
    void letsNoTicketReplaceAnother() {
        // When
        Coalescing coalescing = connector.coalescing();
        // Then
        assertThat(coalescing.keyOf(
                        new OpenTicket(ACCOUNT, "interline:1", "Subject", "Body", TicketPriority.LOW, List.of())))
                .isNull();
        assertThat(coalescing.keyOf(new SolveTicket(ACCOUNT, "interline:1"))).isNull();
    }

    @Test
    void refusesWith401AsItIsTheSupportSystem() {
        assertThat(connector.system()).isEqualTo(BusinessSystem.SUPPORT);
        assertThat(connector.refusal().status()).isEqualTo(401);
    }
}
