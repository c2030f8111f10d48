package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.support.SupportCommand.CommentTicket;
import dev.interline.canonical.support.SupportCommand.FollowJob;
import dev.interline.canonical.support.SupportCommand.TagTicket;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.durable.lane.UnresolvedOutcome;
import dev.interline.sdk.provider.ProviderPages;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comments, tags and jobs, against a Zendesk that answers by script. */
class CommentAndTagRouteTest {

    private static final String KEY = "interline:invoice:in_1Qx";
    private static final String CLOSED =
            "{\"details\":{\"status\":[{\"description\":\"Status: closed prevents ticket update\"}]}}";
    private static final ExternalRef TICKET = ZendeskTickets.ref("5158");
    private static final FollowJob JOB = new FollowJob(ZendeskTickets.ref("V3-1"));

    private final ScriptedZendesk zendesk = new ScriptedZendesk();
    private final SupportRoutesUnderTest routes = new SupportRoutesUnderTest(zendesk);

    @AfterEach
    void stopRoutes() {
        routes.close();
    }

    @Test
    void commentsOnATicketThatHasNoCommentWithTheKey() {
        // Given
        zendesk.answers("list-audits", 200, audits("", "interline:other"))
                .answers("comment-ticket", 200, "{\"ticket\":{\"id\":5158}}");
        // When
        CommandOutcome outcome = routes.carryOut(comment(false));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.calls()).containsExactly("list-audits", "comment-ticket");
        assertThat(zendesk.request(1)).isEqualTo(Answers.json("""
                {"ticket":{"comment":{"body":"First line\\nSecond line","public":false},
                 "metadata":{"interline_key":"interline:invoice:in_1Qx"}}}"""));
    }

    @ParameterizedTest
    @CsvSource({KEY + ", b, c", "a, " + KEY + ", c", "a, b, " + KEY})
    void writesNoSecondCommentForAKeyOnWhicheverPageTheFirstStands(String first, String second, String third) {
        // Given
        zendesk.answers("list-audits", 200, audits("1", first))
                .answers("list-audits", 200, audits("2", second))
                .answers("list-audits", 200, audits("", third));
        // When
        CommandOutcome outcome = routes.carryOut(comment(true));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.calls()).containsExactly("list-audits", "list-audits", "list-audits");
    }

    @Test
    void goesOnBehindTheLastAuditSeenUntilThereAreNoMore() {
        // Given
        zendesk.answers("list-audits", 200, audits("next", "a"))
                .answers("list-audits", 200, audits("", "b"))
                .answers("comment-ticket", 200, "{\"ticket\":{\"id\":5158}}");
        // When
        routes.carryOut(comment(true));
        // Then
        assertThat(zendesk.calls()).containsExactly("list-audits", "list-audits", "comment-ticket");
        assertThat(zendesk.query(0)).isEqualTo(Map.of("page[size]", "100"));
        assertThat(zendesk.query(1)).isEqualTo(Map.of("page[size]", "100", "page[after]", "next"));
        assertThat(zendesk.request(2).at("/ticket/comment/public").asBoolean()).isTrue();
    }

    @Test
    void asksAPersonWhereTheHistoryIsTooLongToLookThrough() {
        // Given
        for (int page = 0; page < ProviderPages.MOST; page++) {
            zendesk.answers("list-audits", 200, audits("page" + page, "a"));
        }
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(comment(true))).hasRootCauseInstanceOf(UnresolvedOutcome.class);
        assertThat(zendesk.calls()).doesNotContain("comment-ticket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"audits\":[]}",
                "{\"audits\":{},\"meta\":{\"has_more\":false}}",
                "{\"audits\":[],\"meta\":{\"has_more\":true}}"
            })
    void doesNotTakeAnAnswerWithoutAuditsForATicketWithoutHistory(String body) {
        // Given
        zendesk.answers("list-audits", 200, body);
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(comment(true)))
                .hasRootCauseInstanceOf(FailureException.class)
                .rootCause()
                .hasMessageContaining("SUPPORT-2010 UNAVAILABLE");
    }

    @Test
    void saysThatAClosedTicketTakesNoComment() {
        // Given
        zendesk.answers("list-audits", 200, audits("", "a")).answers("comment-ticket", 422, CLOSED);
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(comment(true)))
                .hasRootCauseMessage(
                        "SUPPORT-2006 REJECTED: the ticket is closed for good; another ticket can follow it");
    }

    @Test
    void addsAndRemovesTagsWithoutNamingOthers() {
        // Given
        zendesk.answers("add-tags", 200, "{\"tags\":[\"vip\"]}").answers("remove-tags", 200, "{\"tags\":[]}");
        // When
        CommandOutcome outcome =
                routes.carryOut(new TagTicket(TICKET, List.of("VIP", "at risk", "vip"), List.of("new")));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.request(0)).isEqualTo(Answers.json("{\"tags\":[\"vip\",\"at_risk\"]}"));
        assertThat(zendesk.request(1)).isEqualTo(Answers.json("{\"tags\":[\"new\"]}"));
        assertThat(zendesk.methods()).containsExactly("PUT", "DELETE");
    }

    @Test
    void callsNobodyForTagsNobodyWants() {
        // When
        CommandOutcome outcome = routes.carryOut(new TagTicket(TICKET, List.of(), List.of()));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.calls()).isEmpty();
    }

    @Test
    void endsWellWithAJobThatDid() {
        // Given
        zendesk.answers(
                "read-job",
                200,
                job("completed", "[{\"index\":0,\"id\":5158,\"success\":true},{\"status\":\"Updated\"}]"));
        // When
        CommandOutcome outcome = routes.carryOut(JOB);
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queued|null|SUPPORT-2011 CONFLICT: the job has not ended yet",
                "working|[]|SUPPORT-2011 CONFLICT: the job has not ended yet",
                "failed|null|SUPPORT-2013 REJECTED: the job ended failed",
                "killed|null|SUPPORT-2013 REJECTED: the job ended killed",
                "resting|null|SUPPORT-2010 UNAVAILABLE: job_status.status is missing in a 200",
                "completed|null|SUPPORT-2010 UNAVAILABLE: job_status.results is missing in a 200",
                "completed|[{'index':0,'id':7,'success':true},{'index':1,'id':8,'success':false,'error':'TicketUpdateFailed','details':'secret'},{'index':2,'status':'Failed','error':'secret words'}]|SUPPORT-2012 REJECTED: 2 of 3 records were refused (TicketUpdateFailed, no word given): 8, number 2"
            })
    void readsHowAJobEndedRecordByRecordAndQuotesNoSentence(String status, String results, String failure) {
        // Given
        zendesk.answers("read-job", 200, job(status, results.replace('\'', '"')));
        // When / Then
        assertThatThrownBy(() -> routes.carryOut(JOB)).hasRootCauseMessage(failure);
    }

    private static CommentTicket comment(boolean visible) {
        return new CommentTicket(TICKET, KEY, "First\u0007line\r\nSecond line\n", visible);
    }

    /** @param after where the next page begins; empty on the last, which has a cursor and a link all the same */
    private static String audits(String after, String key) {
        return """
                {"audits":[{"metadata":{"system":{}}},{"metadata":{"custom":{"interline_key":"%s"}}}],
                 "meta":{"has_more":%s,"after_cursor":"%s"},"links":{"next":"x"}}""".formatted(key, !after.isEmpty(), after.isEmpty() ? "end" : after);
    }

    private static String job(String status, String results) {
        return "{\"job_status\":{\"id\":\"V3-1\",\"status\":\"" + status + "\",\"results\":" + results + "}}";
    }
}
