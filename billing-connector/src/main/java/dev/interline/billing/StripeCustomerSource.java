package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.durable.Ids;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.sync.Cursor;
import dev.interline.durable.sync.Sync;
import dev.interline.sdk.CanonicalMessages;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.sync.MissingAccount;
import dev.interline.sdk.sync.Reading;
import dev.interline.sdk.sync.SyncSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Customers. Stripe lists them by creation only, so changes are found in its
 * <a href="https://docs.stripe.com/api/events/list">events</a>, which it keeps for 30 days: the same events that come by
 * webhook, of every type, under the same ids. History is the list of customers.
 *
 * <p>Lists begin with the newest; what comes while a pass goes back in time is the next pass'.
 */
@ApplicationScoped
public class StripeCustomerSource implements SyncSource {

    static final String EVENTS = "list-events";
    static final String CUSTOMERS = "list-customers";

    private static final String PAGE = "100";

    /** Stripe's lists are up to date; clocks are not. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    /** How much older than the pass a listed customer is taken to be, so that no event that came meanwhile is older. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final StripeWebhookTranslator translator;
    private final StripeCustomerTranslator customers;

    StripeCustomerSource(StripeWebhookTranslator translator, Mappings mappings) {
        this.translator = translator;
        this.customers = new StripeCustomerTranslator(mappings);
    }

    @Override
    public String resource() {
        return "customers";
    }

    @Override
    public Duration settling() {
        return SETTLING;
    }

    @Override
    public Query query(Reading reading) {
        Map<String, String> query = new TreeMap<>();
        query.put("limit", PAGE);
        query.put("created[gte]", Long.toString(reading.window().from().getEpochSecond()));
        query.put("created[lte]", Long.toString(reading.window().until().getEpochSecond()));
        Cursor after = reading.after();
        if (after != null) {
            query.put("starting_after", after.id());
        }
        if (reading.kind() != Sync.Kind.SYNC) {
            return new Query(CUSTOMERS, ProviderRequest.get("/v1/customers", query));
        }
        // No types are named: Stripe takes 20 at most, the translator knows more, and what it does not know is kept.
        return new Query(EVENTS, ProviderRequest.get("/v1/events", query));
    }

    @Override
    public Listing read(Reading reading, JsonNode page) {
        JsonNode data = page.path("data");
        if (!data.isArray() || !page.path("has_more").isBoolean()) {
            throw unreadable("a list has no data or has_more");
        }
        List<Listed> listed = new ArrayList<>();
        for (JsonNode object : data) {
            listed.add(reading.kind() == Sync.Kind.SYNC ? event(reading, object) : customer(reading, object));
        }
        return new Listing(listed, page.path("has_more").asBoolean() ? next(data) : null, null);
    }

    private static @Nullable Cursor next(JsonNode data) {
        JsonNode last = data.path(data.size() - 1);
        String id = StripeFields.id(last).orElseThrow(() -> unreadable("the last object of a list has no id"));
        return new Cursor(Instant.ofEpochSecond(last.path("created").asLong(0)), id);
    }

    /** As its webhook would tell it. That a customer exists it does not say: a later event may tell its end. */
    private Listed event(Reading reading, JsonNode event) {
        WebhookRequest request =
                new WebhookRequest("GET", "", Map.of(), event.toString().getBytes(StandardCharsets.UTF_8));
        return new Listed(
                null, translator.translate(reading.connection(), event, request).getFirst());
    }

    /** A customer has no version: it is told again in each backfill in which it looks as it did not before. */
    private Listed customer(Reading reading, JsonNode customer) {
        Connection connection = reading.connection();
        String id = StripeFields.id(customer).orElse("");
        Instant pass = reading.window().until();
        String key = "customers/" + id + "@" + pass.getEpochSecond() + "/"
                + Ids.sha256(customer.toString()).substring(0, 16);
        Meaning meaning;
        try {
            Instant at = pass.minus(CLOCK_TOLERANCE).truncatedTo(ChronoUnit.SECONDS);
            Account account =
                    StripeCustomerTranslator.translate(customer, new SourceVersion(at, SourceVersion.OBSERVED, ""));
            meaning = new Meaning.Translated(List.of(customers.withFacts(
                    customer,
                    CanonicalMessages.fromProvider(
                            connection, key, id, at, new CustomerEvent.AccountUpdated(account)))));
        } catch (FailureException unmappable) {
            meaning = new Meaning.Unmappable(unmappable.failure().detail());
        } catch (UnreadableStripeObject broken) {
            meaning = new Meaning.Unmappable(String.valueOf(broken.getMessage()));
        }
        return new Listed(id.isEmpty() ? null : id, new ProviderEvent(connection, key, "customer.listed", meaning));
    }

    @Override
    public ProviderEvent deleted(Connection connection, String id, Instant at, String key) {
        return MissingAccount.event(
                connection, "customer.missing", new ExternalRef(BusinessSystem.BILLING, id), at, key);
    }

    private static FailureException unreadable(String what) {
        return new FailureException(Failure.of(FailureKind.UNMAPPABLE, StripeFailures.PREFIX + "-1101", what));
    }
}
