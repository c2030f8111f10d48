package dev.interline.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sandbox.Caller;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zendesk.client.v2.Zendesk;
import org.zendesk.client.v2.ZendeskResponseException;
import org.zendesk.client.v2.ZendeskResponseIdempotencyConflictException;
import org.zendesk.client.v2.model.Comment;
import org.zendesk.client.v2.model.IdempotentResult;
import org.zendesk.client.v2.model.JobStatus;
import org.zendesk.client.v2.model.Organization;
import org.zendesk.client.v2.model.OrganizationField;
import org.zendesk.client.v2.model.Priority;
import org.zendesk.client.v2.model.Role;
import org.zendesk.client.v2.model.Status;
import org.zendesk.client.v2.model.Ticket;
import org.zendesk.client.v2.model.User;

class ZendeskSandboxTest {
    private final Sandbox sandbox = Sandbox.start(SandboxConfig.inMemory(
            Account.of("zendesk", "acme", "token-acme"), Account.of("zendesk", "globex", "token-globex")));
    private final Zendesk zendesk = new Zendesk.Builder(sandbox.baseUrl() + "/zendesk/acme")
            .setUsername("interline@acme.example")
            .setToken("token-acme")
            .build();
    private final Caller http =
            Caller.basic(sandbox.baseUrl() + "/zendesk/acme/api/v2", "x@acme.example/token:token-acme");

    @AfterEach
    void stop() {
        http.close();
        zendesk.close();
        sandbox.close();
    }

    private Organization organization(String name, String externalId) {
        Organization organization = new Organization();
        organization.setName(name);
        organization.setExternalId(externalId);
        return organization;
    }

    private Ticket ticket(String subject) {
        Ticket ticket = new Ticket();
        ticket.setSubject(subject);
        ticket.setComment(new Comment("It broke."));
        ticket.setPriority(Priority.HIGH);
        return ticket;
    }

    @Test
    void an_organization_is_created_then_updated_by_its_external_id() {
        // Given
        Organization created = zendesk.createOrUpdateOrganization(organization("Acme", "acc-1"));

        // When
        Organization updated = zendesk.createOrUpdateOrganization(organization("Acme Ltd", "ACC-1"));

        // Then
        assertThat(created.getId()).isGreaterThan(1L << 31);
        assertThat(updated.getId()).isEqualTo(created.getId());
        assertThat(updated.getName()).isEqualTo("Acme Ltd");
        assertThat(zendesk.getOrganizations()).hasSize(1);
    }

    @Test
    void create_or_update_tells_by_its_status_which_it_was() {
        // Given
        String body = "{'organization':{'name':'Acme','external_id':'acc-1'}}";

        // When
        List<Integer> statuses = List.of(
                http.post("/organizations/create_or_update.json", body).status(),
                http.post("/organizations/create_or_update", body).status());

        // Then
        assertThat(statuses).containsExactly(201, 200);
    }

    @Test
    void names_and_external_ids_of_organizations_are_unique() {
        // Given
        zendesk.createOrganization(organization("Acme", "acc-1"));

        // When
        Caller.Reply name = http.post("/organizations", "{'organization':{'name':'acme'}}");
        Caller.Reply external = http.post("/organizations", "{'organization':{'name':'B','external_id':'acc-1'}}");

        // Then
        assertThat(name.status()).isEqualTo(422);
        assertThat(name.json().path("error").asText()).isEqualTo("RecordInvalid");
        assertThat(name.json().path("details").path("name").get(0).path("error").asText())
                .isEqualTo("DuplicateValue");
        assertThat(external.status()).isEqualTo(422);
        assertThatExceptionOfType(ZendeskResponseException.class)
                .isThrownBy(() -> zendesk.createOrganization(organization("Acme", "acc-2")));
    }

    @Test
    void custom_fields_are_ignored_until_they_exist() {
        // Given
        Organization wanted = organization("Acme", "acc-1");
        wanted.setOrganizationFields(Map.of("lifecycle_stage", "lead"));
        Organization before = zendesk.createOrganization(wanted);
        http.post(
                "/organization_fields",
                "{'organization_field':{'key':'lifecycle_stage','type':'text','title':'Lifecycle stage'}}");

        // When
        Organization after = zendesk.createOrUpdateOrganization(wanted);

        // Then
        assertThat(before.getOrganizationFields()).isNullOrEmpty();
        assertThat(after.getOrganizationFields()).containsEntry("lifecycle_stage", "lead");
        assertThat(zendesk.getOrganizationFields())
                .extracting(OrganizationField::getKey)
                .containsExactly("lifecycle_stage");
    }

