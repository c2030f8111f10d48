package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.support.SupportCommand.OpenTicket;
import dev.interline.canonical.support.SupportCommand.RefetchTicket;
import dev.interline.canonical.support.SupportCommand.SolveTicket;
import dev.interline.canonical.support.SupportCommand.UpsertOrganization;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.api.ApiCommand;
import dev.interline.sdk.api.ApiResource;
import dev.interline.sdk.api.ConnectorApi;
import dev.interline.sdk.api.ProviderReader;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the support connector's system API offers of Zendesk. Lists use its cursors, as pages by number end after 10,000 records
 * (<a href="https://developer.zendesk.com/api-reference/introduction/pagination/">pagination</a>). Texts of tickets stay there.
 */
@ApplicationScoped
public class ZendeskResources implements ConnectorApi {

    private static final int MAX_VALUE = 1_000;
    private static final String API = "/api/v2/";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The contract's names of an organization's facts; the same for every tenant, so that overlays of mappings do not reach here. */
    private static final Map<AccountField, String> ORGANIZATION_FACTS = new EnumMap<>(Map.of(
            AccountField.PLAN, "plan",
            AccountField.BILLING_STATUS, "billing_status",
            AccountField.LIFECYCLE_STAGE, "lifecycle_stage",
            AccountField.OWNER, "account_owner",
            AccountField.INDUSTRY, "industry",
            AccountField.DOMAIN, "domain"));

    @Override
    public Map<String, ApiResource> resources() {
        return Map.of(
                "organizations", new Records("organization", ZendeskResources::organization),
                "tickets", new Records("ticket", ZendeskResources::ticket),
                "users", new Records("user", ZendeskResources::user));
    }

    @Override
    public Map<String, ApiCommand> commands() {
        return Map.of(
                "upsertOrganization", ApiCommand.ofAccount(UpsertOrganization::new),
                "openTicket",
                        (path, body) -> {
                            AccountId account = account(body);
                            List<String> tags = new ArrayList<>();
                            body.path("tags").forEach(tag -> tags.add(tag.asText()));
                            return new ApiCommand.Wanted(
                                    new OpenTicket(
                                            account,
                                            ownKey(body.path("key").asText()),
                                            body.path("subject").asText(),
                                            body.path("body").asText(),
                                            TicketPriority.ofToken(
                                                    body.path("priority").asText("none")),
                                            tags),
                                    account.value());
                        },
                "solveTicket",
                        (path, body) -> {
                            AccountId account = account(body);
                            return new ApiCommand.Wanted(
                                    new SolveTicket(account, ownKey(path.getOrDefault("key", ""))), account.value());
                        },
                "refreshTicket",
                        (path, body) -> {
                            String id = path.getOrDefault("id", "");
                            return new ApiCommand.Wanted(new RefetchTicket(ZendeskTickets.ref(id), false), id);
                        });
    }

    private static AccountId account(JsonNode body) {
        return new AccountId(body.path("accountId").asText());
    }

    /** Keys of callers stand apart from those of our own routes. */
    private static String ownKey(String key) {
        return ZendeskTickets.OWN_KEYS + "api:" + key;
    }

    private static ObjectNode organization(JsonNode organization) {
        ObjectNode told = JSON.objectNode();
        text(organization.path("external_id")).ifPresent(key -> told.put("accountId", key));
        ObjectNode fields = told.putObject("fields");
        fields.put(AccountField.NAME.token(), text(organization.path("name")).orElse(""));
        ORGANIZATION_FACTS.forEach((field, name) -> fields.put(
                field.token(),
                text(organization.path("organization_fields").path(name)).orElse("")));
        return told;
    }

    private static ObjectNode ticket(JsonNode ticket) {
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

    private static ObjectNode user(JsonNode user) {
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

    private record Records(String kind, Function<JsonNode, ObjectNode> teller) implements ApiResource {

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
            records(body).forEach(record -> items.add(told(record)));
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
                return Optional.of(told(record));
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
            JsonNode found = provider.read(
                            "find-" + kind,
                            ProviderRequest.get(
                                    isTicket ? API + "tickets.json" : API + "organizations/search.json",
                                    Map.of("external_id", wanted)))
                    .body();
            for (JsonNode record : records(found)) {
                String own = record.path("external_id").asText("");
                // Zendesk compares external ids of organizations without regard to case.
                if (isTicket ? own.equals(wanted) : own.equalsIgnoreCase(wanted)) {
                    return Optional.of(told(record));
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

        private ObjectNode told(JsonNode record) {
            ObjectNode ref = ref(record.path("id"))
                    .orElseThrow(() -> new FailureException(
                            Failure.of(FailureKind.UNMAPPABLE, ZendeskFailures.UNREADABLE, kind + ".id is missing")));
            ObjectNode told = JSON.objectNode();
            told.set("ref", ref);
            told.setAll(teller.apply(record));
            ZendeskTickets.time(record.path("created_at")).ifPresent(at -> told.put("createdAt", at.toString()));
            ZendeskTickets.time(record.path("updated_at")).ifPresent(at -> told.put("updatedAt", at.toString()));
            return told;
        }
    }
}
