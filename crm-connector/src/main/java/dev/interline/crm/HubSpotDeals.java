package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.crm.CrmCommand.RefetchOpportunity;
import dev.interline.canonical.crm.CrmCommand.UpsertOpportunity;
import dev.interline.canonical.crm.OpportunityField;
import dev.interline.canonical.customer.CustomerEvent.OpportunityCreated;
import dev.interline.canonical.customer.CustomerEvent.OpportunityMerged;
import dev.interline.canonical.customer.CustomerEvent.OpportunityUpdated;
import dev.interline.canonical.customer.Opportunity;
import dev.interline.canonical.customer.OpportunityId;
import dev.interline.canonical.customer.OpportunityStatus;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Chances to sell as HubSpot deals, both ways. Whether one is won or lost is not in its stage's name but in what the
 * pipeline says of the stage: {@code isClosed} and {@code probability}, both texts
 * (<a href="https://developers.hubspot.com/docs/api-reference/crm-pipelines-v3/guide">pipelines</a>).
 */
@ApplicationScoped
@Named("hubspotDeals")
public class HubSpotDeals {

    /** Our own unique property: the key of every upsert. */
    static final String KEY_PROPERTY = "interline_opportunity_id";

    private static final String COMMAND = "DealCommand";
    private static final String RECORD = "DealRecord";
    private static final String SENT = "DealSent";
    private static final String OUTCOME = "DealOutcome";
    private static final int MAX_VALUE = 1_000;
    private static final String DEFAULT_PIPELINE = "default";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Map<OpportunityField, String> PROPERTIES = new EnumMap<>(Map.of(
            OpportunityField.TITLE, "dealname",
            OpportunityField.PIPELINE, "pipeline",
            OpportunityField.STAGE, "dealstage",
            OpportunityField.AMOUNT, "amount",
            OpportunityField.CURRENCY, "deal_currency_code",
            OpportunityField.CLOSES_AT, "closedate",
            OpportunityField.OWNER, "hubspot_owner_id"));

    /** What is read of a deal. */
    static List<String> properties() {
        return List.of("amount", "closedate", "deal_currency_code", "dealstage", KEY_PROPERTY, "pipeline");
    }

    /** The deal with what we say of it, and its companies. */
    public ProviderRequest readRequest(Exchange exchange, @Body RefetchOpportunity command) {
        exchange.setProperty(COMMAND, command);
        return ProviderRequest.get(
                HubSpotRecordType.DEAL.path() + "/"
                        + ProviderRequest.segment(command.opportunity().id()),
                Map.of("properties", String.join(",", properties()), "associations", "companies"));
    }

    /** Asks what the deal's pipeline says of its stages. */
    public ProviderRequest pipelineRequest(Exchange exchange, @Body ProviderAnswer answer) {
        HubSpotRecord record = HubSpotRecord.of(HubSpotRecordType.DEAL, answer);
        exchange.setProperty(RECORD, record);
        return ProviderRequest.get("/crm/v3/pipelines/deals/" + ProviderRequest.segment(pipeline(record)), Map.of());
    }

    private static String pipeline(HubSpotRecord record) {
        String pipeline = record.text("pipeline");
        return pipeline.isEmpty() ? DEFAULT_PIPELINE : pipeline;
    }

    /** What the chance to sell is now. */
    public CommandOutcome seen(Exchange exchange, @Body ProviderAnswer pipeline) {
        CommandDelivery delivery = CommandDelivery.of(exchange);
        RefetchOpportunity command = exchange.getProperty(COMMAND, RefetchOpportunity.class);
        HubSpotRecord record = exchange.getProperty(RECORD, HubSpotRecord.class);
        Opportunity opportunity =
                opportunity(record, pipeline, delivery.envelope().id());
        return HubSpotMerges.seen(
                delivery,
                command.opportunity(),
                command.merged(),
                record,
                opportunity.version(),
                OpportunityMerged::new,
                command.created() ? new OpportunityCreated(opportunity) : new OpportunityUpdated(opportunity));
    }