    @Test
    void organizations_page_by_cursor_and_the_next_link_is_there_even_at_the_end() {
        // Given
        for (int i = 0; i < 5; i++) {
            zendesk.createOrganization(organization("Org " + i, "o-" + i));
        }

        // When
        JsonNode first = http.get("/organizations.json?page%5Bsize%5D=3").json();
        String cursor = first.path("meta").path("after_cursor").asText();
        JsonNode last = http.get("/organizations.json?page%5Bsize%5D=3&page%5Bafter%5D=" + cursor)
                .json();

        // Then
        assertThat(first.path("organizations")).hasSize(3);
        assertThat(first.path("meta").path("has_more").asBoolean()).isTrue();
        assertThat(last.path("organizations").findValuesAsText("external_id")).containsExactly("o-3", "o-4");
        assertThat(last.path("meta").path("has_more").asBoolean()).isFalse();
        assertThat(last.path("links").path("next").asText()).startsWith("http");
        assertThat(http.get("/organizations/search?external_id=o-2")
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(http.get("/organizations/show_many?external_ids=o-1,o-4,o-9")
                        .json()
                        .path("organizations"))
                .hasSize(2);
    }

    @Test
    void many_organizations_are_a_job_whose_failures_show_only_in_its_results() {
        // Given
        zendesk.createOrganization(organization("Taken", "t"));
        JsonNode queued = http.post(
                        "/organizations/create_or_update_many",
                        "{'organizations':[{'name':'New','external_id':'n'},{'name':'Taken','external_id':'other'}]}")
                .json();

        // When
        JobStatus asked = new JobStatus();
        asked.setId(queued.path("job_status").path("id").asText());
        JobStatus done = zendesk.getJobStatus(asked);

        // Then
        assertThat(queued.path("job_status").path("status").asText()).isEqualTo("queued");
        assertThat(done.getStatus()).isEqualTo(JobStatus.JobStatusEnum.completed);
        assertThat(done.getResults()).extracting(result -> result.getSuccess()).containsExactly(true, false);
    }

    @Test
    void a_ticket_lives_until_it_is_closed_for_good() {
        // Given
        Ticket opened = zendesk.createTicket(ticket("Broken"));
        Ticket work = new Ticket();
        work.setId(opened.getId());
        work.setStatus(Status.SOLVED);
        work.setTags(List.of("Interline", "billing"));
        Ticket solved = zendesk.updateTicket(work);

        // When
        http.put("/tickets/" + opened.getId(), "{'ticket':{'status':'closed'}}");
        Caller.Reply late = http.put("/tickets/" + opened.getId(), "{'ticket':{'priority':'low'}}");

        // Then
        assertThat(opened.getStatus()).isEqualTo(Status.NEW);
        assertThat(solved.getTags()).containsExactly("billing", "interline");
        assertThat(solved.getAssigneeId())
                .isEqualTo(zendesk.getAuthenticatedUser().getId());
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.json()
                        .path("details")
                        .path("status")
                        .get(0)
                        .path("description")
                        .asText())
                .isEqualTo("Status: closed prevents ticket update");
    }

    @Test
    void comments_gather_and_a_deleted_ticket_is_not_found() {
        // Given
        Ticket opened = zendesk.createTicket(ticket("Broken"));
        zendesk.createComment(opened.getId(), new Comment("Still broken."));

        // When
        List<String> bodies = new ArrayList<>();
        zendesk.getTicketComments(opened.getId()).forEach(comment -> bodies.add(comment.getBody()));
        zendesk.deleteTicket(opened.getId());

        // Then
        assertThat(bodies).containsExactly("It broke.", "Still broken.");
        assertThat(zendesk.getTicket(opened.getId())).isNull();
        assertThat(http.get("/tickets/" + opened.getId()).json().path("error").asText())
                .isEqualTo("RecordNotFound");
    }

    @Test
    void the_same_key_opens_one_ticket_and_another_payload_is_refused() {
        // Given
        IdempotentResult<Ticket> first = zendesk.createTicketIdempotent(ticket("Once"), "key-1");

        // When
        IdempotentResult<Ticket> second = zendesk.createTicketIdempotent(ticket("Once"), "key-1");

        // Then
        assertThat(first.isDuplicateRequest()).isFalse();
        assertThat(second.isDuplicateRequest()).isTrue();
        assertThat(second.get().getId()).isEqualTo(first.get().getId());
        assertThat(zendesk.getTickets()).hasSize(1);
        assertThatExceptionOfType(ZendeskResponseIdempotencyConflictException.class)
                .isThrownBy(() -> zendesk.createTicketIdempotent(ticket("Twice"), "key-1"));
    }

