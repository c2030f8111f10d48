package dev.interline.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sandbox.Caller;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.WebhookSink;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zendesk.client.v2.Zendesk;
import org.zendesk.client.v2.ZendeskResponseException;
import org.zendesk.client.v2.model.Audit;
import org.zendesk.client.v2.model.Comment;
import org.zendesk.client.v2.model.Identity;
import org.zendesk.client.v2.model.JobStatus;
import org.zendesk.client.v2.model.Organization;
import org.zendesk.client.v2.model.OrganizationMembership;
import org.zendesk.client.v2.model.Status;
import org.zendesk.client.v2.model.Ticket;
import org.zendesk.client.v2.model.User;

/** What people and programs do at a desk beside opening tickets, seen by Zendesk's Java client and by a subscriber. */
class ZendeskDeskWorkTest {
    private static final String SECRET = "c2FuZGJveC1zZWNyZXQ=";

    private final WebhookSink sink = new WebhookSink();
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(
            Account.of("zendesk", "acme", "token", SandboxConfig.Webhook.all(sink.url(), SECRET))));
    private final Zendesk zendesk = new Zendesk.Builder(sandbox.baseUrl() + "/zendesk/acme")
            .setUsername("interline@acme.example")
            .setToken("token")
            .build();
    private final Caller http = Caller.basic(sandbox.baseUrl(), "x/token:token");

    @AfterEach
    void stop() {
        http.close();
        zendesk.close();
        sandbox.close();
        sink.close();
    }

    private Ticket ticket(String subject) {
        Ticket ticket = new Ticket();
        ticket.setSubject(subject);
        ticket.setComment(new Comment("It broke."));
        return zendesk.createTicket(ticket);
    }

    private String tickets(long id) {
        return "/zendesk/acme/api/v2/tickets/" + id;
    }

    private void put(long id, String body) {
        assertThat(http.put(tickets(id), body).status()).isEqualTo(200);
    }

    private List<String> told() {
        return sink.received().stream()
                .map(one -> one.json().path("type").asText().replace("zen:event-type:", ""))
                .toList();
    }

    @Test
    void the_history_of_a_ticket_keeps_what_an_update_says_of_itself() {
        // Given
        long id = ticket("Broken").getId();
        put(id, "{'ticket':{'comment':{'body':'Noted','public':false},'metadata':{'interline_key':'k-1'}}}");
        put(id, "{'ticket':{'priority':'low'}}");

        // When
        Iterable<Audit> audits = zendesk.getTicketAudits(id);
        JsonNode page = http.get(tickets(id) + "/audits?page%5Bsize%5D=2").json();

        // Then
        assertThat(audits).hasSize(3);
        assertThat(page.path("audits")
                        .path(1)
                        .at("/metadata/custom/interline_key")
                        .asText())
                .isEqualTo("k-1");
        assertThat(page.path("meta").path("has_more").asBoolean()).isTrue();
    }

    @Test
    void tags_are_added_and_removed_without_touching_others() {
        // Given
        long id = ticket("Broken").getId();
        zendesk.addTagToTicket(id, "vip", "eu");

        // When
        List<String> added = zendesk.addTagToTicket(id, "new");
        List<String> left = zendesk.removeTagFromTicket(id, "vip");

        // Then
        assertThat(added).containsExactlyInAnyOrder("eu", "new", "vip");
        assertThat(left).containsExactlyInAnyOrder("eu", "new");
    }

    @Test
    void a_job_over_many_tickets_completes_though_it_refuses_closed_ones() {
        // Given
        long open = ticket("Open").getId();
        long closed = ticket("Closed").getId();
        put(closed, "{'ticket':{'status':'closed'}}");

        // When
        JsonNode queued = http.put(
                        "/zendesk/acme/api/v2/tickets/update_many.json?ids=" + open + "," + closed + ",7",
                        "{'ticket':{'additional_tags':['vip'],'remove_tags':['new']}}")
                .json();
        JobStatus asked = new JobStatus();
        asked.setId(queued.path("job_status").path("id").asText());
        JobStatus done = zendesk.getJobStatus(asked);

        // Then
        assertThat(queued.path("job_status").path("status").asText()).isEqualTo("queued");
        assertThat(done.getStatus()).isEqualTo(JobStatus.JobStatusEnum.completed);
        assertThat(done.getResults()).extracting(result -> result.getSuccess()).containsExactly(true, false, false);
        assertThat(zendesk.getTicket(open).getTags()).containsExactly("vip");
    }

    @Test
    void an_address_is_one_users_only() {
        // Given
        User ada = zendesk.createOrUpdateUser(user("Ada", "u-1"));
        User bob = zendesk.createOrUpdateUser(user("Bob", "u-2"));
        Identity address = new Identity();
        address.setType("email");
        address.setValue("Ada@example.test");

        // When
        zendesk.createUserIdentity(ada.getId(), address);

        // Then
        assertThat(zendesk.getUsersByExternalIds("u-1"))
                .singleElement()
                .extracting(User::getEmail)
                .isEqualTo("ada@example.test");
        assertThat(zendesk.getUserIdentities(ada.getId()))
                .extracting(Identity::getValue)
                .containsExactly("ada@example.test");
        assertThatExceptionOfType(ZendeskResponseException.class)
                .isThrownBy(() -> zendesk.createUserIdentity(bob.getId(), address))
                .satisfies(refused -> assertThat(refused.getStatusCode()).isEqualTo(422));
    }

    @Test
    void somebody_joins_an_organization_once() {
        // Given
        Organization organization = new Organization();
        organization.setName("Acme");
        long acme = zendesk.createOrganization(organization).getId();
        long ada = zendesk.createOrUpdateUser(user("Ada", "u-1")).getId();
        OrganizationMembership wanted = new OrganizationMembership();
        wanted.setUserId(ada);
        wanted.setOrganizationId(acme);

        // When
        OrganizationMembership joined = zendesk.createOrganizationMembership(wanted);

        // Then
        assertThat(joined.getOrganizationId()).isEqualTo(acme);
        assertThat(zendesk.getUser(ada).getOrganizationId()).isEqualTo(acme);
        assertThatExceptionOfType(ZendeskResponseException.class)
                .isThrownBy(() -> zendesk.createOrganizationMembership(wanted))
                .satisfies(refused -> assertThat(refused.getStatusCode()).isEqualTo(422));
        await().untilAsserted(() -> assertThat(told()).contains("user.organization_membership_created"));
    }

    @Test
    void subscribers_are_told_of_every_turn_of_a_tickets_life() {
        // Given
        long kept = ticket("Kept").getId();
        long merged = ticket("Merged").getId();
        long spam = ticket("Spam").getId();

        // When
        put(kept, "{'ticket':{'custom_status_id':9,'group_id':46406156911111}}");
        put(kept, "{'ticket':{'custom_fields':[{'id':360,'value':'blue'}]}}");
        put(kept, "{'ticket':{'satisfaction_rating':{'score':'good'}}}");
        http.post(tickets(kept) + "/merge", "{'ids':[" + merged + "]}");
        zendesk.markTicketAsSpam(spam);
        http.put("/zendesk/acme/api/v2/deleted_tickets/" + spam + "/restore", "{}");

        // Then
        await().untilAsserted(() -> assertThat(told())
                .contains(
                        "ticket.custom_status_changed",
                        "ticket.status_changed",
                        "ticket.group_assignment_changed",
                        "ticket.custom_field_changed",
                        "ticket.csat_received",
                        "ticket.merged",
                        "ticket.marked_as_spam",
                        "ticket.undeleted"));
        assertThat(zendesk.getTicket(kept).getStatus()).isEqualTo(Status.PENDING);
        assertThat(zendesk.getTicket(merged).getStatus()).isEqualTo(Status.CLOSED);
        assertThat(zendesk.getTicket(spam).getStatus()).isEqualTo(Status.OPEN);
    }

    @Test
    void a_trigger_sends_what_the_admin_designed_and_nothing_else() {
        // Given
        http.post(
                "/_sandbox/zendesk/acme/triggers",
                "{'trigger':{'url':'" + sink.url() + "','body':{'ref':'#{{ticket.id}}','state':'{{ticket.status}}'}}}");

        // When
        long id = ticket("Broken").getId();

        // Then
        await().untilAsserted(() -> assertThat(sink.received()).hasSize(2));
        assertThat(sink.received()).anySatisfy(one -> {
            assertThat(one.body()).isEqualTo("{\"ref\":\"#" + id + "\",\"state\":\"new\"}");
            assertThat(one.header("X-Zendesk-Webhook-Invocation-Id")).isNotEmpty();
        });
    }

    private static User user(String name, String externalId) {
        User user = new User();
        user.setName(name);
        user.setExternalId(externalId);
        return user;
    }
}
