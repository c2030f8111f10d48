package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.provider.ProviderUpkeep;
import dev.interline.sdk.subscription.Step;
import dev.interline.sdk.subscription.Subscription;
import dev.interline.sdk.subscription.Wanted;
import dev.interline.sdk.subscription.WebhookSubscriptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's webhook endpoints (<a href="https://docs.stripe.com/api/webhook_endpoints">webhook endpoints</a>): at most 16 an
 * account, each with a secret of its own that Stripe tells once, when it is made. Ours say so in their metadata. A heartbeat
 * changes the metadata of an inactive product, which nobody can buy.
 */
@ApplicationScoped
public class StripeWebhookEndpoints implements WebhookSubscriptions {

    static final String LIST = "list-webhook-endpoints";
    static final String CREATE = "create-webhook-endpoint";
    static final String CHANGE = "change-webhook-endpoint";
    static final String DELETE = "delete-webhook-endpoint";
    static final String BEAT = "change-heartbeat-product";
    static final String PREPARE_BEAT = "create-heartbeat-product";

    private static final String PATH = "/v1/webhook_endpoints";
    private static final String CONNECTION = "interline_connection";
    private static final String CREATION = "interline_creation";

    @Override
    public Secrets secrets() {
        return Secrets.TOLD_ONCE;
    }

    /** Events of API v2 come by event destinations, which this API does not know. */
    @Override
    public Set<String> events(Connection connection) {
        Set<String> events = new TreeSet<>(StripeEventKind.types());
        events.removeIf(type -> type.startsWith("v1."));
        return events;
    }

    @Override
    public List<Subscription> list(Wanted wanted, ProviderUpkeep.Session session) {
        JsonNode endpoints = session.call(LIST, ProviderRequest.get(PATH, Map.of("limit", StripeKeys.LIMIT)))
                .body();
        if (!endpoints.path("data").isArray() || endpoints.path("has_more").asBoolean()) {
            throw new FailureException(Failure.of(
                    FailureKind.UNAVAILABLE,
                    StripeFailures.PREFIX + "-2003",
                    LIST + " was answered without a whole list"));
        }
        List<Subscription> all = new ArrayList<>();
        endpoints.path("data").forEach(endpoint -> all.add(subscription(endpoint)));
        return all;
    }

    private static Subscription subscription(JsonNode endpoint) {
        Set<String> events = new LinkedHashSet<>();
        endpoint.path("enabled_events").forEach(event -> events.add(event.asText()));
        JsonNode metadata = endpoint.path("metadata");
        return new Subscription(
                endpoint.path("id").asText(),
                endpoint.path("url").asText(),
                endpoint.path("status").asText().equals("enabled"),
                events,
                metadata.path(CONNECTION).textValue(),
                metadata.path(CREATION).textValue(),
                Instant.ofEpochSecond(endpoint.path("created").asLong()));
    }

    @Override
    public Made create(Wanted wanted, String creation, ProviderUpkeep.Session session) {
        StripeForm form = new StripeForm()
                .with("url", wanted.url())
                .with("api_version", StripeGateway.API_VERSION)
                .with("description", "Interline")
                .withMetadata(Map.of(CONNECTION, wanted.connection().value(), CREATION, creation));
        JsonNode made = session.call(
                        CREATE, withEvents(form, wanted.sortedEvents()).post(PATH), "il_" + creation)
                .body();
        String id = made.path("id").asText("");
        String secret = made.path("secret").asText("");
        if (id.isEmpty() || secret.isEmpty()) {
            throw new FailureException(Failure.of(
                    FailureKind.AMBIGUOUS,
                    StripeFailures.PREFIX + "-2003",
                    CREATE + " was answered without id or secret"));
        }
        return new Made(id, secret);
    }

    @Override
    public void change(Step.Change change, ProviderUpkeep.Session session) {
        StripeForm form = new StripeForm();
        if (change.url() != null) {
            form.with("url", change.url());
        }
        if (!change.add().isEmpty()) {
            withEvents(form, change.eventsAfter());
        }
        if (change.enable()) {
            form.with("disabled", "false");
        }
        session.call(CHANGE, form.post(path(change.present())));
    }

    @Override
    public void delete(Subscription subscription, ProviderUpkeep.Session session) {
        try {
            session.call(DELETE, ProviderRequest.delete(path(subscription)));
        } catch (FailureException failed) {
            if (!isMissing(failed)) {
                throw failed;
            }
        }
    }

    @Override
    public boolean hasHeartbeat(Connection connection) {
        return true;
    }

    @Override
    public String beat(@Nullable String record, String token, ProviderUpkeep.Session session) {
        try {
            session.call(
                    BEAT,
                    new StripeForm()
                            .withMetadata(Map.of(StripeHeartbeat.TOKEN, token))
                            .post("/v1/products/" + StripeHeartbeat.PRODUCT));
        } catch (FailureException failed) {
            if (!isMissing(failed)) {
                throw failed;
            }
            session.call(
                    PREPARE_BEAT,
                    new StripeForm()
                            .with("id", StripeHeartbeat.PRODUCT)
                            .with("name", "Interline heartbeat")
                            .with("active", "false")
                            .withMetadata(Map.of(StripeHeartbeat.TOKEN, token))
                            .post("/v1/products"));
        }
        return StripeHeartbeat.PRODUCT;
    }

    private static StripeForm withEvents(StripeForm form, Set<String> events) {
        int position = 0;
        for (String event : events) {
            form.with("enabled_events[" + position + "]", event);
            position++;
        }
        return form;
    }

    private static boolean isMissing(FailureException failed) {
        return failed.failure().code().equals(StripeFailures.NOT_FOUND);
    }

    private static String path(Subscription subscription) {
        return PATH + "/" + ProviderRequest.segment(subscription.id());
    }
}