    /** That HubSpot does not know the deal is nothing to tell, unless others have become it. */
    public CommandOutcome gone(Exchange exchange) {
        RefetchOpportunity command = exchange.getProperty(COMMAND, RefetchOpportunity.class);
        return CommandOutcome.seen(HubSpotMerges.toldWithoutRecord(
                CommandDelivery.of(exchange), command.opportunity(), command.merged(), OpportunityMerged::new));
    }

    private static Opportunity opportunity(HubSpotRecord record, ProviderAnswer pipeline, String commandId) {
        String stage = record.text("dealstage");
        String currency = record.text("deal_currency_code");
        return new Opportunity(
                record.ref(),
                opportunityId(record.text(KEY_PROPERTY)),
                record.company(HubSpotRecordType.DEAL),
                pipeline(record),
                stage,
                status(stage, pipeline),
                amount(record.text("amount")),
                currency.matches("[A-Z]{3}") ? currency : null,
                time(record.text("closedate")),
                record.version(commandId));
    }

    /** By the stage's metadata; a pipeline or a stage that is not there any more tells nothing. */
    private static OpportunityStatus status(String stage, ProviderAnswer pipeline) {
        if (!pipeline.isSuccess()) {
            return OpportunityStatus.UNKNOWN;
        }
        for (JsonNode one : pipeline.body().path("stages")) {
            if (one.path("id").asText("").equals(stage)) {
                JsonNode metadata = one.path("metadata");
                if (!metadata.path("isClosed").asText("").equals("true")) {
                    return OpportunityStatus.OPEN;
                }
                BigDecimal probability = amount(metadata.path("probability").asText(""));
                return probability != null && probability.signum() > 0 ? OpportunityStatus.WON : OpportunityStatus.LOST;
            }
        }
        return OpportunityStatus.UNKNOWN;
    }

    /** Amounts are texts: {@code "3000"}. */
    private static @Nullable BigDecimal amount(String text) {
        return text.matches("-?\\d{1,18}(\\.\\d{1,12})?") ? new BigDecimal(text) : null;
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static @Nullable OpportunityId opportunityId(String value) {
        try {
            return value.isEmpty() ? null : new OpportunityId(value);
        } catch (IllegalArgumentException noneOfOurs) {
            return null;
        }
    }

    /** The upsert of one deal by our own key. */
    public ProviderRequest upsertRequest(Exchange exchange, @Body Object body) {
        UpsertOpportunity command = body instanceof UpsertOpportunity upsert
                ? upsert
                : exchange.getProperty(HubSpotAccountRecords.COMMAND, UpsertOpportunity.class);
        ObjectNode properties =
                JSON.objectNode().put(KEY_PROPERTY, command.opportunityId().value());
        command.fields()
                .forEach(
                        (field, value) -> properties.put(PROPERTIES.get(field), CanonicalText.clean(value, MAX_VALUE)));
        ProviderRequest request = HubSpotUpsert.upsert(
                HubSpotRecordType.DEAL, KEY_PROPERTY, command.opportunityId().value(), properties);
        exchange.setProperty(SENT, request);
        return request;
    }

    /** The property we write that HubSpot does not have by itself. */
    public ProviderRequest propertiesRequest() {
        return HubSpotUpsert.createProperties(
                HubSpotRecordType.DEAL,
                HubSpotUpsert.property(KEY_PROPERTY, "Interline opportunity id", "dealinformation"));
    }

    /**
     * The association of the deal with the account's company, the same however often it is made.
     *
     * @throws FailureException if the answer to the upsert does not name the deal
     */
    public ProviderRequest associateRequest(Exchange exchange, @Body ProviderAnswer answer) {
        exchange.setProperty(
                OUTCOME,
                HubSpotUpsert.outcome(
                        HubSpotRecordType.DEAL, exchange.getProperty(SENT, ProviderRequest.class), answer));
        String deal = HubSpotUpsert.writtenRef(answer).id();
        return HubSpotAccountRecords.associate(
                HubSpotRecordType.DEAL, deal, exchange.getProperty(HubSpotAccountRecords.COMPANY, String.class));
    }

    /** The deal that was made or updated. */
    public CommandOutcome upserted(Exchange exchange) {
        return exchange.getProperty(OUTCOME, CommandOutcome.class);
    }
}
