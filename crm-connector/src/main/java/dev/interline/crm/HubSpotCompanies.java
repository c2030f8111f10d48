package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BillingStatus;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.crm.CrmCommand.RefetchAccount;
import dev.interline.canonical.crm.CrmCommand.UpsertAccount;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent.AccountUpdated;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Accounts as HubSpot companies, both ways. */
@ApplicationScoped
@Named("hubspotCompanies")
public class HubSpotCompanies {

    /** Our own unique property: the key of every upsert. */
    static final String KEY_PROPERTY = "interline_account_id";

    static final String COMPANIES = "/crm/v3/objects/companies";
    private static final int MAX_VALUE = 1_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Map<AccountField, String> PROPERTIES = new EnumMap<>(Map.of(
            AccountField.NAME, "name",
            AccountField.DOMAIN, "domain",
            AccountField.INDUSTRY, "industry",
            AccountField.OWNER, "hubspot_owner_id",
            AccountField.LIFECYCLE_STAGE, "lifecyclestage",
            AccountField.PLAN, "interline_plan",
            AccountField.BILLING_STATUS, "interline_billing_status",
            AccountField.OPEN_TICKET_COUNT, "interline_open_ticket_count",
            AccountField.LAST_ESCALATION, "interline_last_escalation"));

    /** What we ask HubSpot about a company. */
    static final List<String> READ_PROPERTIES = readProperties();

    /** The upsert of one company by our own key. */
    public ProviderRequest upsertRequest(Exchange exchange, @Body Object body) {
        UpsertAccount command = body instanceof UpsertAccount upsert ? remember(exchange, upsert) : recall(exchange);
        ObjectNode properties =
                JSON.objectNode().put(KEY_PROPERTY, command.accountId().value());
        command.fields()
                .forEach(
                        (field, value) -> properties.put(PROPERTIES.get(field), CanonicalText.clean(value, MAX_VALUE)));
        ObjectNode input = JSON.objectNode()
                .put("idProperty", KEY_PROPERTY)
                .put("id", command.accountId().value());
        input.set("properties", properties);
        ObjectNode request = JSON.objectNode();
        request.putArray("inputs").add(input);
        return ProviderRequest.post(COMPANIES + "/batch/upsert", request);
    }

    /** The command is needed again after the portal was prepared. */
    private static UpsertAccount remember(Exchange exchange, UpsertAccount command) {
        exchange.setProperty("UpsertAccount", command);
        return command;
    }

    private static UpsertAccount recall(Exchange exchange) {
        return exchange.getProperty("UpsertAccount", UpsertAccount.class);
    }

    /** The company that an upsert is about, as it is now. */
    static Optional<PresentState> presentState(ProviderRequest upsert) {
        JsonNode input = upsert.json().path("inputs").path(0);
        Map<String, String> intended = PresentState.texts(input.path("properties"));
        if (intended.isEmpty()) {
            return Optional.empty();
        }
        ProviderRequest read = ProviderRequest.get(
                COMPANIES + "/" + ProviderRequest.segment(input.path("id").asText()),
                Map.of("idProperty", KEY_PROPERTY, "properties", String.join(",", new TreeSet<>(intended.keySet()))));
        return Optional.of(new PresentState(
                read, answer -> PresentState.texts(answer.body().path("properties")), intended));
    }

    /** The company that was made or updated. */
    public CommandOutcome upserted(@Body ProviderAnswer answer) {
        String id = answer.body().path("results").path(0).path("id").asText("");
        return CommandOutcome.done(id.isEmpty() ? null : new ExternalRef(BusinessSystem.CRM, id));
    }

    /** The properties we write that HubSpot does not have by itself. */
    public ProviderRequest propertiesRequest() {
        ArrayNode inputs = JSON.arrayNode()
                .add(property(KEY_PROPERTY, "Interline account id", "string", "text")
                        .put("hasUniqueValue", true))
                .add(property("interline_plan", "Plan", "string", "text"))
                .add(billingStatus())
                .add(property("interline_open_ticket_count", "Open tickets", "number", "number"))
                .add(property("interline_last_escalation", "Last escalation", "datetime", "date"));
        ObjectNode request = JSON.objectNode();
        request.set("inputs", inputs);
        return ProviderRequest.post("/crm/v3/properties/companies/batch/create", request);
    }

