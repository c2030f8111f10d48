package dev.interline.crm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.LifecycleStage;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.crm.CrmCommand.AddNote;
import dev.interline.canonical.crm.CrmCommand.AssociateContact;
import dev.interline.canonical.crm.CrmCommand.SetLifecycleStage;
import dev.interline.canonical.crm.CrmCommand.UpsertOpportunity;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** What hangs on an account's company: its stage, notes, and who belongs to it. */
@ApplicationScoped
@Named("hubspotAccountRecords")
public class HubSpotAccountRecords {

    /** What is to be done about the stage: {@code nothing}, {@code set}, or {@code clear} it first. */
    static final String STAGE_STEP = "StageStep";

    /** The command being carried out. */
    static final String COMMAND = "AccountRecordCommand";

    /** What HubSpot calls the account's company. */
    static final String COMPANY = "HubSpotCompanyId";

    private static final String CONTACT = "HubSpotContactId";
    private static final String STAGE = "lifecyclestage";
    private static final int MAX_NOTE = 10_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** HubSpot's own types of associations: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide */
    private static final int NOTE_TO_COMPANY = 190;

    /** Asks for the company of the account the command is about, by our own key. */
    public ProviderRequest companyRequest(Exchange exchange, @Body Object body) {
        CrmCommand command = body instanceof CrmCommand given ? given : exchange.getProperty(COMMAND, CrmCommand.class);
        exchange.setProperty(COMMAND, command);
        return HubSpotUpsert.read(
                HubSpotRecordType.COMPANY,
                HubSpotCompanies.KEY_PROPERTY,
                accountOf(command).value(),
                STAGE);
    }

    private static AccountId accountOf(CrmCommand command) {
        return switch (command) {
            case AssociateContact associate -> associate.accountId();
            case SetLifecycleStage set -> set.accountId();
            case AddNote add -> add.accountId();
            case UpsertOpportunity upsert -> upsert.accountId();
            case CrmCommand.UpsertAccount upsert -> upsert.accountId();
            case CrmCommand.RefetchAccount other -> throw notAbout(other);
            case CrmCommand.RefetchContact other -> throw notAbout(other);
            case CrmCommand.RefetchOpportunity other -> throw notAbout(other);
            case CrmCommand.UpsertContact other -> throw notAbout(other);
            case CrmCommand.ForgetContact other -> throw notAbout(other);
            case CrmCommand.Unrecognised other -> throw notAbout(other);
        };
    }

    private static IllegalArgumentException notAbout(CrmCommand command) {
        return new IllegalArgumentException(command.getClass().getSimpleName() + " names no account");
    }

    /**
     * Notes the company.
     *
     * @throws FailureException if there is none yet; there will be, so the command waits
     */
    public void companyFound(Exchange exchange, @Body ProviderAnswer answer) {
        exchange.setProperty(COMPANY, found(HubSpotRecordType.COMPANY, answer).id());
    }

    private static HubSpotRecord found(HubSpotRecordType type, ProviderAnswer answer) {
        if (!answer.isSuccess()) {
            throw new FailureException(Failure.of(
                    FailureKind.CONFLICT,
                    HubSpotFailures.PREFIX + "-2004",
                    "the portal has no " + type.word() + " with this key yet"));
        }
        return HubSpotRecord.of(type, answer);
    }

    /** Asks for the contact that shall belong to the account, by our own key. */
    public ProviderRequest contactRequest(Exchange exchange, @Body AssociateContact command) {
        exchange.setProperty(COMMAND, command);
        return HubSpotUpsert.read(
                HubSpotRecordType.CONTACT,
                HubSpotContacts.KEY_PROPERTY,
                command.contactId().value(),
                HubSpotContacts.KEY_PROPERTY);
    }

    /**
     * Notes the contact.
     *
     * @throws FailureException if there is none yet; there will be, so the command waits
     */
    public void contactFound(Exchange exchange, @Body ProviderAnswer answer) {
        exchange.setProperty(CONTACT, found(HubSpotRecordType.CONTACT, answer).id());
    }

    /** The association of contact and company, the same however often it is made. */
    public ProviderRequest associateContactRequest(Exchange exchange) {
        return associate(
                HubSpotRecordType.CONTACT,
                exchange.getProperty(CONTACT, String.class),
                exchange.getProperty(COMPANY, String.class));
    }

    /** The default association of a record with a company, in a batch of one: making it again changes nothing. */
    static ProviderRequest associate(HubSpotRecordType type, String record, String company) {
        ObjectNode request = JSON.objectNode();
        ObjectNode input = request.putArray("inputs").addObject();
        input.putObject("from").put("id", record);
        input.putObject("to").put("id", company);
        return ProviderRequest.post(
                "/crm/v4/associations/" + type.plural() + "/companies/batch/associate/default", request);
    }