    @Test
    void tickets_are_found_by_external_id_and_by_organization() {
        // Given
        Organization organization = zendesk.createOrganization(organization("Acme", "acc-1"));
        Ticket wanted = ticket("Invoice failed");
        wanted.setExternalId("interline-42");
        wanted.setOrganizationId(organization.getId());
        zendesk.createTicket(wanted);
        zendesk.createTicket(ticket("Other"));

        // When
        Iterable<Ticket> byExternal = zendesk.getTicketsByExternalId("interline-42");

        // Then
        assertThat(byExternal).extracting(Ticket::getSubject).containsExactly("Invoice failed");
        assertThat(zendesk.getOrganizationTickets(organization.getId())).hasSize(1);
    }

    @Test
    void a_safe_update_with_an_old_stamp_is_a_conflict() {
        // Given
        Ticket opened = zendesk.createTicket(ticket("Race"));

        // When
        Caller.Reply reply = http.put(
                "/tickets/" + opened.getId(),
                "{'ticket':{'priority':'low','safe_update':true,'updated_stamp':'2020-01-01T00:00:00Z'}}");

        // Then
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().path("error").asText()).isEqualTo("UpdateConflict");
        assertThat(zendesk.getTicket(opened.getId()).getPriority()).isEqualTo(Priority.HIGH);
    }

    @Test
    void users_are_matched_by_email_or_external_id() {
        // Given
        User user = new User(true, "Ada", "ada@example.test");
        user.setExternalId("u-1");
        User created = zendesk.createOrUpdateUser(user);

        // When
        User renamed = zendesk.createOrUpdateUser(new User(true, "Ada L.", "ADA@example.test"));

        // Then
        assertThat(renamed.getId()).isEqualTo(created.getId());
        assertThat(zendesk.getUser(created.getId()).getName()).isEqualTo("Ada L.");
        assertThat(http.get("/users/search?external_id=u-1")
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void users_are_listed_by_their_role() {
        // Given
        User customer = zendesk.createOrUpdateUser(new User(true, "Ada", "ada@example.test"));
        User agent = new User(true, "Robin", "robin@example.test");
        agent.setRole(Role.AGENT);
        agent = zendesk.createOrUpdateUser(agent);

        // Then
        assertThat(zendesk.getUsersByRole("end-user"))
                .extracting(User::getId)
                .contains(customer.getId())
                .doesNotContain(agent.getId());
        assertThat(zendesk.getUsersByRole("agent"))
                .extracting(User::getId)
                .contains(agent.getId())
                .doesNotContain(customer.getId());
        assertThat(zendesk.getUsersByRole("agent", "end-user"))
                .extracting(User::getId)
                .contains(customer.getId(), agent.getId());
    }

    @Test
    void exports_walk_all_changes_by_cursor_also_of_deleted_tickets() {
        // Given
        List<Long> opened = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            opened.add(zendesk.createTicket(ticket("T" + i)).getId());
        }
        zendesk.deleteTicket(opened.get(4));

        // When
        List<Long> exported = new ArrayList<>();
        String query = "?start_time=1600000000&per_page=2";
        JsonNode page;
        do {
            page = http.get("/incremental/tickets/cursor.json" + query).json();
            page.path("tickets").forEach(row -> exported.add(row.path("id").asLong()));
            query = "?per_page=2&cursor=" + page.path("after_cursor").asText();
        } while (!page.path("end_of_stream").asBoolean());

        // Then
        assertThat(exported).containsExactlyInAnyOrderElementsOf(opened);
        assertThat(http.get("/incremental/tickets/cursor?start_time=9999999999").status())
                .isEqualTo(422);
    }

    @Test
    void strangers_get_zendesks_own_refusals() {
        // Given
        Caller wrongToken = Caller.basic(sandbox.baseUrl(), "x/token:token-globex");

        // When
        Caller.Reply unauthorized = wrongToken.get("/zendesk/acme/api/v2/tickets.json");
        Caller.Reply nowhere = wrongToken.get("/zendesk/initech/api/v2/tickets.json");
        Caller.Reply own = wrongToken.get("/zendesk/globex/api/v2/tickets.json");

        // Then
        assertThat(unauthorized.status()).isEqualTo(401);
        assertThat(unauthorized.json().path("error").asText()).isEqualTo("Couldn't authenticate you");
        assertThat(nowhere.status()).isEqualTo(404);
        assertThat(nowhere.json().path("error").path("title").asText()).contains("initech");
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.header("x-rate-limit-remaining")).isNotEmpty();
    }
}
