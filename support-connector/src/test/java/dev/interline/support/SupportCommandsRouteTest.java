package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.message.MessageType;
import dev.interline.canonical.support.SupportCommand.CommentTicket;
import dev.interline.canonical.support.SupportCommand.FollowJob;
import dev.interline.canonical.support.SupportCommand.FollowUpTicket;
import dev.interline.canonical.support.SupportCommand.JoinOrganization;
import dev.interline.canonical.support.SupportCommand.OpenTicket;
import dev.interline.canonical.support.SupportCommand.RefetchTicket;
import dev.interline.canonical.support.SupportCommand.SolveTicket;
import dev.interline.canonical.support.SupportCommand.TagTicket;
import dev.interline.canonical.support.SupportCommand.UpdateTicket;
import dev.interline.canonical.support.SupportCommand.UpsertOrganization;
import dev.interline.canonical.support.SupportCommand.UpsertUser;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.durable.lane.UnresolvedOutcome;
import dev.interline.runtime.route.Delivery;
import dev.interline.runtime.route.DeliveryRouteConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands through the adapter routes, against a Zendesk that answers by script. */
class SupportCommandsRouteTest {

    private static final AccountId ACCOUNT = new AccountId("acct_0123456789abcdef");
    private static final String KEY = "interline:invoice:in_1Qx";
    private static final String ALL_FIELDS =
            "{\"plan\":null,\"billing_status\":null,\"lifecycle_stage\":null,\"account_owner\":null,\"industry\":null,"
                    + "\"domain\":null}";
    private static final String NAME_TAKEN = "{\"details\":{\"name\":[{\"error\":\"DuplicateValue\"}]}}";
    private static final String KEY_TAKEN = "{\"details\":{\"key\":[{\"error\":\"DuplicateValue\"}]}}";
    private static final String CLOSED =
            "{\"details\":{\"status\":[{\"description\":\"Status: closed prevents ticket update\"}]}}";

    private static final ExternalRef TICKET = ZendeskTickets.ref("5158");
    private static final FollowJob JOB = new FollowJob(ZendeskTickets.ref("V3-1"));
    private static final String ADDRESS_TAKEN =
            "{\"error\":\"RecordInvalid\",\"details\":{\"value\":[{\"description\":\"Email: jo@acme.example is already being"
                    + " used by another user\"}]}}";
    private static final String ORGANIZATIONS =
            "{\"organizations\":[{\"id\":46406156900001,\"external_id\":\"acct_0123456789abcdef\"}]}";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ScriptedZendesk zendesk = new ScriptedZendesk();

    @BeforeEach
    void startRoutes() throws Exception {
        camel.getPropertiesComponent().addOverrideProperty("channel.support-commands", "direct:support-commands");
        camel.getRegistry().bind("zendeskOrganizations", new ZendeskOrganizations());
        camel.getRegistry().bind("zendeskTicketCommands", new ZendeskTicketCommands());
        camel.getRegistry().bind("zendeskComments", new ZendeskComments());
        camel.getRegistry().bind("zendeskTags", new ZendeskTags());
        camel.getRegistry().bind("zendeskJobs", new ZendeskJobs());
        camel.getRegistry().bind("zendeskTicketUpdates", new ZendeskTicketUpdates());
        camel.getRegistry().bind("zendeskUsers", new ZendeskUsers());
        camel.addComponent("provider", zendesk);
        camel.addRoutes(new DeliveryRouteConfiguration());
        for (String route : List.of(
                "support-commands",
                "upsert-organization",
                "open-ticket",
                "solve-ticket",
                "refetch-ticket",
                "comment-ticket",
                "look-through-audits",
                "tag-ticket",
                "tag-tickets",
                "follow-job",
                "update-ticket",
                "follow-up-ticket",
                "upsert-user",
                "join-organization")) {
            Resource yaml = ResourceHelper.resolveMandatoryResource(camel, "classpath:camel/" + route + ".camel.yaml");
            PluginHelper.getRoutesLoader(camel).loadRoutes(yaml);
        }
        camel.start();
    }

    @AfterEach
    void stopRoutes() {
        camel.stop();
    }

