package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.PersonalValues;
import dev.interline.sdk.api.ApiResource;
import dev.interline.sdk.api.ConnectorApi;
import dev.interline.sdk.api.ProviderReader;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What the billing connector's system API offers of Stripe. Lists are in Stripe's order, newest first, and paged by the last
 * record's id (<a href="https://docs.stripe.com/api/pagination">pagination</a>).
 */
@ApplicationScoped
public class StripeResources implements ConnectorApi {

    /** Stripe leaves ended subscriptions out unless it is asked for all. */
    private static final Map<String, String> SUBSCRIPTION_STATUS = Map.of(
            "pending", "incomplete",
            "trialing", "trialing",
            "active", "active",
            "past_due", "past_due",
            "ended", "ended");

    /** What a live read tells is not placed in the record's history. */
    private static final SourceVersion NONE = new SourceVersion(Instant.EPOCH, SourceVersion.OBSERVED, "");

    private static final String OPEN_ACCOUNT = "billing.open-account.v1";
    private static final String EMAIL = "email";

    private final Mappings mappings;
    private final PersonalValues personal;

    StripeResources(Mappings mappings, PersonalValues personal) {
        this.mappings = mappings;
        this.personal = personal;
    }

    /** The address of a customer is sealed. */
    @Override
    public ObjectNode sealed(TenantId tenant, String type, ObjectNode command) {
        if (type.equals(OPEN_ACCOUNT) && command.hasNonNull(EMAIL)) {
            command.put(
                    EMAIL,
                    personal.seal(
                            tenant,
                            command.path("key").asText(),
                            command.path(EMAIL).asText()));
        }
        return command;
    }

    @Override
    public Map<String, ApiResource> resources() {
        return Map.of(
                "accounts",
                new Records("customer", "/v1/customers", this::account),
                "subscriptions",
                new Records("subscription", "/v1/subscriptions", by(StripeSubscriptionTranslator::translate)),
                "invoices",
                new Records("invoice", "/v1/invoices", by(StripeInvoiceTranslator::translate)),
                "payments",
                new Records("payment", "/v1/payment_intents", by(StripePaymentTranslator::payment)),
                "charges",
                new Records("charge", "/v1/charges", by(StripePaymentTranslator::charge)),
                "refunds",
                new Records("refund", "/v1/refunds", by(StripePaymentTranslator::refund)),
                "disputes",
                new Records("dispute", "/v1/disputes", by(StripePaymentTranslator::dispute)),
                "prices",
                new Records("price", "/v1/prices", by(StripeCatalogTranslator::price)),
                "products",
                new Records("product", "/v1/products", by(StripeCatalogTranslator::product)));
    }

    private ObjectNode account(JsonNode customer, TenantId tenant) {
        Account account = StripeCustomerTranslator.translate(customer, NONE);
        return told(
                new Account(
                        account.ref(),
                        null,
                        mappings.of(StripeCustomerTranslator.MAPPING, tenant).accountFields(customer),
                        NONE),
                customer);
    }

    /** Tells a record as it is translated for events. */
    private static Teller by(BiFunction<JsonNode, SourceVersion, ?> translator) {
        return (record, tenant) -> told(translator.apply(record, NONE), record);
    }

    private static ObjectNode told(Object canonical, JsonNode record) {
        ObjectNode told = CanonicalJson.mapper().valueToTree(canonical);
        told.remove("version");
        Instant created = StripeFields.time(record.path("created"));
        return created == null ? told : told.put("createdAt", created.toString());
    }

    /** How one kind of Stripe's objects is told. */
    @FunctionalInterface
    private interface Teller {
        ObjectNode tell(JsonNode record, TenantId tenant);
    }

    private record Records(String kind, String path, Teller teller) implements ApiResource {

        @Override
        public Page list(Query query, ProviderReader provider) {
            Map<String, String> asked = new HashMap<>();
            asked.put("limit", Integer.toString(query.limit()));
            if (query.position() != null) {
                asked.put("starting_after", query.position());
            }
            query.filter("account").ifPresent(account -> asked.put("customer", account));
            query.filter("subscription").ifPresent(subscription -> asked.put("subscription", subscription));
            query.filter("payment").ifPresent(payment -> asked.put("payment_intent", payment));
            query.filter("charge").ifPresent(charge -> asked.put("charge", charge));
            query.filter("product").ifPresent(product -> asked.put("product", product));
            query.filter("active").ifPresent(active -> asked.put("active", active));
            query.filter("createdAfter").ifPresent(after -> asked.put("created[gte]", seconds(after)));
            query.filter("createdBefore").ifPresent(before -> asked.put("created[lt]", seconds(before)));
            if (kind.equals("subscription")) {
                asked.put(
                        "status",
                        query.filter("status")
                                .map(status -> SUBSCRIPTION_STATUS.getOrDefault(status, status))
                                .orElse("all"));
            }
            JsonNode page = read(provider, "list-" + kind + "s", ProviderRequest.get(path, asked))
                    .orElse(MissingNode.getInstance());
            List<ObjectNode> items = new ArrayList<>();
            String last = null;
            for (JsonNode record : page.path("data")) {
                items.add(readable(record, provider.tenant()));
                last = record.path("id").asText();
            }
            return new Page(items, page.path("has_more").asBoolean(false) ? last : null);
        }

        @Override
        public Optional<ObjectNode> one(String id, ProviderReader provider) {
            // A deleted customer is still answered, as no more than its id.
            return read(
                            provider,
                            "read-" + kind,
                            ProviderRequest.get(path + "/" + ProviderRequest.segment(id), Map.of()))
                    .filter(record -> !record.path("deleted").asBoolean(false))
                    .map(record -> readable(record, provider.tenant()));
        }

        /** Empty if Stripe does not know the record, or what the list is to belong to. */
        private static Optional<JsonNode> read(ProviderReader provider, String operation, ProviderRequest request) {
            try {
                return Optional.of(provider.read(operation, request).body());
            } catch (FailureException failed) {
                if (failed.failure().code().equals(StripeFailures.NOT_FOUND)) {
                    return Optional.empty();
                }
                throw failed;
            }
        }

        private ObjectNode readable(JsonNode record, TenantId tenant) {
            try {
                return teller.tell(record, tenant);
            } catch (UnreadableStripeObject unreadable) {
                throw new FailureException(
                        Failure.of(
                                FailureKind.UNMAPPABLE,
                                StripeFailures.PREFIX + "-1101",
                                String.valueOf(unreadable.getMessage())),
                        unreadable);
            }
        }

        private static String seconds(String time) {
            return Long.toString(Instant.parse(time).getEpochSecond());
        }
    }
}
