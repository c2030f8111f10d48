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
import dev.interline.canonical.TenantId;
import dev.interline.canonical.crm.CrmCommand.RefetchAccount;
import dev.interline.canonical.crm.CrmCommand.UpsertAccount;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent.AccountMerged;
import dev.interline.canonical.customer.CustomerEvent.AccountUpdated;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.Connection;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.mapping.Mapping;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Accounts as HubSpot companies, both ways. */
@ApplicationScoped
@Named("hubspotCompanies")
public class HubSpotCompanies {

    /** Our own unique property: the key of every upsert. */
    static final String KEY_PROPERTY = "interline_account_id";

    /** In the write ledger: that the record was made. */
    static final String CREATION = "(creation)";

    static final String COMPANIES = "/crm/v3/objects/companies";
    private static final String REFETCH = "RefetchAccount";
    /** Longer than any stage's name. */
    private static final int MAX_VALUE = 1_000;

    private static final String STAGE = "lifecyclestage";
    private static final String SENT = "SentProperties";

    /** {@code mappings/hubspot/company.to.jslt}. */
    static final String TO_COMPANY = "hubspot.company.to";

    /** {@code mappings/hubspot/company.from.jslt}. */
    static final String FROM_COMPANY = "hubspot.company.from";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Mappings mappings;

    @Inject
    HubSpotCompanies(Mappings mappings) {
        this.mappings = mappings;
    }

    /** One with the packaged mappings. */
    HubSpotCompanies() {
        this(Mappings.packaged(CrmConnector.MAPPINGS));
    }

    /** The upsert of one company by our own key. */
    public ProviderRequest upsertRequest(Exchange exchange, @Body Object body) {
        UpsertAccount command = body instanceof UpsertAccount upsert ? remember(exchange, upsert) : recall(exchange);
        ObjectNode properties =
                JSON.objectNode().put(KEY_PROPERTY, command.accountId().value());
        Mapping mapping = mappings.of(TO_COMPANY, exchange);
        mapping.apply(Mapping.input(command.fields()))
                .properties()
                .forEach(property -> properties.set(property.getKey(), property.getValue()));
        ObjectNode input = JSON.objectNode()
                .put("idProperty", KEY_PROPERTY)
                .put("id", command.accountId().value());
        input.set("properties", properties);
        exchange.setProperty(SENT, properties);
        ObjectNode request = JSON.objectNode();
        request.putArray("inputs").add(input);
        return ProviderRequest.post(COMPANIES + "/batch/upsert", request).mappedBy(mapping.label());
    }

    /** The command is needed again after the portal was prepared. */
    private static UpsertAccount remember(Exchange exchange, UpsertAccount command) {
        exchange.setProperty("UpsertAccount", command);
        return command;
    }

    private static UpsertAccount recall(Exchange exchange) {
        return exchange.getProperty("UpsertAccount", UpsertAccount.class);
    }

    /**
     * The company that was made or updated, and the lifecycle stage it has now if the command was about that: HubSpot may
     * know better than we, and the webhook of our own write is not asked.
     */
    public CommandOutcome upserted(Exchange exchange, @Body ProviderAnswer answer) {
        JsonNode company = answer.body().path("results").path(0);
        String id = company.path("id").asText("");
        if (id.isEmpty()) {
            return CommandOutcome.done(null);
        }
        ExternalRef ref = new ExternalRef(BusinessSystem.CRM, id);
        UpsertAccount command = recall(exchange);
        String stage = company.path("properties").path(STAGE).asText("");
        Map<String, String> written = written(exchange, company.path("new").asBoolean());
        if (!written.containsKey(STAGE) || stage.isEmpty()) {
            written.remove(STAGE);
            return new CommandOutcome(ref, List.of(), written);
        }
        Map<AccountField, String> fields = Map.of(AccountField.LIFECYCLE_STAGE, CanonicalText.clean(stage, MAX_VALUE));
        return new CommandOutcome(ref, List.of(updated(exchange, company, id, command.accountId(), fields)), written);
    }

