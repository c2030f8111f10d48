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
import java.util.regex.Pattern;

/**
 * HubSpot's events: an array of up to 100, in no order, each of any portal that has the app. They say that something
 * changed, not what it is now, so the company is read again in its own lane.
 */
@ApplicationScoped
public class HubSpotWebhookTranslator implements WebhookTranslator {

    private static final String COMPANY_TYPE_ID = "0-2";
    private static final Pattern ID = Pattern.compile("\\d{1,20}");

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
        return new ProviderEvent(owner.get(), key, type, meaning(owner.get(), event, key, type, objectType));
    }

    private static Meaning meaning(Connection connection, JsonNode event, String key, String type, String objectType) {
        if (!objectType.equals(COMPANY_TYPE_ID)) {
            return new Meaning.Ignored("no route asks for " + type);
        }
        String action = type.substring(type.indexOf('.') + 1);
        Instant at = time(event.path("occurredAt"));
        String id =
                switch (action) {
                    case "merge" -> firstId(event, "newObjectId", "primaryObjectId", "objectId");
                    default -> firstId(event, "objectId");
                };
        if (id.isEmpty() || at == null) {
            return new Meaning.Unmappable(type + ": objectId or occurredAt is missing or absurd");
        }
        ExternalRef company = new ExternalRef(BusinessSystem.CRM, id);
        return switch (action) {
            case "propertyChange" ->
                text(event, "propertyName").startsWith("interline_")
                        ? new Meaning.Ignored("a property of our own")
                        : refetch(connection, key, company, at);
            case "creation", "restore", "merge" -> refetch(connection, key, company, at);
            case "deletion", "privacyDeletion" ->
                new Meaning.Translated(List.of(CanonicalMessages.fromProvider(
                        connection,
                        key,
                        id,
                        at,
                        new CustomerEvent.AccountDeleted(new Account(
                                company, null, Map.of(), new SourceVersion(at, SourceVersion.ENDED, key))))));
            default -> new Meaning.Ignored("no route asks for " + type);
        };
    }

    private static Meaning refetch(Connection connection, String key, ExternalRef company, Instant at) {
        return new Meaning.Refetch(NewCommand.of(
                connection.id(),
                "company/" + company.id(),
                CrmConnector.REFETCH,
                CanonicalMessages.fromProvider(
                        connection, key, company.id(), at, new CrmCommand.RefetchAccount(company))));
    }

    /** The numeric object type, which older subscriptions write as a word before the dot. */
    private static String objectType(JsonNode event, String type) {
        String id = text(event, "objectTypeId");
        if (!id.isEmpty()) {
            return id;
        }
        return type.startsWith("company.") ? COMPANY_TYPE_ID : type.split("\\.", 2)[0];
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
                isIdentified(event, type) ? "" : withoutAttempt(event));
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

    private static @org.jspecify.annotations.Nullable Instant time(JsonNode millis) {
        return millis.canConvertToLong() && millis.asLong() >= 0 && millis.asLong() <= MAX_MILLIS
                ? Instant.ofEpochMilli(millis.asLong())
                : null;
    }

    private static String text(JsonNode event, String field) {
        JsonNode value = event.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }
}
