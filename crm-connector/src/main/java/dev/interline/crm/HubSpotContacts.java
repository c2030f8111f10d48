package dev.interline.crm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.crm.ContactField;
import dev.interline.canonical.crm.CrmCommand.ForgetContact;
import dev.interline.canonical.crm.CrmCommand.RefetchContact;
import dev.interline.canonical.crm.CrmCommand.UpsertContact;
import dev.interline.canonical.customer.Contact;
import dev.interline.canonical.customer.ContactId;
import dev.interline.canonical.customer.CustomerEvent.ContactCreated;
import dev.interline.canonical.customer.CustomerEvent.ContactMerged;
import dev.interline.canonical.customer.CustomerEvent.ContactUpdated;
import dev.interline.canonical.customer.PersonalDetail;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.inbound.PersonalData;
import dev.interline.durable.inbound.Persons;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.PersonalValues;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * People as HubSpot contacts, both ways. Who they are is read and written here and nowhere else: events only say what is
 * known of them, and commands bring it sealed.
 */
@ApplicationScoped
@Named("hubspotContacts")
public class HubSpotContacts {

    /** Our own unique property: the key of every upsert. */
    static final String KEY_PROPERTY = "interline_contact_id";

    private static final String COMMAND = "ContactCommand";
    private static final String SENT = "ContactSent";
    private static final int MAX_VALUE = 255;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Map<ContactField, String> PROPERTIES = new EnumMap<>(Map.of(
            ContactField.EMAIL, "email",
            ContactField.FIRST_NAME, "firstname",
            ContactField.LAST_NAME, "lastname",
            ContactField.PHONE, "phone",
            ContactField.JOB_TITLE, "jobtitle",
            ContactField.LIFECYCLE_STAGE, "lifecyclestage",
            ContactField.OWNER, "hubspot_owner_id"));

    private static final Map<PersonalDetail, String> DETAILS = new EnumMap<>(Map.of(
            PersonalDetail.EMAIL, "email",
            PersonalDetail.FIRST_NAME, "firstname",
            PersonalDetail.LAST_NAME, "lastname",
            PersonalDetail.PHONE, "phone",
            PersonalDetail.JOB_TITLE, "jobtitle"));

    /** The properties whose values nobody may see who is shown what a command would do. */
    static final Set<String> PERSONAL = Set.copyOf(DETAILS.values());

    private final PersonalValues personal;
    private final PersonalData stored;

    HubSpotContacts(PersonalValues personal, PersonalData stored) {
        this.personal = personal;
        this.stored = stored;
    }

    /** Whose data an event of these contacts holds; nobody's if it names none. */
    static Persons persons(List<String> ids) {
        return Persons.of("contact", ids);
    }

    /** What is read of a contact. */
    static Set<String> properties() {
        TreeSet<String> read = new TreeSet<>(PERSONAL);
        read.addAll(List.of(KEY_PROPERTY, "lifecyclestage"));
        return read;
    }

    /** The contact with what we say of it, and its companies. */
    public ProviderRequest readRequest(Exchange exchange, @Body RefetchContact command) {
        exchange.setProperty(COMMAND, command);
        return ProviderRequest.get(
                HubSpotRecordType.CONTACT.path() + "/"
                        + ProviderRequest.segment(command.contact().id()),
                Map.of("properties", String.join(",", properties()), "associations", "companies"));
    }

    /** What is known of the person now, without who it is; nothing if HubSpot does not know the contact. */
    public CommandOutcome seen(Exchange exchange, @Body ProviderAnswer answer) {
        CommandDelivery delivery = CommandDelivery.of(exchange);
        RefetchContact command = exchange.getProperty(COMMAND, RefetchContact.class);
        if (!answer.isSuccess()) {
            return CommandOutcome.seen(
                    HubSpotMerges.toldWithoutRecord(delivery, command.contact(), command.merged(), ContactMerged::new));
        }
        HubSpotRecord record = HubSpotRecord.of(HubSpotRecordType.CONTACT, answer);
        Contact contact = contact(record, delivery.envelope().id());
        return HubSpotMerges.seen(
                delivery,
                command.contact(),
                command.merged(),
                record,
                contact.version(),
                ContactMerged::new,
                command.created() ? new ContactCreated(contact) : new ContactUpdated(contact));
    }

