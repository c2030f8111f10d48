package dev.interline.devstack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a salesperson of the tenant sees and does in HubSpot. */
final class HubSpotWorld {
    private static final List<String> SHOWN = List.of(
            "name",
            "lifecyclestage",
            "interline_billing_status",
            "interline_open_ticket_count",
            "interline_last_escalation");

    private final SandboxHttp http;
    private final DemoAccounts accounts;

    HubSpotWorld(SandboxHttp http, DemoAccounts accounts) {
        this.http = http;
        this.accounts = accounts;
    }

    /**
     * A company as the salesperson sees it.
     *
     * @param id its record id
     * @param properties its properties
     */
    record Company(String id, JsonNode properties) {
        /** The property's value, empty when it is not set. */
        String value(String property) {
            return properties.path(property).asText("");
        }
    }

    Optional<Company> company(String name) {
        JsonNode found = http.postJson(
                accounts.hubspot().apiBase() + "/crm/v3/objects/companies/search",
                Map.of("Authorization", "Bearer " + accounts.hubspot().apiToken()),
                Map.of(
                        "filterGroups",
                        List.of(Map.of(
                                "filters", List.of(Map.of("propertyName", "name", "operator", "EQ", "value", name)))),
                        "properties",
                        SHOWN,
                        "limit",
                        1));
        return found.path("results").isEmpty()
                ? Optional.empty()
                : Optional.of(new Company(
                        found.path("results").path(0).path("id").asText(),
                        found.path("results").path(0).path("properties")));
    }

    void edit(Company company, Map<String, String> properties) {
        http.postJson(
                accounts.sandbox() + "/_sandbox/hubspot/" + accounts.hubspot().account() + "/companies/" + company.id(),
                Map.of(),
                Map.of("properties", properties));
    }
}
