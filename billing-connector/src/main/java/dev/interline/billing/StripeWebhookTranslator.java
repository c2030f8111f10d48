package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Invoice;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.ingress.WebhookTranslator;
import dev.interline.sdk.mapping.Mappings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/**
 * Stripe's events in canonical words. Reads the JSON itself, as Stripe's SDK answers nothing for events of another API
 * version than its own, and endpoints pin versions from 2020 to today.
 */
@ApplicationScoped
public class StripeWebhookTranslator implements WebhookTranslator {

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
            String hash = "body:" + dev.interline.durable.Ids.sha256(raw.body());
            return List.of(new ProviderEvent(
                    endpoint, hash, type, new Meaning.Unmappable("not a Stripe event: id or type is missing")));
        }
        return List.of(new ProviderEvent(
                endpoint, key, type, withFacts(event, type, key, meaning(endpoint, event, key, type))));
    }

    /** What it says of a customer's company, by the mapping of the tenant. */
    private Meaning withFacts(JsonNode event, String type, String key, Meaning meaning) {
        if (!(meaning instanceof Meaning.Translated translated)) {
            return meaning;
        }
        JsonNode customer = event.path("data").path("object");
        try {
            return new Meaning.Translated(translated.messages().stream()
                    .map(message -> customers.withFacts(customer, message))
                    .toList());
        } catch (FailureException unmappable) {
            return new Meaning.Unmappable(
                    type + " " + key + ": " + unmappable.failure().detail());
        }
    }

    private static Meaning meaning(Connection connection, JsonNode event, String id, String type) {
        if (event.path("object").asText("").equals("v2.core.event")) {
            return new Meaning.Unmappable("a thin event of API v2; configure the endpoint for snapshot events");
        }
        int rank = rankOf(type);
        if (rank < 0) {
            return new Meaning.Ignored("no route asks for " + type);
        }
        Instant at = StripeFields.time(event.path("created"));
        JsonNode object = event.path("data").path("object");
        if (at == null || !object.isObject()) {
            return new Meaning.Unmappable("not a Stripe event: created or data.object is missing");
        }
        try {
            SourceVersion version = new SourceVersion(at, rank, id);
            CanonicalPayload payload = payload(type, event, object, version);
            String customer = StripeFields.requireId(
                    type.startsWith("customer.subscription.") || type.startsWith("invoice.")
                            ? object.path("customer")
                            : object,
                    "customer");
            return new Meaning.Translated(
                    List.of(CanonicalMessages.fromProvider(connection, id, customer, at, payload)));
        } catch (UnreadableStripeObject unreadable) {
            return new Meaning.Unmappable(type + ": " + unreadable.getMessage());
        }
    }

    /** Where an event of that type stands among those of the same second; negative for types nobody asks for. */
    private static int rankOf(String type) {
        return switch (type) {
            case "customer.created", "customer.subscription.created" -> SourceVersion.CREATED;
            case "customer.updated",
                    "customer.subscription.updated",
                    "customer.subscription.paused",
                    "customer.subscription.resumed",
                    "invoice.paid",
                    "invoice.payment_failed" -> SourceVersion.CHANGED;
            case "customer.deleted", "customer.subscription.deleted" -> SourceVersion.ENDED;
            default -> -1;
        };
    }

    private static CanonicalPayload payload(String type, JsonNode event, JsonNode object, SourceVersion version) {
        return switch (type) {
            case "customer.created" ->
                new CustomerEvent.AccountCreated(StripeCustomerTranslator.translate(object, version));
            case "customer.updated" ->
                new CustomerEvent.AccountUpdated(StripeCustomerTranslator.translate(object, version));
            case "customer.deleted" ->
                new CustomerEvent.AccountDeleted(StripeCustomerTranslator.translate(object, version));
            case "invoice.paid" -> new BillingEvent.InvoicePaid(invoice(object, version));
            case "invoice.payment_failed" -> new BillingEvent.InvoicePaymentFailed(invoice(object, version));
            default -> subscription(type, event, StripeSubscriptionTranslator.translate(object, version));
        };
    }

    private static Invoice invoice(JsonNode object, SourceVersion version) {
        return StripeInvoiceTranslator.translate(object, version);
    }

    private static BillingEvent subscription(String type, JsonNode event, Subscription subscription) {
        if (subscription.status() == SubscriptionStatus.ENDED || type.equals("customer.subscription.deleted")) {
            return new BillingEvent.SubscriptionEnded(ended(subscription));
        }
        if (type.equals("customer.subscription.created")) {
            return new BillingEvent.SubscriptionStarted(subscription);
        }
        String before =
                event.path("data").path("previous_attributes").path("status").asText("");
        boolean wentLive =
                !before.isEmpty() && !before.equals("active") && subscription.status() == SubscriptionStatus.ACTIVE;
        return wentLive
                ? new BillingEvent.SubscriptionActivated(subscription)
                : new BillingEvent.SubscriptionChanged(subscription);
    }

    /** A deleted subscription is over, whatever its last status was. */
    private static Subscription ended(Subscription last) {
        return new Subscription(
                last.ref(),
                last.account(),
                SubscriptionStatus.ENDED,
                last.items(),
                last.currentPeriodEnd(),
                last.trialEnd(),
                last.cancelAtPeriodEnd(),
                last.collectionPaused(),
                last.version());
    }
}
