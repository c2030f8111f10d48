package dev.interline.billing;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderLimit;
import dev.interline.sdk.provider.ProviderPages;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stripe's API as this connector uses it. */
@ApplicationScoped
public class StripeGateway implements ProviderGateway {

    /** The version our reads are written for; without the header each account's default would apply. */
    static final String API_VERSION = "2026-07-29.dahlia";

    static final String UPDATE_CUSTOMER = "update-customer";
    static final String UPDATE_SUBSCRIPTION = "update-subscription";

    private static final String READ_CUSTOMER = "read-customer";
    private static final String READ_SUBSCRIPTION = "read-subscription";
    private static final String READ_INVOICE = "read-invoice";
    private static final String FIND_REFUND = "find-refund";
    private static final String SEARCH_CUSTOMER = "search-customer";
    private static final String FIND_SUBSCRIPTION = "find-subscription";
    private static final String SEARCH_INVOICE = "search-invoice";
    private static final String FIND_INVOICE_LINES = "find-invoice-lines";
    private static final String KEY = "Idempotency-Key";
    private static final Set<String> READ_WHOLE = Set.of(
            FIND_REFUND,
            SEARCH_CUSTOMER,
            FIND_SUBSCRIPTION,
            SEARCH_INVOICE,
            FIND_INVOICE_LINES,
            StripeWebhookEndpoints.LIST);
    private static final ProviderPages PAGES = new StripePages();

    /**
     * Stripe remembers a key for at least 24 hours
     * (<a href="https://docs.stripe.com/api/idempotent_requests">idempotent requests</a>); we rely on it for less.
     */
    private static final Duration KEY_WINDOW = Duration.ofMinutes(23 * 60 + 50);

    @Override
    public String codePrefix() {
        return StripeFailures.PREFIX;
    }

    @Override
    public List<OperationDescriptor> operations() {
        return List.of(
                OperationDescriptor.read(READ_SUBSCRIPTION),
                OperationDescriptor.read("read-subscription-items"),
                OperationDescriptor.read(READ_CUSTOMER),
                OperationDescriptor.read(READ_INVOICE),
                OperationDescriptor.read("read-charge"),
                OperationDescriptor.read(FIND_REFUND),
                OperationDescriptor.read(SEARCH_CUSTOMER),
                OperationDescriptor.read(FIND_SUBSCRIPTION),
                OperationDescriptor.read(SEARCH_INVOICE),
                OperationDescriptor.read(FIND_INVOICE_LINES),
                once(UPDATE_CUSTOMER, READ_CUSTOMER),
                once("create-customer", SEARCH_CUSTOMER),
                once("create-subscription", FIND_SUBSCRIPTION),
                once(UPDATE_SUBSCRIPTION, READ_SUBSCRIPTION),
                // Stripe takes no key with DELETE; a subscription ends once by nature.
                OperationDescriptor.upsert("end-subscription"),
                once("create-invoice", SEARCH_INVOICE),
                once("add-invoice-line", FIND_INVOICE_LINES),
                once("finalize-invoice", READ_INVOICE),
                once("void-invoice", READ_INVOICE),
                once("write-off-invoice", READ_INVOICE),
                once("pay-invoice", READ_INVOICE),
                once("create-refund", FIND_REFUND),
                OperationDescriptor.nativeKey("report-usage", KEY, KEY_WINDOW),
                OperationDescriptor.read(StripeCustomerSource.CUSTOMERS),
                OperationDescriptor.read("list-subscriptions"),
                OperationDescriptor.read("list-invoices"),
                OperationDescriptor.read("list-payments"),
                OperationDescriptor.read("read-payment"),
                OperationDescriptor.read("list-charges"),
                OperationDescriptor.read("list-refunds"),
                OperationDescriptor.read("read-refund"),
                OperationDescriptor.read("list-disputes"),
                OperationDescriptor.read("read-dispute"),
                OperationDescriptor.read("list-prices"),
                OperationDescriptor.read("read-price"),
                OperationDescriptor.read("list-products"),
                OperationDescriptor.read("read-product"),
                OperationDescriptor.read(StripeCustomerSource.EVENTS),
                OperationDescriptor.read(StripeWebhookEndpoints.LIST),
                OperationDescriptor.nativeKey(StripeWebhookEndpoints.CREATE, KEY, KEY_WINDOW),
                OperationDescriptor.upsert(StripeWebhookEndpoints.CHANGE),
                OperationDescriptor.upsert(StripeWebhookEndpoints.DELETE),
                OperationDescriptor.upsert(StripeWebhookEndpoints.BEAT),
                OperationDescriptor.upsert(StripeWebhookEndpoints.PREPARE_BEAT));
    }

    private static OperationDescriptor once(String operation, String lookup) {
        return OperationDescriptor.nativeKey(operation, KEY, KEY_WINDOW, lookup);
    }

    @Override
    public List<ProviderLimit> limits(Connection connection) {
        return StripeLimits.of(connection);
    }

    @Override
    public Map<String, String> headers(Connection connection) {
        return Map.of("Authorization", "Bearer " + connection.apiToken(), "Stripe-Version", API_VERSION);
    }

    @Override
    public Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer) {
        return StripeFailures.of(operation, answer);
    }

    /** Stripe says nothing of what is left. */
    @Override
    public List<QuotaObservation> observations(ProviderAnswer answer) {
        return List.of();
    }

    @Override
    public Optional<String> exhausted(OperationDescriptor operation, ProviderAnswer answer) {
        return StripeLimits.exhausted(answer);
    }

    /** What is looked for is looked for on all pages: that it is on none must be certain. */
    @Override
    public Optional<ProviderPages> pages(OperationDescriptor operation) {
        return READ_WHOLE.contains(operation.name()) ? Optional.of(PAGES) : Optional.empty();
    }

    @Override
    public Optional<PresentState> presentState(OperationDescriptor operation, ProviderRequest request) {
        return StripePresentState.of(operation.name(), request);
    }
}
