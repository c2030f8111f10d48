package dev.interline.devstack.torture;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A row of the sandbox's ledger: something that was done, or was to be done, at a provider.
 *
 * @param sequence order of the effects
 * @param account the provider's name for the tenant's account
 * @param operation {@code companies.upsert}, {@code tickets.create}, …
 * @param entity the provider's id; empty if nothing was touched
 * @param externalId our id; empty if there is none
 * @param applied whether it took effect
 * @param plan the plan it set; empty if it set none
 * @param domain the domain it set; empty if it set none
 * @param name the company's name it set; empty if it set none
 * @param status the ticket status it set; empty if it set none
 */
record Effect(
        long sequence,
        Instant at,
        String provider,
        String account,
        String operation,
        String entity,
        String externalId,
        boolean applied,
        String plan,
        String domain,
        String name,
        String status) {

    static Effect of(JsonNode row) {
        JsonNode detail = row.path("detail");
        JsonNode fields = detail.path("organization_fields");
        boolean organization = fields.isObject();
        return new Effect(
                row.path("sequence").asLong(),
                Instant.parse(row.path("at").asText()),
                text(row, "provider"),
                text(row, "account"),
                text(row, "operation"),
                text(row, "entity"),
                text(row, "externalId"),
                row.path("outcome").asText().equals("applied"),
                organization ? text(fields, "plan") : text(detail, "interline_plan"),
                organization ? text(fields, "domain") : text(detail, "domain"),
                text(detail, "name"),
                text(detail, "status"));
    }

    private static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isNull() ? "" : value.asText("");
    }

    boolean isCompanyUpsert() {
        return operation.equals("companies.upsert") || operation.equals("organizations.create_or_update");
    }

    boolean isTicketCreation() {
        return operation.equals("tickets.create");
    }
}