    /** As HubSpot's webhooks will tell of it; our own properties are not listened to. */
    private static Map<String, String> written(Exchange exchange, boolean created) {
        Map<String, String> written = new HashMap<>();
        exchange.getProperty(SENT, ObjectNode.class).properties().forEach(property -> {
            if (!property.getKey().startsWith("interline_")) {
                written.put(property.getKey(), property.getValue().asText(""));
            }
        });
        if (created) {
            written.put(CREATION, "");
        }
        return written;
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
    public ProviderRequest readRequest(Exchange exchange, @Body RefetchAccount command) {
        exchange.setProperty(REFETCH, command);
        String wanted = String.join(",", properties(mappings.of(FROM_COMPANY, exchange)));
        return ProviderRequest.get(
                COMPANIES + "/" + ProviderRequest.segment(command.account().id()), Map.of("properties", wanted));
    }

    /** What we ask HubSpot about a tenant's companies. */
    List<String> properties(TenantId tenant) {
        return properties(mappings.of(FROM_COMPANY, tenant));
    }

    private static List<String> properties(Mapping mapping) {
        return Stream.concat(mapping.reads().stream(), Stream.of(KEY_PROPERTY, "hs_lastmodifieddate"))
                .sorted()
                .toList();
    }

    /**
     * A company that was read outside a command, as an event.
     *
     * @param key what the event is known by
     * @throws FailureException of kind UNMAPPABLE if it has no id, properties or time, or the mapping cannot cope with it
     */
    CanonicalMessage listed(Connection connection, JsonNode company, String key) {
        String id = id(company);
        Mapping mapping = mappings.of(FROM_COMPANY, connection.tenant());
        SourceVersion version = new SourceVersion(updatedAt(company), SourceVersion.OBSERVED, "");
        JsonNode properties = company.path("properties");
        Account account = new Account(
                new ExternalRef(BusinessSystem.CRM, id),
                accountId(properties.path(KEY_PROPERTY).asText("")),
                mapping.accountFields(properties),
                version);
        CanonicalMessage message =
                CanonicalMessages.fromProvider(connection, key, id, version.at(), new AccountUpdated(account));
        return new CanonicalMessage(message.envelope().mappedBy(mapping.label()), message.payload());
    }

    private static String id(JsonNode company) {
        String id = company.path("id").asText("");
        if (id.isEmpty() || !company.path("properties").isObject()) {
            throw new FailureException(Failure.of(
                    FailureKind.UNMAPPABLE, HubSpotFailures.PREFIX + "-1101", "company has no id or no properties"));
        }
        return id;
    }

    /**
     * What the company is now; nothing if HubSpot does not know it. A merged id answers with the company that is left, which
     * is then told as a merge.
     */
    public CommandOutcome seen(Exchange exchange, @Body ProviderAnswer answer) {
        CommandDelivery delivery = CommandDelivery.of(exchange);
        RefetchAccount command = exchange.getProperty(REFETCH, RefetchAccount.class);
        if (!answer.isSuccess()) {
            return CommandOutcome.seen(
                    HubSpotMerges.toldWithoutRecord(delivery, command.account(), command.merged(), AccountMerged::new));
        }
        JsonNode company = answer.body();
        JsonNode properties = company.path("properties");
        String id = id(company);
        Mapping mapping = mappings.of(FROM_COMPANY, exchange);
        List<CanonicalMessage> events = new ArrayList<>();
        SourceVersion version = new SourceVersion(
                updatedAt(company), SourceVersion.OBSERVED, delivery.envelope().id());
        HubSpotMerges.told(
                        delivery,
                        command.account(),
                        command.merged(),
                        new ExternalRef(BusinessSystem.CRM, id),
                        version,
                        AccountMerged::new)
                .ifPresent(events::add);
        AccountId account = accountId(properties.path(KEY_PROPERTY).asText(""));
        CanonicalMessage message = updated(exchange, company, id, account, mapping.accountFields(properties));
        events.add(new CanonicalMessage(message.envelope().mappedBy(mapping.label()), message.payload()));
        return CommandOutcome.seen(events);
    }

    private static CanonicalMessage updated(
            Exchange exchange,
            JsonNode company,
            String id,
            @Nullable AccountId accountId,
            Map<AccountField, String> fields) {
        CommandDelivery delivery = CommandDelivery.of(exchange);
        Instant at = updatedAt(company);
        Account account = new Account(
                new ExternalRef(BusinessSystem.CRM, id),
                accountId,
                fields,
                new SourceVersion(
                        at, SourceVersion.OBSERVED, delivery.envelope().id()));
        return CanonicalMessages.fromCommand(
                delivery.connection(), delivery.envelope(), id, at, new AccountUpdated(account));
    }

    private static @Nullable AccountId accountId(String value) {
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
