package dev.interline.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tenant's support agents and their customers see and do in Zendesk. */
final class ZendeskWorld {
    private final SandboxHttp http;
    private final DemoAccounts accounts;

    ZendeskWorld(SandboxHttp http, DemoAccounts accounts) {
        this.http = http;
        this.accounts = accounts;
    }

    /**
     * An organisation as an agent sees it.
     *
     * @param id its id
     * @param fields its custom fields
     */
    record Organization(long id, JsonNode fields) {}

    Optional<Organization> organization(String name) {
        JsonNode found = get("/api/v2/organizations/search?name=" + SandboxHttp.encoded(name))
                .path("organizations")
                .path(0);
        return found.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Organization(found.path("id").asLong(), found.path("organization_fields")));
    }

    /** @return the status of each ticket of the organisation, {@code open} or {@code solved} for instance */
    List<String> ticketStates(Organization organization) {
        List<String> states = new ArrayList<>();
        get("/api/v2/organizations/" + organization.id() + "/tickets")
                .path("tickets")
                .forEach(ticket -> states.add(ticket.path("status").asText()));
        return states;
    }

    /** @return the new ticket's id */
    long raiseTicket(Organization organization, String subject) {
        JsonNode answer = http.postJson(
                control("/tickets"),
                Map.of(),
                Map.of(
                        "subject",
                        subject,
                        "description",
                        "Nobody can log in since this morning.",
                        "priority",
                        "normal",
                        "organization_id",
                        organization.id()));
        return (answer.has("ticket") ? answer.path("ticket") : answer)
                .path("id")
                .asLong();
    }

    void setPriority(long ticket, String priority) {
        http.postJson(control("/tickets/" + ticket), Map.of(), Map.of("priority", priority));
    }

    private String control(String path) {
        return accounts.sandbox() + "/_sandbox/zendesk/" + accounts.zendesk().account() + path;
    }

    private JsonNode get(String path) {
        String login = accounts.zendeskUser() + "/token:" + accounts.zendesk().apiToken();
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return http.get(accounts.zendesk().apiBase() + path, Map.of("Authorization", "Basic " + basic));
    }
}
