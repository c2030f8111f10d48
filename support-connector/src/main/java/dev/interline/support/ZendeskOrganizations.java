package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.support.SupportCommand.UpsertOrganization;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.mapping.Mapping;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Accounts as Zendesk organizations, named by our account id as external id. */
@ApplicationScoped
@Named("zendeskOrganizations")
public class ZendeskOrganizations {

    /** How many of our fields the account does not have. */
    static final String MISSING_FIELDS = "MissingFields";

    private static final String COMMAND = "UpsertOrganization";
    private static final String NAME = "OrganizationName";
    private static final String ID = "OrganizationId";
    private static final String STATUS = "UpsertStatus";
    private static final String FIELDS = "OrganizationFields";
    private static final int MAX_NAME = 255;
    private static final int SUFFIX = 6;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** {@code mappings/zendesk/organization.to.jslt}. */
    static final String MAPPING = "zendesk.organization.to";

    private final Mappings mappings;

    @Inject
    ZendeskOrganizations(Mappings mappings) {
        this.mappings = mappings;
    }

    /** One with the packaged mappings. */
    ZendeskOrganizations() {
        this(Mappings.packaged(SupportConnector.MAPPINGS));
    }

    /** The upsert by our account id. */
    public ProviderRequest upsertRequest(Exchange exchange, @Body UpsertOrganization command) {
        exchange.setProperty(COMMAND, command);
        return request(exchange, command, name(command));
    }

    /** The same under a name nobody else has: names are unique at Zendesk, companies' names are not. */
    public ProviderRequest upsertRequestWithUniqueName(Exchange exchange) {
        UpsertOrganization command = command(exchange);
        String id = command.accountId().value();
        String suffix = " (" + id.substring(Math.max(0, id.length() - SUFFIX)) + ")";
        return request(exchange, command, CanonicalText.clean(name(command), MAX_NAME - suffix.length()) + suffix);
    }

    /** The same again, under the name it has now. */
    public ProviderRequest upsertRequestAgain(Exchange exchange) {
        return request(exchange, command(exchange), exchange.getProperty(NAME, String.class));
    }

    /**
     * The fields of ours the account does not have, one request each: Zendesk drops what it does not know without a word.
     *
     * @throws FailureException if the answer does not name the organization; the next attempt upserts it again
     */
    public List<ProviderRequest> missingFields(Exchange exchange, @Body ProviderAnswer answer) {
        JsonNode organization = answer.body().path("organization");
        JsonNode present = organization.path("organization_fields");
        String id = ZendeskTickets.id(organization.path("id"))
                .orElseThrow(() -> ZendeskFailures.incompleteWrite("organization.id"));
        exchange.setProperty(ID, id);
        exchange.setProperty(STATUS, answer.status());
        exchange.setProperty(NAME, organization.path("name").asText(name(command(exchange))));
        List<ProviderRequest> missing = mappings.of(MAPPING, exchange).writes().stream()
                .filter(key -> !present.has(key))
                .sorted()
                .map(ZendeskOrganizations::fieldRequest)
                .toList();
        exchange.getMessage().setHeader(MISSING_FIELDS, missing.size());
        return missing;
    }

    /** The organization that was made or updated. */
    public CommandOutcome upserted(Exchange exchange) {
        Map<String, String> fields = new HashMap<>();
        exchange.getProperty(FIELDS, JsonNode.class)
                .properties()
                .forEach(field ->
                        fields.put(title(field.getKey()), field.getValue().asText("")));
        return new CommandOutcome(
                ZendeskTickets.ref(exchange.getProperty(ID, String.class)),
                List.of(),
                ZendeskOwnWrites.of(
                        exchange.getProperty(STATUS, Integer.class), exchange.getProperty(NAME, String.class), fields));
    }

    private static ProviderRequest fieldRequest(String key) {
        ObjectNode request = JSON.objectNode();
        request.putObject("organization_field")
                .put("key", key)
                .put("type", "text")
                .put("title", title(key));
        return ProviderRequest.post("/api/v2/organization_fields.json", request);
    }

    private static String title(String key) {
        String words = key.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static UpsertOrganization command(Exchange exchange) {
        return exchange.getProperty(COMMAND, UpsertOrganization.class);
    }

    private ProviderRequest request(Exchange exchange, UpsertOrganization command, String name) {
        ObjectNode request = JSON.objectNode();
        ObjectNode organization = request.putObject("organization")
                .put("external_id", command.accountId().value())
                .put("name", name);
        Mapping mapping = mappings.of(MAPPING, exchange);
        JsonNode fields = mapping.apply(Mapping.input(command.fields()));
        organization.set("organization_fields", fields);
        exchange.setProperty(FIELDS, fields);
        return ProviderRequest.post("/api/v2/organizations/create_or_update.json", request)
                .mappedBy(mapping.label());
    }

    /** An organization must have a name; until we know it, it has our id. */
    private static String name(UpsertOrganization command) {
        String name = CanonicalText.clean(command.fields().getOrDefault(AccountField.NAME, ""), MAX_NAME);
        return name.isEmpty() ? "Account " + command.accountId() : name;
    }
}
