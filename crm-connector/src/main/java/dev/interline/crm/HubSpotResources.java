package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.crm.ContactField;
import dev.interline.canonical.customer.OpportunityStatus;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.PersonalValues;
import dev.interline.sdk.api.ApiResource;
import dev.interline.sdk.api.ConnectorApi;
import dev.interline.sdk.api.ProviderReader;
import dev.interline.sdk.mapping.Mapping;
import dev.interline.sdk.mapping.Mappings;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

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
    private static final String UPSERT_CONTACT = "crm.upsert-contact.v1";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What only we write, so that no mapping reads it. */
    private static final Map<String, String> OWN_FACTS = Map.of(
            AccountField.OPEN_TICKET_COUNT.token(), "interline_open_ticket_count",
            AccountField.LAST_ESCALATION.token(), "interline_last_escalation");

    private static final Map<String, String> CONTACT_FACTS = Map.of(
            "firstName", "firstname",
            "lastName", "lastname",
            "email", "email",
            "phone", "phone",
            "lifecycleStage", "lifecyclestage",
            "owner", "hubspot_owner_id");

    private static final Facts CONTACT = new Facts(
            Set.copyOf(CONTACT_FACTS.values()),
            (given, told) -> CONTACT_FACTS.forEach((fact, property) -> told.put(fact, text(given, property))));

    private static final Map<String, String> OPPORTUNITY_FACTS = Map.of(
            "title", "dealname",
            "pipeline", "pipeline",
            "stage", "dealstage",
            "amount", "amount",
            "currency", "deal_currency_code",
            "closesAt", "closedate",
            "owner", "hubspot_owner_id");

    /**
     * HubSpot works both out from the deal's stage, as texts, and nobody can write them (<a
     * href="https://knowledge.hubspot.com/properties/hubspots-default-deal-properties">default deal properties</a>). A read
     * needs no second one of the pipeline for them.
     */
    private static final String CLOSED = "hs_is_closed";

    private static final String CLOSED_WON = "hs_is_closed_won";

    /** What the two are in each status, for telling and for searching alike; else it is unknown. */
    private static final Map<String, Map<String, String>> OPPORTUNITY_STATUS = Map.of(
            OpportunityStatus.OPEN.token(), Map.of(CLOSED, "false"),
            OpportunityStatus.WON.token(), Map.of(CLOSED, "true", CLOSED_WON, "true"),
            OpportunityStatus.LOST.token(), Map.of(CLOSED, "true", CLOSED_WON, "false"));

    private static final Facts OPPORTUNITY = new Facts(opportunityProperties(), (given, told) -> {
        String key = given.path(HubSpotDeals.KEY_PROPERTY).asText("");
        if (!key.isBlank()) {
            told.put("opportunityId", key);
        }
        OPPORTUNITY_FACTS.forEach((fact, property) -> told.put(fact, text(given, property)));
        told.put("status", opportunityStatus(given));
    });

    private final Mappings mappings;
    private final PersonalValues personal;

    HubSpotResources(Mappings mappings, PersonalValues personal) {
        this.mappings = mappings;
        this.personal = personal;
    }

    @Override
    public Map<String, ApiResource> resources() {
        return Map.of(
                "accounts", new Records("company", "companies", HubSpotCompanies.KEY_PROPERTY, this::company),
                "contacts", new Records("contact", "contacts", HubSpotContacts.KEY_PROPERTY, tenant -> CONTACT),
                "opportunities", new Records("deal", "deals", HubSpotDeals.KEY_PROPERTY, tenant -> OPPORTUNITY));
    }

    /** What says who a contact is, is sealed. */
    @Override
    public ObjectNode sealed(TenantId tenant, String type, ObjectNode command) {
        if (!type.equals(UPSERT_CONTACT)) {
            return command;
        }
        String contact = command.path("contactId").asText();
        ObjectNode fields = JSON.objectNode();
        command.path("fields").properties().forEach(field -> {
            String value = field.getValue().asText();
            fields.put(
                    field.getKey(),
                    ContactField.ofToken(field.getKey()).isPersonal() ? personal.seal(tenant, contact, value) : value);
        });
        command.set("fields", fields);
        return command;
    }

    /** A company as the tenant's mapping has it. */
    private Facts company(TenantId tenant) {
        Mapping mapping = mappings.of(HubSpotCompanies.FROM_COMPANY, tenant);
        Set<String> properties = new TreeSet<>(mapping.reads());
        properties.addAll(OWN_FACTS.values());
        return new Facts(properties, (given, told) -> {
            String key = given.path(HubSpotCompanies.KEY_PROPERTY).asText("");
            if (!key.isBlank()) {
                told.put("accountId", key);
            }
            ObjectNode fields = told.putObject("fields");
            OWN_FACTS.forEach((fact, property) -> fields.put(fact, text(given, property)));
            fields.setAll(mapping.apply(given));
        });
    }

    private static Set<String> opportunityProperties() {
        Set<String> properties = new TreeSet<>(OPPORTUNITY_FACTS.values());
        properties.addAll(List.of(CLOSED, CLOSED_WON));
        return Set.copyOf(properties);
    }

    private static String opportunityStatus(JsonNode given) {
        return OPPORTUNITY_STATUS.entrySet().stream()
                .filter(status -> status.getValue().entrySet().stream()
                        .allMatch(asked -> given.path(asked.getKey()).asText("").equals(asked.getValue())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(OpportunityStatus.UNKNOWN.token());
    }

    private static String text(JsonNode properties, String property) {
        return CanonicalText.clean(properties.path(property).asText(""), MAX_VALUE);
    }

    /**
     * What is told of a record.
     *
     * @param properties what HubSpot is asked for
     * @param teller adds it to what is told, from the properties
     */
    private record Facts(Set<String> properties, BiConsumer<JsonNode, ObjectNode> teller) {}

    private record Records(String kind, String plural, String key, Function<TenantId, Facts> facts)
            implements ApiResource {

        private String path() {
            return "/crm/v3/objects/" + plural;
        }

        private List<String> properties(TenantId tenant) {
            Set<String> properties = new TreeSet<>(facts.apply(tenant).properties());
            properties.add(key);
            return List.copyOf(properties);
        }

        /** Contacts have kept an older name. */
        private String lastModified() {
            return kind.equals("contact") ? "lastmodifieddate" : "hs_lastmodifieddate";
        }

        @Override
        public Page list(Query query, ProviderReader provider) {
            return query.filters().isEmpty() ? listed(query, provider) : searched(query, provider);
        }

        private Page listed(Query query, ProviderReader provider) {
            Map<String, String> asked = new TreeMap<>();
            asked.put("limit", Integer.toString(query.limit()));
            asked.put("properties", String.join(",", properties(provider.tenant())));
            if (query.position() != null) {
                asked.put("after", query.position());
            }
            JsonNode body = provider.read("list-" + plural, ProviderRequest.get(path(), asked))
                    .body();
            String next = body.at("/paging/next/after").asText("");
            return new Page(items(body, provider.tenant()), next.isEmpty() ? null : next);
        }

        private Page searched(Query query, ProviderReader provider) {
            ObjectNode request = JSON.objectNode().put("limit", query.limit());
            ArrayNode filters = request.putArray("filterGroups").addObject().putArray("filters");
            query.filter("domain").ifPresent(domain -> filters.add(filter("domain", "EQ", domain)));
            query.filter("lifecycleStage").ifPresent(stage -> filters.add(filter("lifecyclestage", "EQ", stage)));
            query.filter("pipeline").ifPresent(pipeline -> filters.add(filter("pipeline", "EQ", pipeline)));
            query.filter("stage").ifPresent(stage -> filters.add(filter("dealstage", "EQ", stage)));
            query.filter("status")
                    .map(OPPORTUNITY_STATUS::get)
                    .ifPresent(asked -> asked.forEach((property, value) -> filters.add(filter(property, "EQ", value))));
            query.filter("updatedAfter")
                    .ifPresent(after -> filters.add(filter(
                            lastModified(),
                            "GTE",
                            Long.toString(Instant.parse(after).toEpochMilli()))));
            if (query.position() != null) {
                filters.add(filter(ID, "GT", query.position()));
            }
            request.putArray("sorts").addObject().put("propertyName", ID).put("direction", "ASCENDING");
            properties(provider.tenant()).forEach(request.putArray("properties")::add);
            JsonNode body = provider.read("search-" + plural, ProviderRequest.post(path() + "/search", request))
                    .body();
            List<ObjectNode> items = items(body, provider.tenant());
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

        private List<ObjectNode> items(JsonNode page, TenantId tenant) {
            List<ObjectNode> items = new ArrayList<>();
            page.path("results").forEach(record -> items.add(told(record, tenant)));
            return items;
        }

        @Override
        public Optional<ObjectNode> one(String id, ProviderReader provider) {
            return read(id, Map.of("properties", String.join(",", properties(provider.tenant()))), provider);
        }

        @Override
        public Optional<ObjectNode> ofKey(String value, ProviderReader provider) {
            return read(
                    value,
                    Map.of("properties", String.join(",", properties(provider.tenant())), "idProperty", key),
                    provider);
        }

        private Optional<ObjectNode> read(String id, Map<String, String> query, ProviderReader provider) {
            try {
                ProviderAnswer answer = provider.read(
                        "read-" + kind, ProviderRequest.get(path() + "/" + ProviderRequest.segment(id), query));
                return Optional.of(told(answer.body(), provider.tenant()));
            } catch (FailureException failed) {
                // Where the portal lacks our property, no record can carry it.
                if (failed.failure().code().equals(HubSpotFailures.NOT_FOUND)
                        || failed.failure().code().equals(HubSpotFailures.MISSING_PROPERTY)) {
                    return Optional.empty();
                }
                throw failed;
            }
        }

        private ObjectNode told(JsonNode record, TenantId tenant) {
            JsonNode properties = record.path("properties");
            String id = record.path("id").asText("");
            if (id.isEmpty() || !properties.isObject()) {
                throw new FailureException(Failure.of(
                        FailureKind.UNMAPPABLE,
                        HubSpotFailures.PREFIX + "-1101",
                        kind + " has no id or no properties"));
            }
            ObjectNode told = JSON.objectNode();
            told.putObject("ref").put("system", BusinessSystem.CRM.token()).put("id", id);
            facts.apply(tenant).teller().accept(properties, told);
            time(record.path("createdAt")).ifPresent(at -> told.put("createdAt", at));
            time(record.path("updatedAt")).ifPresent(at -> told.put("updatedAt", at));
            return told;
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