    private static Contact contact(HubSpotRecord record, String commandId) {
        List<PersonalDetail> known = DETAILS.entrySet().stream()
                .filter(detail -> !record.text(detail.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        return new Contact(
                record.ref(),
                contactId(record.text(KEY_PROPERTY)).orElse(null),
                record.company(HubSpotRecordType.CONTACT),
                record.text("lifecyclestage"),
                known,
                record.version(commandId));
    }

    /** Anybody with access to the portal may write there what is no id of ours. */
    private static Optional<ContactId> contactId(String value) {
        try {
            return value.isEmpty() ? Optional.empty() : Optional.of(new ContactId(value));
        } catch (IllegalArgumentException noneOfOurs) {
            return Optional.empty();
        }
    }

    /** The upsert of one contact by our own key. */
    public ProviderRequest upsertRequest(Exchange exchange, @Body Object body) {
        UpsertContact command =
                body instanceof UpsertContact upsert ? upsert : exchange.getProperty(COMMAND, UpsertContact.class);
        exchange.setProperty(COMMAND, command);
        return sent(
                exchange,
                HubSpotUpsert.upsert(
                        HubSpotRecordType.CONTACT,
                        KEY_PROPERTY,
                        command.contactId().value(),
                        properties(exchange, command)));
    }

    private ObjectNode properties(Exchange exchange, UpsertContact command) {
        TenantId tenant = CommandDelivery.of(exchange).envelope().tenantId();
        ObjectNode properties =
                JSON.objectNode().put(KEY_PROPERTY, command.contactId().value());
        command.fields().forEach((field, value) -> {
            String plain = field.isPersonal()
                    ? personal.open(tenant, command.contactId().value(), field.token(), value)
                    : value;
            properties.put(PROPERTIES.get(field), CanonicalText.clean(plain, MAX_VALUE));
        });
        return properties;
    }

    /** The property we write that HubSpot does not have by itself. */
    public ProviderRequest propertiesRequest() {
        return HubSpotUpsert.createProperties(
                HubSpotRecordType.CONTACT,
                HubSpotUpsert.property(KEY_PROPERTY, "Interline contact id", "contactinformation"));
    }

    /**
     * Asks for the contact that has the e-mail address already; HubSpot names it in the text of the refusal only.
     *
     * @throws FailureException if it is not named
     */
    public ProviderRequest existingRequest(@Body ProviderAnswer refusal) {
        String existing = HubSpotFailures.existingId(refusal)
                .orElseThrow(() -> taken("HubSpot does not say which contact has it"));
        return HubSpotUpsert.read(HubSpotRecordType.CONTACT, "", existing, KEY_PROPERTY);
    }

    /**
     * Gives the contact with that address our key, with what the command says: an address is unique in a portal, so it is
     * the person that is meant, unless the contact is another one of ours.
     *
     * @throws FailureException if it is
     */
    public ProviderRequest adoptRequest(Exchange exchange, @Body ProviderAnswer answer) {
        HubSpotRecord record = HubSpotRecord.of(HubSpotRecordType.CONTACT, answer);
        UpsertContact command = exchange.getProperty(COMMAND, UpsertContact.class);
        String owner = record.text(KEY_PROPERTY);
        if (!owner.isEmpty() && !owner.equals(command.contactId().value())) {
            throw taken("it is that of another contact of ours");
        }
        return sent(
                exchange,
                HubSpotUpsert.update(HubSpotRecordType.CONTACT, "", record.id(), properties(exchange, command)));
    }

    private static ProviderRequest sent(Exchange exchange, ProviderRequest request) {
        exchange.setProperty(SENT, request);
        return request;
    }

    private static FailureException taken(String why) {
        return new FailureException(Failure.of(
                FailureKind.REJECTED, HubSpotFailures.PREFIX + "-2011", "the e-mail address is taken: " + why));
    }

    /** The contact that was made or updated. */
    public CommandOutcome upserted(Exchange exchange, @Body ProviderAnswer answer) {
        return HubSpotUpsert.outcome(
                HubSpotRecordType.CONTACT, exchange.getProperty(SENT, ProviderRequest.class), answer);
    }

    /**
     * Erases the contact for good
     * (<a href="https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/gdpr/post-crm-v3-objects-contacts-gdpr-delete">GDPR
     * delete</a>).
     */
    public ProviderRequest forgetRequest(Exchange exchange, @Body ForgetContact command) {
        exchange.setProperty(COMMAND, command);
        return ProviderRequest.post(
                HubSpotRecordType.CONTACT.path() + "/gdpr-delete",
                JSON.objectNode().put("objectId", command.contact().id()));
    }

    /** The contact that is no more, or was not there; what our stored requests hold of it is erased too. */
    public CommandOutcome forgotten(Exchange exchange) {
        ForgetContact command = exchange.getProperty(COMMAND, ForgetContact.class);
        persons(List.of(command.contact().id()))
                .ids()
                .forEach(person ->
                        stored.forget(CommandDelivery.of(exchange).connection().id(), person));
        return CommandOutcome.done(command.contact());
    }
}
