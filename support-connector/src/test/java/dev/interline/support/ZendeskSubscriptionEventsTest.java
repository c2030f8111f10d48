package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.canonical.support.SupportCommand.RefetchTicket;
import dev.interline.canonical.support.SupportEvent.TicketAssigned;
import dev.interline.canonical.support.SupportEvent.TicketMerged;
import dev.interline.canonical.support.SupportEvent.TicketStatusChanged;
import dev.interline.canonical.support.SupportEvent.UserCreated;
import dev.interline.canonical.support.SupportEvent.UserDeleted;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.canonical.support.UserRole;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event a subscription can bring about tickets, users and organizations, and what of it is told on. */
class ZendeskSubscriptionEventsTest {

    private static final String TICKET = """
            {"id":"46406156914577","status":"OPEN","priority":"HIGH","type":"PROBLEM","subject":"Canary subject",
             "description":"Canary text","organization_id":"46406156900001","assignee_id":"9310000000011",
             "group_id":"9310000000301","requester_id":"9310000000012","external_id":"canary@acme.example","tags":null}""";
    private static final String USER = """
            {"id":"6596848315901","email":"canary@acme.example","external_id":"","organization_id":"0",
             "default_group_id":"0","role":"end-user","created_at":"2026-07-04T05:27:58Z"}""";
    private static final String ORGANIZATION = """
            {"id":"46406156900001","external_id":"acct_1","name":"Canary Ltd","group_id":"0"}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ticket.comment_added|{'comment':{'id':'77','body':'canary','is_public':true,'author':{'id':'5','name':'Canary','is_staff':false}}}|support.ticket.commented.v1|'visibleToCustomer':true,'byStaff':false",
                "ticket.comment_added|{'comment':{'body':'canary'}}|support.ticket.commented.v1|'visibleToCustomer':false,'byStaff':false",
                "ticket.agent_assignment_changed|{'current':'42','previous':null}|support.ticket.assigned.v1|'agent':{'system':'support','id':'42'}",
                "ticket.group_assignment_changed|{'current':'43','previous':'0'}|support.ticket.assigned.v1|'group':{'system':'support','id':'43'}",
                "ticket.csat_requested|{}|support.ticket.rated.v1|'rating':'offered'",
                "ticket.csat_received|{'current':'GOOD'}|support.ticket.rated.v1|'rating':'good'",
                "ticket.csat_received|{'rating':'bad_with_comment','comment':'canary'}|support.ticket.rated.v1|'rating':'bad'",
                "ticket.csat_received|{'score':'5'}|support.ticket.rated.v1|'rating':'unknown'",
                "ticket.next_sla_breach_changed|{'current':'2026-10-03T08:00:00Z','previous':null}|support.ticket.deadline-changed.v1|'due':'2026-10-03T08:00:00Z'",
                "ticket.custom_field_changed|{'current':'canary','custom_field':{'id':'360','title':'Canary'}}|support.ticket.details-changed.v1|'field':{'system':'support','id':'360'}",
                "ticket.type_changed|{'current':'TASK','previous':null}|support.ticket.details-changed.v1|'detail':'type'",
                "ticket.subject_changed|{'current':'canary'}|support.ticket.details-changed.v1|'detail':'subject'",
                "ticket.description_changed|{'current':'canary'}|support.ticket.details-changed.v1|'detail':'description'",
                "ticket.tags_changed|{'tags_added':['canary'],'tags_removed':null}|support.ticket.details-changed.v1|'detail':'tags'",
                "ticket.requester_changed|{'current':'9'}|support.ticket.details-changed.v1|'detail':'requester'",
                "ticket.submitter_changed|{'current':'9'}|support.ticket.details-changed.v1|'detail':'submitter'",
                "ticket.external_id_changed|{'current':'canary'}|support.ticket.details-changed.v1|'detail':'key'",
                "ticket.email_ccs_changed|{'users_added':['canary']}|support.ticket.details-changed.v1|'detail':'copies'",
                "ticket.followers_changed|{}|support.ticket.details-changed.v1|'detail':'followers'",
                "ticket.problem_link_changed|{'current':'9'}|support.ticket.details-changed.v1|'detail':'problem'",
                "ticket.form_changed|{'current':'9'}|support.ticket.details-changed.v1|'detail':'form'",
                "ticket.brand_changed|{'current':'9'}|support.ticket.details-changed.v1|'detail':'brand'",
                "ticket.comment_made_private|{'comment':{'id':'77'}}|support.ticket.details-changed.v1|'detail':'comments'",
                "ticket.comment_redacted|{'comment':{'id':'77'}}|support.ticket.details-changed.v1|'detail':'comments'",
                "ticket.attachment_linked_to_comment|{'attachment':{'filename':'canary'}}|support.ticket.details-changed.v1|'detail':'attachments'",
                "ticket.attachment_redacted_from_comment|{}|support.ticket.details-changed.v1|'detail':'attachments'",
                "ticket.task_due_at_changed|{}|support.ticket.details-changed.v1|'detail':'task-due'",
                "ticket.sla_policy_changed|{}|support.ticket.details-changed.v1|'detail':'service-level'",
                "ticket.ola_policy_changed|{}|support.ticket.details-changed.v1|'detail':'service-level'",
                "ticket.schedule_changed|{}|support.ticket.details-changed.v1|'detail':'service-level'",
                "ticket.custom_status_changed|{'current':'4321','previous':'5678'}|support.ticket.status-changed.v1|'status':'open'",
                "ticket.marked_as_spam|{}|support.ticket.status-changed.v1|'status':'deleted'",
                "user.created|{}|support.user.created.v1|'role':'end-user'",
                "user.deleted|{}|support.user.deleted.v1|'rank':2",
                "user.merged|{'user':{'id':'99'}}|support.user.merged.v1|'into':{'system':'support','id':'99'}",
                "user.merged|{}|support.user.merged.v1|'user':{'system':'support','id':'6596848315901'}",
                "user.active_changed|{'current':false,'previous':true}|support.user.deleted.v1|'rank':1",
                "user.active_changed|{'current':'true','previous':'false'}|support.user.details-changed.v1|'detail':'active'",
                "user.suspended_changed|{'current':true}|support.user.details-changed.v1|'detail':'suspension'",
                "user.name_changed|{'current':'canary'}|support.user.details-changed.v1|'detail':'name'",
                "user.identity_created|{'identity':{'value':'canary@acme.example'}}|support.user.details-changed.v1|'detail':'identity'",
                "user.identity_changed|{}|support.user.details-changed.v1|'detail':'identity'",
                "user.identity_deleted|{}|support.user.details-changed.v1|'detail':'identity'",
                "user.external_id_changed|{'current':'canary'}|support.user.details-changed.v1|'detail':'key'",
                "user.role_changed|{'current':'agent'}|support.user.details-changed.v1|'detail':'role'",
                "user.custom_role_changed|{}|support.user.details-changed.v1|'detail':'role'",
                "user.tags_changed|{}|support.user.details-changed.v1|'detail':'tags'",
                "user.custom_field_changed|{'current':'canary'}|support.user.details-changed.v1|'detail':'custom-field'",
                "user.group_membership_created|{'group':{'id':'1'}}|support.user.details-changed.v1|'detail':'groups'",
                "user.group_membership_deleted|{}|support.user.details-changed.v1|'detail':'groups'",
                "user.default_group_changed|{}|support.user.details-changed.v1|'detail':'groups'",
                "user.notes_changed|{'current':'canary'}|support.user.details-changed.v1|'detail':'profile'",
                "user.alias_changed|{'current':'canary'}|support.user.details-changed.v1|'detail':'profile'",
                "user.password_changed|{}|support.user.details-changed.v1|'detail':'other'",
                "user.organization_membership_created|{'organization':{'id':'46406156900001'}}|support.user.joined-organization.v1|'organization':{'system':'support','id':'46406156900001'}",
                "user.organization_membership_deleted|{'organization':{'id':'46406156900001'}}|support.user.left-organization.v1|'organization':{'system':'support','id':'46406156900001'}",
                "organization.created|{}|support.organization.created.v1|'accountId':'acct_1'",
                "organization.deleted|{}|support.organization.deleted.v1|'rank':2",
                "organization.name_changed|{'current':'Canary'}|support.organization.details-changed.v1|'detail':'name'",
                "organization.external_id_changed|{'current':'acct_1'}|support.organization.details-changed.v1|'detail':'key'",
                "organization.tags_changed|{'current':['canary']}|support.organization.details-changed.v1|'detail':'tags'",
                "organization.custom_field_changed|{'current':'canary'}|support.organization.details-changed.v1|'detail':'custom-field'"
            },
            quoteCharacter = '`')
    void tellsWhatHappenedAndNobodysWordsNamesOrAddresses(String type, String change, String told, String says) {
        // Given
        ObjectNode event = event(type, change);
        // When
        List<CanonicalMessage> messages = messages(event);
        // Then
        assertThat(messages).singleElement().satisfies(message -> {
            byte[] json = CanonicalJson.write(message.payload());
            CanonicalSchemas.check(message.envelope().type(), json);
            assertThat(message.envelope().type()).isEqualTo(told);
            assertThat(new String(json, StandardCharsets.UTF_8))
                    .contains(says.replace('\'', '"'))
                    .doesNotContainIgnoringCase("canary");
        });
    }

    @Test
    void tellsThatNobodyInParticularHasTheTicket() {
        // Given
        ObjectNode event = event("ticket.agent_assignment_changed", "{'current':'0','previous':'9310000000011'}");
        // When
        CanonicalPayload told = messages(event).getFirst().payload();
        // Then
        assertThat(told).isInstanceOfSatisfying(TicketAssigned.class, assigned -> {
            assertThat(assigned.agent()).isNull();
            assertThat(assigned.group()).isEqualTo(ZendeskTickets.ref("9310000000301"));
        });
    }

    @Test
    void tellsAMergeAndTheStateItLeft() {
        // Given
        ObjectNode event = event("ticket.merged", "{'target_ticket_id':'46406156914999'}");
        ((ObjectNode) event.path("detail")).put("status", "CLOSED");
        // When
        List<CanonicalMessage> messages = messages(event);
        // Then
        assertThat(messages)
                .satisfiesExactly(
                        message -> assertThat(message.payload())
                                .isInstanceOfSatisfying(TicketStatusChanged.class, changed -> assertThat(
                                                changed.ticket().status())
                                        .isEqualTo(TicketStatus.CLOSED)),
                        message -> assertThat(message.payload())
                                .isInstanceOfSatisfying(TicketMerged.class, merged -> assertThat(merged.into())
                                        .isEqualTo(ZendeskTickets.ref("46406156914999"))));
        assertThat(messages).extracting(message -> message.envelope().id()).doesNotHaveDuplicates();
    }

    @Test
    void readsAMergedTicketAgainWhereTheEventDoesNotSayEnough() {
        // Given
        ObjectNode event = event("ticket.merged", "{'target_ticket_id':'46406156914999'}");
        ((ObjectNode) event.path("detail")).remove("organization_id");
        // When
        List<CanonicalMessage> messages = messages(event);
        // Then
        assertThat(messages)
                .extracting(CanonicalMessage::payload)
                .satisfiesExactly(
                        merged -> assertThat(merged).isInstanceOf(TicketMerged.class), refetch -> assertThat(refetch)
                                .isEqualTo(new RefetchTicket(ZendeskTickets.ref("46406156914577"), false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4321", "null", "{}"})
    void takesACustomStatusByItsCategoryNeverByItsIdOrLabel(String current) {
        // Given
        ObjectNode event = event("ticket.custom_status_changed", "{'current':" + current + "}");
        ((ObjectNode) event.path("detail")).put("status", "HOLD").put("custom_status", "4321");
        ObjectNode silent = event.deepCopy();
        ((ObjectNode) silent.path("detail")).remove("status");
        // When
        CanonicalPayload told = messages(event).getFirst().payload();
        // Then
        assertThat(told).isInstanceOfSatisfying(TicketStatusChanged.class, changed -> assertThat(
                        changed.ticket().status())
                .isEqualTo(TicketStatus.HOLD));
        assertThat(meaning(silent)).isInstanceOf(Meaning.Refetch.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"0\"", "0"})
    void knowsTheWaysToSayNothingOfAUser(String none) {
        // Given
        ObjectNode event = event("user.created", "{}");
        JsonNode nothing = Answers.json(none);
        ((ObjectNode) event.path("detail")).set("organization_id", nothing);
        ((ObjectNode) event.path("detail")).set("external_id", nothing);
        ((ObjectNode) event.path("detail")).set("role", nothing);
        // When
        CanonicalPayload told = messages(event).getFirst().payload();
        // Then
        assertThat(told).isInstanceOfSatisfying(UserCreated.class, created -> {
            assertThat(created.user().organization()).isNull();
            assertThat(created.user().key()).isNull();
            assertThat(created.user().role()).isEqualTo(UserRole.UNKNOWN);
            assertThat(created.user().version().rank()).isEqualTo(SourceVersion.CREATED);
        });
    }

    @Test
    void readsTheTypesThatZendesksOwnPagesWriteWithASlash() {
        // Given
        ObjectNode event = event("user.deleted", "{}").put("type", "zen:event-type/user.deleted");
        // When
        CanonicalPayload told = messages(event).getFirst().payload();
        // Then
        assertThat(told).isInstanceOf(UserDeleted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ticket.teapot_boiled", "user.last_login_changed", "organization.teapot", "article.published"})
    void keepsWhatMeansNothingToUs(String type) {
        assertThat(meaning(event(type, "{}"))).isEqualTo(new Meaning.Ignored("no route asks for " + type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{'organization':{'id':'0'}}", "{'organization':null}", "{'organization':{'id':'x'}}"})
    void doesNotGuessWhichOrganizationSomebodyJoined(String change) {
        assertThat(meaning(event("user.organization_membership_created", change)))
                .isEqualTo(new Meaning.Unmappable(
                        "user.organization_membership_created: the organization's id is missing"));
    }

    @Test
    void takesTheSubjectForTheIdWhereTheDetailHasNone() {
        // Given
        ObjectNode event = event("organization.deleted", "{}").put("subject", "zen:organization:7");
        event.putNull("detail");
        // When
        CanonicalMessage told = messages(event).getFirst();
        // Then
        assertThat(told.envelope().subject()).isEqualTo("7");
    }

    private static ObjectNode event(String type, String change) {
        String resource = type.substring(0, type.indexOf('.'));
        ObjectNode event = (ObjectNode) Answers.json("""
                {"account_id":22129848,"id":"5f2c1f4e-0000-4000-8000-000000000099","subject":"zen:x:1",
                 "time":"2026-10-02T08:15:30.123456789Z","zendesk_event_version":"2022-11-06"}""");
        event.put("type", "zen:event-type:" + type);
        event.set(
                "detail",
                Answers.json(
                        switch (resource) {
                            case "user" -> USER;
                            case "organization" -> ORGANIZATION;
                            default -> TICKET;
                        }));
        ObjectNode changed = (ObjectNode) Answers.json(change.replace('\'', '"'));
        changed.set("meta", Answers.json("{\"sequence\":{\"id\":17594000000000000012345678,\"position\":1}}"));
        event.set("event", changed);
        return event;
    }

    private static List<CanonicalMessage> messages(ObjectNode event) {
        Meaning meaning = meaning(event);
        assertThat(meaning).isInstanceOf(Meaning.Translated.class);
        return ((Meaning.Translated) meaning).messages();
    }

    private static Meaning meaning(ObjectNode event) {
        List<ProviderEvent> events =
                WebhookSamples.translate(event.toString().getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(events).hasSize(1);
        return events.getFirst().meaning();
    }
}
