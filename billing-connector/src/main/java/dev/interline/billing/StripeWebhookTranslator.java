package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.durable.Ids;
import dev.interline.durable.echo.FieldChange;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.NewCommand;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookTranslator;
import dev.interline.sdk.mapping.Mappings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's events in canonical words. Reads the JSON itself, as Stripe's SDK answers nothing for events of another API
 * version than its own, and endpoints pin versions from 2020 to today.
 */
@ApplicationScoped
public class StripeWebhookTranslator implements WebhookTranslator {

    private static final Pattern TEST_KEY = Pattern.compile("(sk|rk)_test_.*");
    private static final Pattern LIVE_KEY = Pattern.compile("(sk|rk)_live_.*");

    private final StripeCustomerTranslator customers;

    @Inject
    StripeWebhookTranslator(Mappings mappings) {
        this.customers = new StripeCustomerTranslator(mappings);
    }

    /** One with the packaged mappings. */
    StripeWebhookTranslator() {
        this(Mappings.packaged(BillingConnector.MAPPINGS));
    }

    @Override
    public List<ProviderEvent> translate(Connection endpoint, JsonNode event, WebhookRequest raw) {
        String type = event.path("type").asText("");
        String key = StripeFields.id(event).orElse("");
        if (key.isEmpty() || type.isEmpty()) {
            String hash = "body:" + Ids.sha256(raw.body());
            return List.of(new ProviderEvent(
                    endpoint, hash, type, new Meaning.Unmappable("not a Stripe event: id or type is missing")));
        }
        return List.of(new ProviderEvent(
                endpoint, key, type, withFacts(event, type, key, meaning(endpoint, event, key, type, raw))));
    }

    /** What it says of a customer's company, by the mapping of the tenant. */
    private Meaning withFacts(JsonNode event, String type, String key, Meaning meaning) {
        if (!(meaning instanceof Meaning.Translated translated)) {
            return meaning;
        }
        JsonNode customer = event.path("data").path("object");
        try {
            return new Meaning.Translated(
                    translated.messages().stream()
                            .map(message -> customers.withFacts(customer, message))
                            .toList(),
                    translated.change());
        } catch (FailureException unmappable) {
            return new Meaning.Unmappable(
                    type + " " + key + ": " + unmappable.failure().detail());
        }
    }

    private static Meaning meaning(
            Connection connection, JsonNode event, String id, String type, WebhookRequest request) {
        Optional<String> misdirected = misdirected(connection, event);
        if (misdirected.isPresent()) {
            return new Meaning.Unmappable(misdirected.get());
        }
        Optional<Meaning> heartbeat = StripeHeartbeat.meaning(event, type);
        if (heartbeat.isPresent()) {
            return heartbeat.get();
        }
        Optional<StripeEventKind> kind = StripeEventKind.of(type);
        boolean thin = event.path("object").asText("").startsWith("v2.core.event");
        if (thin && kind.isEmpty()) {
            return new Meaning.Unmappable(
                    "a thin event of API v2, which names a record and does not tell it: in Stripe, set"
                            + " the event destination's payload style to snapshot, or leave " + type + " out of it");
        }
        if (kind.isEmpty()) {
            return new Meaning.Ignored(StripeEventKind.whyIgnored(type));
        }
        try {
            StripeEvent told =
                    thin ? StripeEvent.ofThin(event, id, type, request) : StripeEvent.of(event, id, type, request);
            CanonicalPayload payload = kind.get().read(told);
            if (type.startsWith("customer.subscription.")
                    && !(payload instanceof BillingEvent.SubscriptionEnded)
                    && StripeSubscriptionTranslator.isPartial(told.object())) {
                return refetch(connection, told);
            }
            String subject = kind.get().subject().apply(told.object());
            return new Meaning.Translated(
                    List.of(CanonicalMessages.fromProvider(connection, id, subject, told.at(), payload)),
                    mayBeOurs(told));
        } catch (UnreadableStripeObject unreadable) {
            return new Meaning.Unmappable(type + ": " + unreadable.getMessage());
        }
    }

    /** What we change ourselves that says nothing new: whatever else we change of a subscription is news to others. */
    private static @Nullable FieldChange mayBeOurs(StripeEvent told) {
        return switch (told.type()) {
            case "customer.updated" -> StripeRecords.change(told, Set.of(StripeCustomerNames.NAME));
            case "customer.subscription.updated" -> StripeRecords.change(told, Set.of());
            default -> null;
        };
    }

    /** Not all the items are in the event, so the plan would be wrong: the subscription is read again, with all of them. */
    private static Meaning refetch(Connection connection, StripeEvent told) {
        ExternalRef subscription = StripeFields.requireRef(told.object(), "subscription.id");
        return new Meaning.Refetch(NewCommand.of(
                connection.id(),
                subscription.id(),
                BillingConnector.REFETCH_SUBSCRIPTION,
                CanonicalMessages.fromProvider(
                        connection,
                        told.id(),
                        subscription.id(),
                        told.at(),
                        new BillingCommand.RefetchSubscription(subscription))));
    }

    /** Why an event is not this connection's, though it is signed: told of another account, or in the other mode. */
    private static Optional<String> misdirected(Connection connection, JsonNode event) {
        Optional<String> account =
                StripeFields.text(event.path("account")).or(() -> StripeFields.text(event.path("context")));
        if (account.isPresent() && !account.get().equals(connection.account())) {
            return Optional.of(
                    "an event of another account than this connection's: in Stripe, let the endpoint listen to"
                            + " its own account, or give the other account a connection and an endpoint of its own");
        }
        JsonNode live = event.path("livemode");
        Pattern other = live.asBoolean() ? TEST_KEY : LIVE_KEY;
        return live.isBoolean() && other.matcher(connection.apiToken()).matches()
                ? Optional.of("an event of " + (live.asBoolean() ? "live" : "test")
                        + " mode, but the connection's key is of the other mode")
                : Optional.empty();
    }
}
