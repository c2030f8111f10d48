package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.crm.CrmCommand.RefetchAccount;
import dev.interline.canonical.crm.CrmCommand.UpsertAccount;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.api.ApiCommand;
import dev.interline.sdk.api.ApiResource;
import dev.interline.sdk.api.ConnectorApi;
import dev.interline.sdk.api.ProviderReader;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the CRM connector's system API offers of HubSpot. A list without filters is paged by HubSpot's own cursor. One with
 * filters is a search, which HubSpot ends after 10,000 results (<a
 * href="https://developers.hubspot.com/docs/api-reference/search/guide">search</a>): it is sorted by id and each page asks for
 * what lies behind the last id, so that it has no end. A search finds a new record some seconds late.
 */
@ApplicationScoped
public class HubSpotResources implements ConnectorApi {

    private static final int MAX_VALUE = 1_000;
    private static final String ID = "hs_object_id";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The contract's names of a company's facts; the same for every tenant, so that overlays of mappings do not reach here. */
    private static final Map<String, String> COMPANY_FACTS = Map.of(
            AccountField.NAME.token(), "name",
            AccountField.DOMAIN.token(), "domain",
            AccountField.INDUSTRY.token(), "industry",
            AccountField.OWNER.token(), "hubspot_owner_id",
            AccountField.LIFECYCLE_STAGE.token(), "lifecyclestage",
            AccountField.PLAN.token(), "interline_plan",
            AccountField.BILLING_STATUS.token(), "interline_billing_status",
            AccountField.OPEN_TICKET_COUNT.token(), "interline_open_ticket_count",
            AccountField.LAST_ESCALATION.token(), "interline_last_escalation");

    private static final Map<String, String> CONTACT_FACTS = Map.of(
            "firstName", "firstname",
            "lastName", "lastname",
            "email", "email",
            "phone", "phone",
            "lifecycleStage", "lifecyclestage",
            "owner", "hubspot_owner_id");

    @Override
    public Map<String, ApiResource> resources() {
        return Map.of(
                "accounts", new Records("company", "companies", COMPANY_FACTS),
                "contacts", new Records("contact", "contacts", CONTACT_FACTS));
    }

    @Override
    public Map<String, ApiCommand> commands() {
        return Map.of("upsertAccount", ApiCommand.ofAccount(UpsertAccount::new), "refreshAccount", (path, body) -> {
            ExternalRef account = new ExternalRef(BusinessSystem.CRM, path.getOrDefault("id", ""));
            return new ApiCommand.Wanted(new RefetchAccount(account), account.id());
        });
    }

    private record Records(String kind, String plural, Map<String, String> facts) implements ApiResource {

        private String path() {
            return "/crm/v3/objects/" + plural;
        }

        private List<String> properties() {
            List<String> properties = new ArrayList<>(new TreeSet<>(facts.values()));
            if (isCompany()) {
                properties.add(HubSpotCompanies.KEY_PROPERTY);
            }
            return properties;
        }

        private boolean isCompany() {
            return kind.equals("company");
        }

        @Override
        public Page list(Query query, ProviderReader provider) {
            return query.filters().isEmpty() ? listed(query, provider) : searched(query, provider);
        }

        private Page listed(Query query, ProviderReader provider) {
            Map<String, String> asked = new TreeMap<>();
            asked.put("limit", Integer.toString(query.limit()));
            asked.put("properties", String.join(",", properties()));
            if (query.position() != null) {
                asked.put("after", query.position());
            }
            JsonNode body = provider.read("list-" + plural, ProviderRequest.get(path(), asked))
                    .body();
            String next = body.at("/paging/next/after").asText("");
            return new Page(told(body), next.isEmpty() ? null : next);
        }

