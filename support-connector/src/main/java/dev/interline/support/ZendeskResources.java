package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.PersonalValues;
import dev.interline.sdk.api.ApiResource;
import dev.interline.sdk.api.ConnectorApi;
import dev.interline.sdk.api.ProviderReader;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * What the support connector's system API offers of Zendesk. Lists use its cursors, as pages by number end after 10,000 records
 * (<a href="https://developer.zendesk.com/api-reference/introduction/pagination/">pagination</a>). Texts of tickets stay there.
 */
@ApplicationScoped
public class ZendeskResources implements ConnectorApi {

    private static final int MAX_VALUE = 1_000;
    private static final String API = "/api/v2/";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** {@code mappings/zendesk/organization.from.jslt}. */
    static final String FROM_ORGANIZATION = "zendesk.organization.from";

    private static final String UPSERT_USER = "support.upsert-user.v1";

    private final Mappings mappings;
    private final PersonalValues personal;

    ZendeskResources(Mappings mappings, PersonalValues personal) {
        this.mappings = mappings;
        this.personal = personal;
    }

    /** Name and address of a user are sealed. */
    @Override
    public ObjectNode sealed(TenantId tenant, String type, ObjectNode command) {
        if (type.equals(UPSERT_USER)) {
            String key = command.path("key").asText();
            for (String said : List.of("name", "email")) {
                if (command.hasNonNull(said)) {
                    command.put(
                            said, personal.seal(tenant, key, command.path(said).asText()));
                }
            }
        }
        return command;
    }

    @Override
    public Map<String, ApiResource> resources() {
        return Map.of(
                "organizations", new Records("organization", this::organization),
                "tickets", new Records("ticket", ZendeskResources::ticket),
                "users", new Records("user", ZendeskResources::user));
    }

    /** Keys of callers stand apart from those of our own routes. */
    private static String ownKey(String key) {
        return ZendeskTickets.OWN_KEYS + "api:" + key;
    }

    private ObjectNode organization(JsonNode organization, TenantId tenant) {
        ObjectNode told = JSON.objectNode();
        text(organization.path("external_id")).ifPresent(key -> told.put("accountId", key));
        told.set("fields", mappings.of(FROM_ORGANIZATION, tenant).apply(organization));
        return told;
    }

    private static ObjectNode ticket(JsonNode ticket, TenantId tenant) {
        ObjectNode told = JSON.objectNode();
        ref(ticket.path("organization_id")).ifPresent(organization -> told.set("organization", organization));
        text(ticket.path("external_id"))
                .filter(key -> key.startsWith(ZendeskTickets.OWN_KEYS))
                .ifPresent(key -> told.put("key", key));
        return told.put(
                        "status",
                        ZendeskTickets.status(ticket.path("status").asText("")).token())
                .put(
                        "priority",
                        TicketPriority.ofToken(ticket.path("priority").asText(""))
                                .token());
    }

    private static ObjectNode user(JsonNode user, TenantId tenant) {
        ObjectNode told = JSON.objectNode();
        ref(user.path("organization_id")).ifPresent(organization -> told.set("organization", organization));
        for (String member : List.of("name", "email", "role")) {
            text(user.path(member)).ifPresent(value -> told.put(member, value));
        }
        return told.put(
                "active",
                user.path("active").asBoolean(false) && !user.path("suspended").asBoolean(false));
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(CanonicalText.clean(node.asText(""), MAX_VALUE))
                .filter(value -> !node.isNull() && !value.isEmpty());
    }

    private static Optional<ObjectNode> ref(JsonNode id) {
        return ZendeskTickets.id(id).map(text -> JSON.objectNode()
                .put("system", BusinessSystem.SUPPORT.token())
                .put("id", text));
    }

    private record Records(String kind, BiFunction<JsonNode, TenantId, ObjectNode> teller) implements ApiResource {

        private String plural() {
            return kind + "s";
        }