    @Test
    void upsertsAKnownOrganizationWithOneCall() {
        // Given
        zendesk.answers("upsert-organization", 200, organization("Acme", ALL_FIELDS));
        // When
        CommandOutcome outcome = carryOut(upsert());
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156900001"));
        assertThat(outcome.written())
                .containsExactlyInAnyOrderEntriesOf(Map.of("name", "Acme", "custom field Plan", "pro"));
        assertThat(zendesk.calls()).containsExactly("upsert-organization");
    }

    @Test
    void makesMissingFieldsAndUpsertsAgain() {
        // Given
        zendesk.answers("upsert-organization", 201, organization("Acme", "{\"plan\":null}"))
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":1}}")
                .answers("create-organization-field", 422, KEY_TAKEN)
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":3}}")
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":4}}")
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":5}}")
                .answers("upsert-organization", 200, organization("Acme", ALL_FIELDS));
        // When
        CommandOutcome outcome = carryOut(upsert());
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156900001"));
        assertThat(zendesk.calls())
                .containsExactly(
                        "upsert-organization",
                        "create-organization-field",
                        "create-organization-field",
                        "create-organization-field",
                        "create-organization-field",
                        "create-organization-field",
                        "upsert-organization");
        assertThat(zendesk.request(6)).isEqualTo(zendesk.request(0));
    }

    @Test
    void makesATakenNameUnique() {
        // Given
        zendesk.answers("upsert-organization", 422, NAME_TAKEN)
                .answers("upsert-organization", 201, organization("Acme (abcdef)", ALL_FIELDS));
        // When
        CommandOutcome outcome = carryOut(upsert());
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156900001"));
        assertThat(zendesk.request(1).at("/organization/name").asText()).isEqualTo("Acme (abcdef)");
    }

    @Test
    void givesUpWhereTheUniqueNameIsTakenToo() {
        // Given
        zendesk.answers("upsert-organization", 422, NAME_TAKEN).answers("upsert-organization", 422, NAME_TAKEN);
        // When / Then
        assertThatThrownBy(() -> carryOut(upsert()))
                .hasRootCauseMessage("SUPPORT-2005 REJECTED: another organization has this name");
    }

    @Test
    void stopsAtTheFirstFieldThatCannotBeMade() {
        // Given
        zendesk.answers("upsert-organization", 201, organization("Acme", "{}"))
                .answers("create-organization-field", 403, "{\"error\":\"Forbidden\"}");
        // When / Then
        assertThatThrownBy(() -> carryOut(upsert())).hasRootCauseInstanceOf(FailureException.class);
        assertThat(zendesk.calls()).containsExactly("upsert-organization", "create-organization-field");
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
        CommandOutcome outcome = carryOut(open());
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
        CommandOutcome outcome = carryOut(open());
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
        assertThatThrownBy(() -> carryOut(open()))
                .hasRootCauseMessage("SUPPORT-2004 CONFLICT: the account has no organization yet");
        assertThat(zendesk.calls()).containsExactly("find-ticket", "find-organization");
    }

    @Test
    void solvesAnOpenTicket() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("open")).answers("solve-ticket", 200, "{\"ticket\":{\"id\":5158}}");
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket", "solve-ticket");
    }

    @Test
    void leavesASolvedTicketAlone() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("closed"));
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket");
    }

    @Test
    void hasNothingToSolveWhereThereIsNoTicket() {
        // Given
        zendesk.answers("find-ticket", 200, "{\"tickets\":[]}");
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(null));
        assertThat(zendesk.calls()).containsExactly("find-ticket");
    }

    @Test
    void isDoneWithATicketThatWasClosedMeanwhile() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("open")).answers("solve-ticket", 422, CLOSED);
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
    }

    @Test
    void isDoneWithATicketThatWasDeletedMeanwhile() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("open"))
                .answers("solve-ticket", 404, "{\"error\":\"RecordNotFound\"}");
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
    }

    @Test
    void hasNothingToTellOfATicketThatIsGone() {
        // Given
        zendesk.answers("read-ticket", 404, "{\"error\":\"RecordNotFound\",\"description\":\"Not found\"}");
        // When
        CommandOutcome outcome = carryOut(new RefetchTicket(ZendeskTickets.ref("5158"), false));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(null));
    }

    @Test
    void doesNotTakeAWrongAddressForATicketThatIsGone() {
        // Given
        zendesk.answers("read-ticket", 404, "{\"error\":{\"title\":\"No help desk at acme.zendesk.com\"}}");
        // When / Then
        assertThatThrownBy(() -> carryOut(new RefetchTicket(ZendeskTickets.ref("5158"), false)))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("SUPPORT-2404 REJECTED: read-ticket was answered 404");
    }

    @Test
    void commentsOnATicketThatHasNoCommentWithTheKey() {
        // Given
        zendesk.answers("list-audits", 200, audits(false, "interline:other"))
                .answers("comment-ticket", 200, "{\"ticket\":{\"id\":5158}}");
        // When
        CommandOutcome outcome = carryOut(comment(false));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.calls()).containsExactly("list-audits", "comment-ticket");
        assertThat(zendesk.request(1)).isEqualTo(Answers.json("""
                {"ticket":{"comment":{"body":"First line\\nSecond line","public":false},
                 "metadata":{"interline_key":"interline:invoice:in_1Qx"}}}"""));
    }

    @Test
    void writesNoSecondCommentForAKeyOnWhicheverPageTheFirstStands() {
        // Given
        zendesk.answers("list-audits", 200, audits(true, "a"))
                .answers("list-audits", 200, audits(true, "b"))
                .answers("list-audits", 200, audits(true, KEY));
        // When
        CommandOutcome outcome = carryOut(comment(true));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.calls()).containsExactly("list-audits", "list-audits", "list-audits");
    }

    @Test
    void goesOnBehindTheLastAuditSeenUntilThereAreNoMore() {
        // Given
        zendesk.answers("list-audits", 200, audits(true, "a"))
                .answers("list-audits", 200, audits(false, "b"))
                .answers("comment-ticket", 200, "{\"ticket\":{\"id\":5158}}");
        // When
        carryOut(comment(true));
        // Then
        assertThat(zendesk.calls()).containsExactly("list-audits", "list-audits", "comment-ticket");
        assertThat(zendesk.query(0)).isEqualTo(Map.of("page[size]", "100"));
        assertThat(zendesk.query(1)).isEqualTo(Map.of("page[size]", "100", "page[after]", "next"));
        assertThat(zendesk.request(2).at("/ticket/comment/public").asBoolean()).isTrue();
    }

    @Test
    void asksAPersonWhereTheHistoryIsTooLongToLookThrough() {
        // Given
        for (int page = 0; page < ZendeskComments.MOST_PAGES; page++) {
            zendesk.answers("list-audits", 200, audits(true, "a"));
        }
        // When / Then
        assertThatThrownBy(() -> carryOut(comment(true))).hasRootCauseInstanceOf(UnresolvedOutcome.class);
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
        assertThatThrownBy(() -> carryOut(comment(true)))
                .hasRootCauseInstanceOf(FailureException.class)
                .rootCause()
                .hasMessageContaining("SUPPORT-2010 UNAVAILABLE");
    }

    @Test
    void saysThatAClosedTicketTakesNoComment() {
        // Given
        zendesk.answers("list-audits", 200, audits(false, "a")).answers("comment-ticket", 422, CLOSED);
        // When / Then
        assertThatThrownBy(() -> carryOut(comment(true)))
                .hasRootCauseMessage(
                        "SUPPORT-2006 REJECTED: the ticket is closed for good; another ticket can follow it");
    }

    @Test
    void addsAndRemovesTagsWithoutNamingOthers() {
        // Given
        zendesk.answers("add-tags", 200, "{\"tags\":[\"vip\"]}").answers("remove-tags", 200, "{\"tags\":[]}");
        // When
        CommandOutcome outcome = carryOut(new TagTicket(TICKET, List.of("VIP", "at risk", "vip"), List.of("new")));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.request(0)).isEqualTo(Answers.json("{\"tags\":[\"vip\",\"at_risk\"]}"));
        assertThat(zendesk.request(1)).isEqualTo(Answers.json("{\"tags\":[\"new\"]}"));
        assertThat(zendesk.methods()).containsExactly("PUT", "DELETE");
    }

    @Test
    void callsNobodyForTagsNobodyWants() {
        // When
        CommandOutcome outcome = carryOut(new TagTicket(TICKET, List.of(), List.of()));
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
        CommandOutcome outcome = carryOut(JOB);
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
        assertThatThrownBy(() -> carryOut(JOB)).hasRootCauseMessage(failure);
    }

    @Test
    void changesATicketOnlyOverTheStateThatWasRead() {
        // Given
        zendesk.answers("read-ticket", 200, readTicket("open"))
                .answers("update-ticket", 200, "{\"ticket\":{\"id\":5158}}");
        // When
        CommandOutcome outcome = carryOut(new UpdateTicket(
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
        assertThatThrownBy(() -> carryOut(update))
                .rootCause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.CONFLICT));
        CommandOutcome again = carryOut(update);
        // Then
        assertThat(again).isEqualTo(CommandOutcome.done(TICKET));
        assertThat(zendesk.calls()).containsExactly("read-ticket", "update-ticket", "read-ticket");
    }

    @Test
    void doesNotTryToChangeAClosedTicketButLeavesOneThatIsAsWanted() {
        // Given
        zendesk.answers("read-ticket", 200, readTicket("closed")).answers("read-ticket", 200, readTicket("closed"));
        // When
        CommandOutcome asWanted = carryOut(new UpdateTicket(TICKET, TicketStatus.CLOSED, null, null, null));
        // Then
        assertThat(asWanted).isEqualTo(CommandOutcome.done(TICKET));
        assertThatThrownBy(() -> carryOut(new UpdateTicket(TICKET, TicketStatus.OPEN, null, null, null)))
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
        CommandOutcome first = carryOut(followUp());
        CommandOutcome second = carryOut(followUp());
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
        assertThatThrownBy(() -> carryOut(followUp()))
                .hasRootCauseMessage("SUPPORT-2014 REJECTED: only a closed ticket can be followed by another");
    }

    @Test
    void makesAUserByOurKeyAndNeverByTheirAddress() {
        // Given
        zendesk.answers("upsert-user", 201, user("null")).answers("add-address", 201, "{\"identity\":{\"id\":1}}");
        // When
        CommandOutcome outcome = carryOut(upsertUser("jo@acme.example"));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("46406156955555")));
        assertThat(zendesk.request(0))
                .isEqualTo(
                        Answers.json(
                                "{\"user\":{\"external_id\":\"interline:contact:1\",\"name\":\"Jo Doe\",\"skip_verify_email\":true}}"));
        assertThat(zendesk.request(1).at("/identity/value").asText()).isEqualTo("jo@acme.example");
        assertThat(zendesk.request(1).at("/identity/skip_verify_email").asBoolean())
                .isTrue();
    }

    @Test
    void addsNoAddressThatIsThereOrNotWanted() {
        // Given
        zendesk.answers("upsert-user", 200, user("\"JO@acme.example\"")).answers("upsert-user", 200, user("null"));
        // When
        carryOut(upsertUser("jo@acme.example"));
        carryOut(upsertUser(null));
        // Then
        assertThat(zendesk.calls()).containsExactly("upsert-user", "upsert-user");
    }

    @Test
    void leavesAnAddressThatIsTheirsBesideTheFirst() {
        // Given
        zendesk.answers("upsert-user", 200, user("\"first@acme.example\""))
                .answers("add-address", 422, ADDRESS_TAKEN)
                .answers(
                        "list-addresses",
                        200,
                        "{\"identities\":[{\"type\":\"email\",\"value\":\"first@acme.example\"},"
                                + "{\"type\":\"email\",\"value\":\"Jo@acme.example\"}]}");
        // When
        CommandOutcome outcome = carryOut(upsertUser("jo@acme.example"));
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156955555"));
    }

    @Test
    void takesNobodysAddressAwayAndRepeatsItNowhere() {
        // Given
        zendesk.answers("upsert-user", 200, user("null"))
                .answers("add-address", 422, ADDRESS_TAKEN)
                .answers("list-addresses", 200, "{\"identities\":[]}");
        // When / Then
        assertThatThrownBy(() -> carryOut(upsertUser("jo@acme.example")))
                .hasRootCauseMessage("SUPPORT-2015 REJECTED: the address is another user's; merge the two, or not");
        assertThat(upsertUser("jo@acme.example").toString()).doesNotContain("jo@", "Jo Doe");
    }

    @Test
    void letsAUserJoinTheOrganizationOfTheAccount() {
        // Given
        zendesk.answers(
                        "find-user",
                        200,
                        "{\"users\":[{\"id\":46406156955555,\"external_id\":\"interline:contact:1\"}]}")
                .answers("find-organization", 200, ORGANIZATIONS)
                .answers("join-organization", 201, "{\"organization_membership\":{\"id\":1}}");
        // When
        CommandOutcome outcome = carryOut(new JoinOrganization(ACCOUNT, "interline:contact:1"));
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156955555"));
        assertThat(zendesk.request(2))
                .isEqualTo(
                        Answers.json(
                                "{\"organization_membership\":{\"user_id\":46406156955555,\"organization_id\":46406156900001}}"));
    }

    @Test
    void isDoneWithAUserWhoBelongsToItAlready() {
        // Given
        zendesk.answers(
                        "find-user",
                        200,
                        "{\"users\":[{\"id\":46406156955555,\"external_id\":\"interline:contact:1\"}]}")
                .answers("find-organization", 200, ORGANIZATIONS)
                .answers("join-organization", 422, "{\"details\":{\"user_id\":[{\"error\":\"DuplicateValue\"}]}}");
        // When
        CommandOutcome outcome = carryOut(new JoinOrganization(ACCOUNT, "interline:contact:1"));
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156955555"));
    }

    @Test
    void waitsForAUserWhoIsNotThereYet() {
        // Given
        zendesk.answers("find-user", 200, "{\"users\":[{\"id\":1,\"external_id\":\"another\"}]}");
        // When / Then
        assertThatThrownBy(() -> carryOut(new JoinOrganization(ACCOUNT, "interline:contact:1")))
                .hasRootCauseMessage("SUPPORT-2016 CONFLICT: there is no user with this key yet");
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

    private static CommentTicket comment(boolean visible) {
        return new CommentTicket(TICKET, KEY, "First\u0007line\r\nSecond line\n", visible);
    }

    private static FollowUpTicket followUp() {
        return new FollowUpTicket(TICKET, KEY, "Still broken", "Body", TicketPriority.NONE, List.of("interline"));
    }

    private static UpsertUser upsertUser(@Nullable String email) {
        return new UpsertUser("interline:contact:1", "Jo\u0000Doe", email);
    }

    private static String user(String email) {
        return "{\"user\":{\"id\":46406156955555,\"external_id\":\"interline:contact:1\",\"email\":" + email + "}}";
    }

    private static String audits(boolean more, String key) {
        return "{\"audits\":[{\"metadata\":{\"system\":{}}},{\"metadata\":{\"custom\":{\"interline_key\":\"" + key
                + "\"}}}],\"meta\":{\"has_more\":" + more + ",\"after_cursor\":\"next\"},\"links\":{\"next\":\"x\"}}";
    }

    private static String job(String status, String results) {
        return "{\"job_status\":{\"id\":\"V3-1\",\"status\":\"" + status + "\",\"results\":" + results + "}}";
    }

    private static String readTicket(String status) {
        return "{\"ticket\":{\"id\":5158,\"status\":\"" + status
                + "\",\"priority\":\"high\",\"assignee_id\":7,\"group_id\":null,"
                + "\"updated_at\":\"2026-10-02T08:15:30Z\"}}";
    }

    private CommandOutcome carryOut(CanonicalCommand command) {
        return camel.createProducerTemplate()
                .requestBodyAndHeaders(
                        "direct:support-commands",
                        command,
                        Map.of(Delivery.TYPE, MessageType.of(command).name(), Delivery.TENANT, "acme"),
                        CommandOutcome.class);
    }

    private static UpsertOrganization upsert() {
        return new UpsertOrganization(ACCOUNT, Map.of(AccountField.NAME, "Acme", AccountField.PLAN, "pro"));
    }

    private static OpenTicket open() {
        return new OpenTicket(ACCOUNT, KEY, "Payment failed", "Body", TicketPriority.NORMAL, List.of("interline"));
    }

    private static String organization(String name, String fields) {
        return "{\"organization\":{\"id\":46406156900001,\"name\":\"" + name + "\",\"organization_fields\":" + fields
                + "}}";
    }

    private static String tickets(String status) {
        return "{\"tickets\":[{\"id\":5158,\"external_id\":\"" + KEY + "\",\"status\":\"" + status + "\"}]}";
    }
}