        private Page searched(Query query, ProviderReader provider) {
            ObjectNode request = JSON.objectNode().put("limit", query.limit());
            ArrayNode filters = request.putArray("filterGroups").addObject().putArray("filters");
            query.filter("domain").ifPresent(domain -> filters.add(filter("domain", "EQ", domain)));
            query.filter("lifecycleStage").ifPresent(stage -> filters.add(filter("lifecyclestage", "EQ", stage)));
            query.filter("updatedAfter")
                    .ifPresent(after -> filters.add(filter(
                            isCompany() ? "hs_lastmodifieddate" : "lastmodifieddate",
                            "GTE",
                            Long.toString(Instant.parse(after).toEpochMilli()))));
            if (query.position() != null) {
                filters.add(filter(ID, "GT", query.position()));
            }
            request.putArray("sorts").addObject().put("propertyName", ID).put("direction", "ASCENDING");
            properties().forEach(request.putArray("properties")::add);
            JsonNode body = provider.read("search-" + plural, ProviderRequest.post(path() + "/search", request))
                    .body();
            List<ObjectNode> items = told(body);
            boolean more = body.at("/paging/next/after").isValueNode();
            return new Page(
                    items,
                    more && !items.isEmpty()
                            ? items.getLast().path("ref").path("id").asText()
                            : null);
        }

        private static ObjectNode filter(String property, String operator, String value) {
            return JSON.objectNode()
                    .put("propertyName", property)
                    .put("operator", operator)
                    .put("value", value);
        }

        private List<ObjectNode> told(JsonNode page) {
            List<ObjectNode> items = new ArrayList<>();
            page.path("results").forEach(record -> items.add(told(record, record.path("properties"))));
            return items;
        }

        @Override
        public Optional<ObjectNode> one(String id, ProviderReader provider) {
            return read(id, Map.of("properties", String.join(",", properties())), provider);
        }

        @Override
        public Optional<ObjectNode> ofKey(String key, ProviderReader provider) {
            return read(
                    key,
                    Map.of("properties", String.join(",", properties()), "idProperty", HubSpotCompanies.KEY_PROPERTY),
                    provider);
        }

        private Optional<ObjectNode> read(String id, Map<String, String> query, ProviderReader provider) {
            try {
                ProviderAnswer answer = provider.read(
                        "read-" + kind, ProviderRequest.get(path() + "/" + ProviderRequest.segment(id), query));
                return Optional.of(told(answer.body(), answer.body().path("properties")));
            } catch (FailureException failed) {
                // Where the portal lacks our property, no company can carry it.
                if (failed.failure().code().equals(HubSpotFailures.NOT_FOUND)
                        || failed.failure().code().equals(HubSpotFailures.MISSING_PROPERTY)) {
                    return Optional.empty();
                }
                throw failed;
            }
        }

        private ObjectNode told(JsonNode record, JsonNode properties) {
            String id = record.path("id").asText("");
            if (id.isEmpty() || !properties.isObject()) {
                throw new FailureException(Failure.of(
                        FailureKind.UNMAPPABLE,
                        HubSpotFailures.PREFIX + "-1101",
                        kind + " has no id or no properties"));
            }
            ObjectNode told = JSON.objectNode();
            told.putObject("ref").put("system", BusinessSystem.CRM.token()).put("id", id);
            if (isCompany()) {
                String key = properties.path(HubSpotCompanies.KEY_PROPERTY).asText("");
                if (!key.isBlank()) {
                    told.put("accountId", key);
                }
                ObjectNode fields = told.putObject("fields");
                facts.forEach((fact, property) -> fields.put(fact, text(properties, property)));
            } else {
                facts.forEach((fact, property) -> told.put(fact, text(properties, property)));
            }
            time(record.path("createdAt")).ifPresent(at -> told.put("createdAt", at));
            time(record.path("updatedAt")).ifPresent(at -> told.put("updatedAt", at));
            return told;
        }

        private static String text(JsonNode properties, String property) {
            return CanonicalText.clean(properties.path(property).asText(""), MAX_VALUE);
        }

        private static Optional<String> time(JsonNode node) {
            try {
                return Optional.of(
                        OffsetDateTime.parse(node.asText("")).toInstant().toString());
            } catch (DateTimeParseException absent) {
                return Optional.empty();
            }
        }
    }
}
