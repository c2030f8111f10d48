package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.durable.Ids;
import dev.interline.durable.echo.FieldChange;
import dev.interline.durable.inbound.Persons;
import dev.interline.durable.lane.NewCommand;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookTranslator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * HubSpot's events: an array of up to 100, in no order, each of any portal that has the app. They say that something
 * changed, not what it is now, so the record is read again in its own lane. What a property became is never taken from
 * them: by the time they come it may be old, and it may be somebody's secret ({@code isSensitive}).
 */
@ApplicationScoped
public class HubSpotWebhookTranslator implements WebhookTranslator {

    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,19}");

    /** 9999-12-31 in milliseconds. */
    private static final long MAX_MILLIS = 253_402_300_799_999L;

    private final AccountLookup accounts;

    /** Whose events a request to an endpoint may carry. */
    @FunctionalInterface
    interface AccountLookup {
        Optional<Connection> ofAccount(Connection endpoint, String account);
    }

    @Inject
    HubSpotWebhookTranslator(Connections connections) {
        this((AccountLookup) connections::ofAccount);
    }

    HubSpotWebhookTranslator(AccountLookup accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<ProviderEvent> translate(Connection endpoint, JsonNode request, WebhookRequest raw) {
        List<ProviderEvent> events = new ArrayList<>();
        if (request.isArray()) {
            request.forEach(event -> events.add(translate(endpoint, event)));
        } else {
            events.add(translate(endpoint, request));
        }
        return events;
    }

    private ProviderEvent translate(Connection endpoint, JsonNode event) {
        String type =
                text(event, "subscriptionType").isEmpty() ? text(event, "eventType") : text(event, "subscriptionType");
        String objectType = objectType(event, type);
        String key = dedupeKey(event, type, objectType);
        String portal = text(event, "portalId");
        Optional<Connection> owner = accounts.ofAccount(endpoint, portal);
        if (type.isEmpty() || !event.isObject()) {
            return new ProviderEvent(
                    endpoint, key, type, new Meaning.Unmappable("not a HubSpot event: subscriptionType is missing"));
        }
        if (owner.isEmpty()) {
            return new ProviderEvent(
                    endpoint, key, type, new Meaning.Unmappable("its portal is not connected here through this app"));
        }
        return new ProviderEvent(owner.get(), key, type, meaning(owner.get(), event, key, type, objectType))
                .about(persons(event, type, objectType));
    }

    /**
     * The contact it is about, whose new value it holds; after a privacy deletion nothing of the person may be kept
     * (<a href="https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide">contact.privacyDeletion</a>).
     */
    private static Persons persons(JsonNode event, String type, String objectType) {
        if (HubSpotRecordType.named(objectType)
                .filter(HubSpotRecordType.CONTACT::equals)
                .isEmpty()) {
            return Persons.NONE;
        }
        if (type.endsWith(".merge")) {
            Set<String> ids = new TreeSet<>();
            Stream.of("objectId", "primaryObjectId", "newObjectId").forEach(field -> ids.add(text(event, field)));
            event.path("mergedObjectIds").forEach(id -> ids.add(id.asText("")));
            return HubSpotContacts.persons(List.copyOf(ids)).merged();
        }
        Persons contact = HubSpotContacts.persons(List.of(text(event, "objectId")));
        return type.endsWith(".privacyDeletion") ? contact.toBeForgotten() : contact;
    }

    private static Meaning meaning(Connection connection, JsonNode event, String key, String type, String objectType) {
        Optional<Meaning> heartbeat = HubSpotHeartbeat.meaning(event, type);
        if (heartbeat.isPresent()) {
            return heartbeat.get();
        }
        HubSpotRecordType record = HubSpotRecordType.named(objectType).orElse(null);
        if (record == null) {
            return new Meaning.Ignored("no route asks for " + type);
        }
        if (record == HubSpotRecordType.TICKET) {
            return new Meaning.Ignored("tickets are the support system's");
        }
        String action = type.substring(type.indexOf('.') + 1);
        Instant at = time(event.path("occurredAt"));
        return switch (action) {
            case "associationChange" -> association(connection, event, key, record, at);
            case "merge" -> {
                String survivor = firstId(event, "newObjectId", "primaryObjectId", "objectId");
                yield about(connection, event, key, type, record, survivor, at);
            }
            default -> about(connection, event, key, type, record, firstId(event, "objectId"), at);
        };
    }

    private static Meaning about(
            Connection connection,
            JsonNode event,
            String key,
            String type,
            HubSpotRecordType record,
            String id,
            @Nullable Instant at) {
        if (id.isEmpty() || at == null) {
            return new Meaning.Unmappable(type + ": objectId or occurredAt is missing or absurd");
        }
        ExternalRef ref = new ExternalRef(BusinessSystem.CRM, id);
        SourceVersion ended = new SourceVersion(at, SourceVersion.ENDED, key);
        return switch (type.substring(type.indexOf('.') + 1)) {
            case "propertyChange" ->
                text(event, "propertyName").startsWith("interline_")
                        ? new Meaning.Ignored("a property of our own")
                        : refetch(
                                connection,
                                key,
                                at,
                                record,
                                ref,
                                false,
                                List.of(),
                                changeByAnApp(event, record, id, at));
            case "creation" ->
                refetch(connection, key, at, record, ref, true, List.of(), changeByAnApp(event, record, id, at));
            case "restore" -> refetch(connection, key, at, record, ref, false, List.of(), null);
            case "merge" -> refetch(connection, key, at, record, ref, false, merged(event, id), null);
            case "deletion" -> told(connection, key, at, id, deleted(record, ref, ended));
            case "privacyDeletion" ->
                told(
                        connection,
                        key,
                        at,
                        id,
                        record == HubSpotRecordType.CONTACT
                                ? new CustomerEvent.ContactForgotten(ref, ended)
                                : deleted(record, ref, ended));
            default -> new Meaning.Ignored("no route asks for " + type);
        };
    }

    private static CustomerEvent deleted(HubSpotRecordType record, ExternalRef ref, SourceVersion ended) {
        return switch (record) {
            case COMPANY -> new CustomerEvent.AccountDeleted(new Account(ref, null, Map.of(), ended));
            case CONTACT -> new CustomerEvent.ContactDeleted(ref, ended);
            case DEAL -> new CustomerEvent.OpportunityDeleted(ref, ended);
            case TICKET -> throw new IllegalArgumentException("tickets have no event of ours");
        };
    }

    private static Meaning told(Connection connection, String key, Instant at, String id, CustomerEvent event) {
        return new Meaning.Translated(List.of(CanonicalMessages.fromProvider(connection, key, id, at, event)));
    }

    /** The ids that are no more: all that the event names but the one that is left. */
    private static List<ExternalRef> merged(JsonNode event, String survivor) {
        Set<String> ids = new TreeSet<>();
        event.path("mergedObjectIds").forEach(id -> ids.add(id.asText("")));
        ids.add(text(event, "primaryObjectId"));
        ids.add(text(event, "objectId"));
        ids.remove(survivor);
        return ids.stream()
                .filter(id -> ID.matcher(id).matches())
                .map(id -> new ExternalRef(BusinessSystem.CRM, id))
                .toList();
    }

    /**
     * An association is told twice, once by each side, and without {@code objectId}. Either way it is the contact or the
     * deal that is read again: it is what belongs to a company.
     */
    private static Meaning association(
            Connection connection, JsonNode event, String key, HubSpotRecordType record, @Nullable Instant at) {
        String[] words = text(event, "associationType").split("_TO_", 2);
        Optional<HubSpotRecordType> from = HubSpotRecordType.named(
                text(event, "fromObjectTypeId").isEmpty() ? words[0] : text(event, "fromObjectTypeId"));
        Optional<HubSpotRecordType> to = HubSpotRecordType.named(
                text(event, "toObjectTypeId").isEmpty() ? words[words.length - 1] : text(event, "toObjectTypeId"));
        boolean ofCompany = from.or(() -> Optional.of(record))
                .filter(HubSpotRecordType.COMPANY::equals)
                .isPresent();
        Optional<HubSpotRecordType> member = ofCompany ? to : from.or(() -> Optional.of(record));
        Optional<HubSpotRecordType> owner = ofCompany ? from.or(() -> Optional.of(record)) : to;
        if (owner.filter(HubSpotRecordType.COMPANY::equals).isEmpty()
                || member.filter(one -> one == HubSpotRecordType.CONTACT || one == HubSpotRecordType.DEAL)
                        .isEmpty()) {
            return new Meaning.Ignored("no route asks for associations of these two kinds");
        }
        return about(
                connection,
                event,
                key,
                record.word() + ".restore",
                member.get(),
                firstId(event, ofCompany ? "toObjectId" : "fromObjectId"),
                at);
    }

    /**
     * What an app has changed, which may be ours; the event does not say whose token it was, so that the value decides
     * (https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide, {@code changeSource}). That a contact or
     * a deal was made is news to everybody, whoever made it.
     */
    private static @Nullable FieldChange changeByAnApp(
            JsonNode event, HubSpotRecordType record, String id, Instant at) {
        if (!text(event, "changeSource").equals("INTEGRATION")) {
            return null;
        }
        String property = text(event, "propertyName");
        if (!property.isEmpty()) {
            String value = HubSpotTimes.comparable(property, text(event, "propertyValue"));
            return new FieldChange(id, record.ledgerField(property), value, at);
        }
        return record == HubSpotRecordType.COMPANY ? new FieldChange(id, HubSpotCompanies.CREATION, "", at) : null;
    }

    private static Meaning refetch(
            Connection connection,
            String key,
            Instant at,
            HubSpotRecordType record,
            ExternalRef ref,
            boolean created,
            List<ExternalRef> merged,
            @Nullable FieldChange change) {
        CrmCommand command =
                switch (record) {
                    case COMPANY -> new CrmCommand.RefetchAccount(ref, merged);
                    case CONTACT -> new CrmCommand.RefetchContact(ref, created, merged);
                    case DEAL -> new CrmCommand.RefetchOpportunity(ref, created, merged);
                    case TICKET -> throw new IllegalArgumentException("tickets are never read");
                };
        return new Meaning.Refetch(
                NewCommand.of(
                        connection.id(),
                        record.lane(ref.id()),
                        CrmConnector.coalesceKey(command),
                        CanonicalMessages.fromProvider(connection, key, ref.id(), at, command)),
                change);
    }

    /** The numeric object type, which older subscriptions write as a word before the dot. */
    private static String objectType(JsonNode event, String type) {
        String id = text(event, "objectTypeId");
        if (!id.isEmpty()) {
            return id;
        }
        String word = type.split("\\.", 2)[0];
        if (word.equals("object")) {
            return text(event, "fromObjectTypeId");
        }
        return HubSpotRecordType.named(word).map(HubSpotRecordType::typeId).orElse(word);
    }

    /**
     * HubSpot promises no unique id ({@code eventId} "is not guaranteed to be unique"), so the event is what it is about.
     * The number of the attempt is left out: it differs between deliveries of one event.
     */
    private static String dedupeKey(JsonNode event, String type, String objectType) {
        return Ids.derived(
                "hs_",
                text(event, "portalId"),
                text(event, "subscriptionId"),
                text(event, "eventId"),
                objectType,
                type,
                text(event, "objectId"),
                text(event, "propertyName"),
                text(event, "occurredAt"),
                isIdentified(event, type) ? sides(event) : withoutAttempt(event));
    }

    /** An association has no object but two, and may be made and removed in the same instant. */
    private static String sides(JsonNode event) {
        return Stream.of("fromObjectId", "toObjectId", "associationType", "associationTypeId", "associationRemoved")
                .filter(event::has)
                .map(field -> field + "=" + text(event, field))
                .collect(Collectors.joining("&"));
    }

    /** Whether what the key is made of is there; otherwise all that is no event would be one and the same. */
    private static boolean isIdentified(JsonNode event, String type) {
        return !type.isEmpty()
                && !text(event, "objectId").isEmpty()
                && !text(event, "occurredAt").isEmpty();
    }

    private static String withoutAttempt(JsonNode event) {
        return event instanceof ObjectNode object
                ? object.deepCopy().without("attemptNumber").toString()
                : event.toString();
    }

    private static String firstId(JsonNode event, String... fields) {
        for (String field : fields) {
            String id = text(event, field);
            if (ID.matcher(id).matches()) {
                return id;
            }
        }
        return "";
    }

    private static @Nullable Instant time(JsonNode millis) {
        return millis.canConvertToLong() && millis.asLong() >= 0 && millis.asLong() <= MAX_MILLIS
                ? Instant.ofEpochMilli(millis.asLong())
                : null;
    }

    private static String text(JsonNode event, String field) {
        JsonNode value = event.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }
}