    /** The contact that belongs to the company now. */
    public CommandOutcome contactAssociated(Exchange exchange) {
        return CommandOutcome.done(new ExternalRef(BusinessSystem.CRM, exchange.getProperty(CONTACT, String.class)));
    }

    /**
     * Notes what is to be done about the stage. HubSpot's API moves a stage forward only and ignores the rest without a
     * word; to go back it must be cleared first
     * (<a href="https://knowledge.hubspot.com/object-settings/use-lifecycle-stages">lifecycle stages</a>). The order of
     * stages a portal has made itself is not known, so those are cleared too where going back is meant.
     */
    public void stageFound(Exchange exchange, @Body ProviderAnswer answer) {
        SetLifecycleStage command = exchange.getProperty(COMMAND, SetLifecycleStage.class);
        HubSpotRecord company = found(HubSpotRecordType.COMPANY, answer);
        exchange.setProperty(COMPANY, company.id());
        String present = company.text(STAGE);
        Optional<LifecycleStage> wanted = LifecycleStage.ofToken(command.stage());
        boolean ahead = present.isEmpty()
                || wanted.map(stage -> stage.isAheadOf(present)).orElse(false);
        boolean known = wanted.isPresent() && LifecycleStage.ofToken(present).isPresent();
        String step;
        if (present.equals(command.stage())) {
            step = "nothing";
        } else if (ahead || !command.mayGoBack()) {
            step = ahead || !known ? "set" : "nothing";
        } else {
            step = "clear";
        }
        exchange.getMessage().setHeader(STAGE_STEP, step);
    }

    /** Takes the stage away. */
    public ProviderRequest clearStageRequest(Exchange exchange) {
        return stage(exchange, "");
    }

    /** Sets the stage. */
    public ProviderRequest setStageRequest(Exchange exchange) {
        return stage(
                exchange, exchange.getProperty(COMMAND, SetLifecycleStage.class).stage());
    }

    private static ProviderRequest stage(Exchange exchange, String stage) {
        ObjectNode properties = JSON.objectNode().put(STAGE, CanonicalText.clean(stage, 255));
        return HubSpotUpsert.update(
                HubSpotRecordType.COMPANY, "", exchange.getProperty(COMPANY, String.class), properties);
    }

    /**
     * Whether the stage was taken, where one was set.
     *
     * @throws FailureException if going back was meant and HubSpot has not gone
     */
    public void stageSet(Exchange exchange, @Body ProviderAnswer answer) {
        SetLifecycleStage command = exchange.getProperty(COMMAND, SetLifecycleStage.class);
        String now =
                HubSpotUpsert.written(answer).path("properties").path(STAGE).asText("");
        if (command.mayGoBack() && !now.equals(command.stage())) {
            throw new FailureException(Failure.of(
                    FailureKind.REJECTED,
                    HubSpotFailures.PREFIX + "-2012",
                    "HubSpot did not take the lifecycle stage, though it was cleared"));
        }
    }

    /** The company the command was about. */
    public CommandOutcome companyTouched(Exchange exchange) {
        return CommandOutcome.done(new ExternalRef(BusinessSystem.CRM, exchange.getProperty(COMPANY, String.class)));
    }

    /** The note and whose it is, in one call. */
    public ProviderRequest noteRequest(Exchange exchange) {
        AddNote command = exchange.getProperty(COMMAND, AddNote.class);
        ObjectNode request = JSON.objectNode();
        request.putObject("properties")
                .put("hs_timestamp", command.at().toString())
                .put("hs_note_body", html(command.text()));
        ObjectNode association = request.putArray("associations").addObject();
        association.putObject("to").put("id", exchange.getProperty(COMPANY, String.class));
        association
                .putArray("types")
                .addObject()
                .put("associationCategory", "HUBSPOT_DEFINED")
                .put("associationTypeId", NOTE_TO_COMPANY);
        return ProviderRequest.post("/crm/v3/objects/notes", request);
    }

    /** A note's body is HTML, our text is not. */
    private static String html(String text) {
        StringBuilder html = new StringBuilder();
        text.lines()
                .map(line -> CanonicalText.clean(line, MAX_NOTE)
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;"))
                .forEach(line -> html.append(html.isEmpty() ? "" : "<br>").append(line));
        return html.toString();
    }

    /**
     * The note that was made.
     *
     * @throws FailureException if the answer does not say which
     */
    public CommandOutcome noted(@Body ProviderAnswer answer) {
        String id = answer.body().path("id").asText("");
        if (id.isEmpty()) {
            throw new FailureException(
                    Failure.of(FailureKind.AMBIGUOUS, HubSpotFailures.NO_RESULT, "a note was answered without its id"));
        }
        return CommandOutcome.done(new ExternalRef(BusinessSystem.CRM, id));
    }
}