        @Override
        public Page list(Query query, ProviderReader provider) {
            Map<String, String> asked = new TreeMap<>();
            asked.put("page[size]", Integer.toString(query.limit()));
            if (query.position() != null) {
                asked.put("page[after]", query.position());
            }
            query.filter("role").ifPresent(role -> asked.put("role", role));
            Optional<String> organization = query.filter("organization");
            JsonNode body;
            try {
                body = organization.isEmpty()
                        ? provider.read("list-" + plural(), ProviderRequest.get(API + plural() + ".json", asked))
                                .body()
                        : provider.read(
                                        "list-tickets-of-organization",
                                        ProviderRequest.get(
                                                API + "organizations/" + ProviderRequest.segment(organization.get())
                                                        + "/tickets.json",
                                                asked))
                                .body();
            } catch (FailureException failed) {
                // An organization that is not there has no tickets.
                if (organization.isPresent() && isUnknown(failed)) {
                    return new Page(List.of(), null);
                }
                throw failed;
            }
            List<ObjectNode> items = new ArrayList<>();
            records(body).forEach(record -> items.add(told(record, provider.tenant())));
            String next = body.at("/meta/after_cursor").asText("");
            return new Page(items, body.at("/meta/has_more").asBoolean(false) && !next.isEmpty() ? next : null);
        }

        @Override
        public Optional<ObjectNode> one(String id, ProviderReader provider) {
            try {
                JsonNode record = provider.read(
                                "read-" + kind,
                                ProviderRequest.get(
                                        API + plural() + "/" + ProviderRequest.segment(id) + ".json", Map.of()))
                        .body()
                        .path(kind);
                return Optional.of(told(record, provider.tenant()));
            } catch (FailureException failed) {
                if (isUnknown(failed)) {
                    return Optional.empty();
                }
                throw failed;
            }
        }

        @Override
        public Optional<ObjectNode> ofKey(String key, ProviderReader provider) {
            boolean isTicket = kind.equals("ticket");
            String wanted = isTicket ? ownKey(key) : key;
            ProviderRequest request =
                    switch (kind) {
                        case "ticket" -> ProviderRequest.get(API + "tickets.json", Map.of("external_id", wanted));
                        case "user" ->
                            ProviderRequest.get(API + "users/show_many.json", Map.of("external_ids", wanted));
                        default ->
                            ProviderRequest.get(API + "organizations/search.json", Map.of("external_id", wanted));
                    };
            JsonNode found = provider.read("find-" + kind, request).body();
            for (JsonNode record : records(found)) {
                String own = record.path("external_id").asText("");
                // Zendesk compares external ids of organizations and users without regard to case.
                if (isTicket ? own.equals(wanted) : own.equalsIgnoreCase(wanted)) {
                    return Optional.of(told(record, provider.tenant()));
                }
            }
            return Optional.empty();
        }

        /** That there is nothing must be said, not left out. */
        private JsonNode records(JsonNode body) {
            JsonNode records = body.path(plural());
            if (!records.isArray()) {
                throw ZendeskFailures.incompleteRead(plural());
            }
            return records;
        }

        private static boolean isUnknown(FailureException failed) {
            return failed.failure().code().equals(ZendeskFailures.RECORD_NOT_FOUND);
        }

        private ObjectNode told(JsonNode record, TenantId tenant) {
            ObjectNode ref = ref(record.path("id"))
                    .orElseThrow(() -> new FailureException(
                            Failure.of(FailureKind.UNMAPPABLE, ZendeskFailures.UNREADABLE, kind + ".id is missing")));
            ObjectNode told = JSON.objectNode();
            told.set("ref", ref);
            told.setAll(teller.apply(record, tenant));
            ZendeskTickets.time(record.path("created_at")).ifPresent(at -> told.put("createdAt", at.toString()));
            ZendeskTickets.time(record.path("updated_at")).ifPresent(at -> told.put("updatedAt", at.toString()));
            return told;
        }
    }
}
