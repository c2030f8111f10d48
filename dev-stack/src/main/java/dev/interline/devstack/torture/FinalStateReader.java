package dev.interline.devstack.torture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.devstack.DevStackFailure;
import dev.interline.devstack.torture.FinalState.CrmCompany;
import dev.interline.devstack.torture.FinalState.DeskTicket;
import dev.interline.devstack.torture.FinalState.Organization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads what the providers hold, through their APIs as any client of theirs would. */
final class FinalStateReader {
    private static final String COMPANY_PROPERTIES = "name,domain,lifecyclestage,industry,interline_plan,"
            + "interline_billing_status,interline_open_ticket_count";
    private static final int TRIES = 5;

    private final Http http;
    private final Endpoints endpoints;

    FinalStateReader(Http http, Endpoints endpoints) {
        this.http = http;
        this.endpoints = endpoints;
    }

    /** @param effects the whole ledger: it names every record there can be */
    FinalState read(List<Effect> effects) {
        List<CrmCompany> companies = new ArrayList<>();
        List<Organization> organizations = new ArrayList<>();
        for (String tenant : TorturePlan.TENANTS) {
            ids(effects, tenant, "hubspot", effect -> effect.operation().equals("companies.upsert"))
                    .forEach(id -> companies.add(company(tenant, id)));
            ids(effects, tenant, "zendesk", effect -> effect.operation().equals("organizations.create_or_update"))
                    .forEach(id -> organizations.add(organization(tenant, id)));
        }
        return new FinalState(companies, organizations);
    }

    private List<String> ids(List<Effect> effects, String tenant, String provider, Predicate<Effect> made) {
        String account = endpoints.of(tenant, provider, "account");
        return effects.stream()
                .filter(effect -> effect.applied()
                        && effect.provider().equals(provider)
                        && effect.account().equals(account))
                .filter(made)
                .map(Effect::entity)
                .distinct()
                .toList();
    }

    private CrmCompany company(String tenant, String id) {
        JsonNode properties = get(
                        endpoints.of(tenant, "hubspot", "apiBase") + "/crm/v3/objects/companies/" + id + "?properties="
                                + COMPANY_PROPERTIES,
                        "Bearer " + endpoints.of(tenant, "hubspot", "apiToken"))
                .path("properties");
        return new CrmCompany(
                tenant,
                id,
                text(properties, "name"),
                text(properties, "domain"),
                text(properties, "interline_plan"),
                text(properties, "interline_billing_status"),
                text(properties, "lifecyclestage"),
                text(properties, "industry"),
                text(properties, "interline_open_ticket_count"));
    }

    private Organization organization(String tenant, String id) {
        String base = endpoints.of(tenant, "zendesk", "apiBase") + "/api/v2/organizations/" + id;
        String user =
                endpoints.of(tenant, "zendesk", "api-user") + "/token:" + endpoints.of(tenant, "zendesk", "apiToken");
        String basic = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        JsonNode organization = get(base + ".json", basic).path("organization");
        Map<String, String> fields = new LinkedHashMap<>();
        organization
                .path("organization_fields")
                .properties()
                .forEach(field ->
                        fields.put(field.getKey(), text(organization.path("organization_fields"), field.getKey())));
        List<DeskTicket> tickets = new ArrayList<>();
        String next = base + "/tickets.json?page[size]=100".replace("[", "%5B").replace("]", "%5D");
        while (!next.isEmpty()) {
            JsonNode page = get(next, basic);
            page.path("tickets")
                    .forEach(ticket -> tickets.add(
                            new DeskTicket(text(ticket, "id"), text(ticket, "external_id"), text(ticket, "status"))));
            next = page.path("meta").path("has_more").asBoolean() ? text(page.path("links"), "next") : "";
        }
        return new Organization(tenant, id, text(organization, "name"), fields, tickets);
    }

    private JsonNode get(String url, String authorization) {
        Http.Answer answer = new Http.Answer(0, "");
        for (int attempt = 0; attempt < TRIES; attempt++) {
            answer = http.get(url, Map.of("Authorization", authorization));
            if (answer.ok()) {
                return answer.json();
            }
        }
        throw new DevStackFailure("The sandbox answered " + url + " with " + answer.status() + ".");
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isNull() ? "" : value.asText("");
    }
}