    private static ObjectNode billingStatus() {
        ObjectNode property = property("interline_billing_status", "Billing status", "enumeration", "select");
        ArrayNode options = property.putArray("options");
        for (BillingStatus status : BillingStatus.values()) {
            options.add(JSON.objectNode()
                    .put("label", status.token())
                    .put("value", status.token())
                    .put("displayOrder", status.ordinal())
                    .put("hidden", false));
        }
        return property;
    }

    private static ObjectNode property(String name, String label, String type, String fieldType) {
        return JSON.objectNode()
                .put("name", name)
                .put("label", label)
                .put("type", type)
                .put("fieldType", fieldType)
                .put("groupName", "companyinformation");
    }

    /** The company with everything we ask HubSpot about. */
    public ProviderRequest readRequest(@Body RefetchAccount command) {
        return ProviderRequest.get(
                COMPANIES + "/" + ProviderRequest.segment(command.account().id()),
                Map.of("properties", String.join(",", READ_PROPERTIES)));
    }

    private static List<String> readProperties() {
        return Stream.concat(PROPERTIES.values().stream(), Stream.of(KEY_PROPERTY, "hs_lastmodifieddate"))
                .filter(property -> !Arrays.asList("interline_open_ticket_count", "interline_last_escalation")
                        .contains(property))
                .sorted()
                .toList();
    }

    /** What the company is now; nothing if HubSpot does not know it. A merged id answers with the company that is left. */
    public CommandOutcome seen(Exchange exchange, @Body ProviderAnswer answer) {
        if (!answer.isSuccess()) {
            return CommandOutcome.done(null);
        }
        CommandDelivery delivery = CommandDelivery.of(exchange);
        Account account = account(answer.body(), delivery.envelope().id());
        return CommandOutcome.seen(List.of(CanonicalMessages.fromCommand(
                delivery.connection(),
                delivery.envelope(),
                account.ref().id(),
                account.version().at(),
                new AccountUpdated(account))));
    }

    /**
     * The account a company stands for, as it was read.
     *
     * @throws FailureException of kind UNMAPPABLE if it has no id, properties or time
     */
    static Account account(JsonNode company, String tieBreaker) {
        JsonNode properties = company.path("properties");
        String id = company.path("id").asText("");
        Instant at = updatedAt(company);
        if (id.isEmpty() || !properties.isObject()) {
            throw new FailureException(Failure.of(
                    FailureKind.UNMAPPABLE, HubSpotFailures.PREFIX + "-1101", "company has no id or no properties"));
        }
        Map<AccountField, String> fields = new EnumMap<>(AccountField.class);
        for (AccountField field : List.of(
                AccountField.NAME,
                AccountField.DOMAIN,
                AccountField.INDUSTRY,
                AccountField.OWNER,
                AccountField.LIFECYCLE_STAGE,
                AccountField.PLAN,
                AccountField.BILLING_STATUS)) {
            fields.put(
                    field,
                    CanonicalText.clean(properties.path(PROPERTIES.get(field)).asText(""), MAX_VALUE));
        }
        return new Account(
                new ExternalRef(BusinessSystem.CRM, id),
                accountId(properties.path(KEY_PROPERTY).asText("")),
                fields,
                new SourceVersion(at, SourceVersion.OBSERVED, tieBreaker));
    }

    private static @org.jspecify.annotations.Nullable AccountId accountId(String value) {
        return value.isBlank() || value.length() > 64 ? null : new AccountId(value);
    }

    private static Instant updatedAt(JsonNode company) {
        try {
            return OffsetDateTime.parse(company.path("updatedAt").asText("")).toInstant();
        } catch (DateTimeParseException absent) {
            throw new FailureException(Failure.of(
                    FailureKind.UNMAPPABLE, HubSpotFailures.PREFIX + "-1102", "company.updatedAt is not a time"));
        }
    }
}
