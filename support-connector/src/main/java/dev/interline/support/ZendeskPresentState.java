package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Zendesk has now, beside what a call would write; never who somebody is or what somebody wrote. */
final class ZendeskPresentState {

    private static final Set<String> TICKET_FIELDS =
            Set.of("subject", "priority", "status", "external_id", "assignee_id", "group_id");

    private ZendeskPresentState() {}

    static Optional<PresentState> of(String operation, ProviderRequest request) {
        return switch (operation) {
            case "upsert-organization" -> organization(request.json().path("organization"));
            case "create-ticket" -> newTicket(request.json().path("ticket"));
            case "solve-ticket", "update-ticket" -> ticket(request);
            default -> Optional.empty();
        };
    }

    private static Optional<PresentState> organization(JsonNode organization) {
        ProviderRequest read = ProviderRequest.get(
                "/api/v2/organizations/search.json",
                Map.of("external_id", organization.path("external_id").asText()));
        return Optional.of(new PresentState(
                read,
                answer -> organizationFields(answer.body().path("organizations").path(0)),
                organizationFields(organization)));
    }

    private static Map<String, String> organizationFields(JsonNode organization) {
        Map<String, String> fields = new HashMap<>(PresentState.texts(organization.path("organization_fields")));
        if (organization.has("name")) {
            fields.put("name", organization.path("name").asText());
        }
        return fields;
    }

    private static Optional<PresentState> newTicket(JsonNode ticket) {
        ProviderRequest read = ProviderRequest.get(
                "/api/v2/tickets.json",
                Map.of("external_id", ticket.path("external_id").asText()));
        return Optional.of(new PresentState(
                read, answer -> ticketFields(answer.body().path("tickets").path(0)), ticketFields(ticket)));
    }

    private static Optional<PresentState> ticket(ProviderRequest update) {
        return Optional.of(new PresentState(
                ProviderRequest.get(update.path(), Map.of()),
                answer -> ticketFields(answer.body().path("ticket")),
                ticketFields(update.json().path("ticket"))));
    }

    private static Map<String, String> ticketFields(JsonNode ticket) {
        Map<String, String> fields = PresentState.texts(ticket);
        fields.keySet().retainAll(TICKET_FIELDS);
        return fields;
    }
}
