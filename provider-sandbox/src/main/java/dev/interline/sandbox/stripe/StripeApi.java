package dev.interline.sandbox.stripe;

import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.SandboxConfig.RateLimit;
import dev.interline.sandbox.exchange.Admission;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Outsider;
import dev.interline.sandbox.exchange.Parameters;
import dev.interline.sandbox.exchange.ProviderApi;
import dev.interline.sandbox.exchange.RateWindow;
import dev.interline.sandbox.exchange.Refusal;
import dev.interline.sandbox.exchange.Routes;
import dev.interline.sandbox.state.Effects;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code /stripe/v1}: form in, JSON out, shapes by version, results kept by Idempotency-Key. */
public final class StripeApi implements ProviderApi {
    private final SandboxConfig config;
    private final StateStore store;
    private final WebhookQueue queue;
    private final StripeIdempotency idempotency = new StripeIdempotency();
    private final StripeInvoices invoices = new StripeInvoices();
    private final Routes<Handler> routes;
    private final Map<String, RateWindow> windows = new ConcurrentHashMap<>();

    private interface Handler {
        Answer answer(StripeCall call);
    }

    public StripeApi(SandboxConfig config, StateStore store, WebhookQueue queue) {
        this.config = config;
        this.store = store;
        this.queue = queue;
        this.routes = routes(invoices, config.searchLagMillis());
    }

    private static Routes<Handler> routes(StripeInvoices invoices, long searchLagMillis) {
        StripeSubscriptions subscriptions = new StripeSubscriptions(invoices);
        StripeCustomers customers = new StripeCustomers(subscriptions);
        StripeCatalog catalog = new StripeCatalog();
        StripePayments payments = new StripePayments();
        StripeDisputes disputes = new StripeDisputes();
        StripeMeters meters = new StripeMeters();
        StripeEndpoints endpoints = new StripeEndpoints();
        StripeSearch search = new StripeSearch(Duration.ofMillis(searchLagMillis));
        return new Routes<Handler>()
                .change("POST", "customers", "customers.create", customers::create)
                .read("GET", "customers", customers::list)
                .read("GET", "customers/search", search::customers)
                .read("GET", "customers/{id}", customers::retrieve)
                .change("POST", "customers/{id}", "customers.update", customers::update)
                .change("DELETE", "customers/{id}", "customers.delete", customers::delete)
                .change("POST", "products", "products.create", catalog::createProduct)
                .read("GET", "products", catalog::listProducts)
                .read("GET", "products/{id}", catalog::retrieveProduct)
                .change("POST", "products/{id}", "products.update", catalog::updateProduct)
                .change("DELETE", "products/{id}", "products.delete", catalog::deleteProduct)
                .change("POST", "prices", "prices.create", catalog::createPrice)
                .read("GET", "prices", catalog::listPrices)
                .read("GET", "prices/{id}", catalog::retrievePrice)
                .change("POST", "prices/{id}", "prices.update", catalog::updatePrice)
                .change("POST", "subscriptions", "subscriptions.create", subscriptions::create)
                .read("GET", "subscriptions", subscriptions::list)
                .read("GET", "subscriptions/{id}", subscriptions::retrieve)
                .change("POST", "subscriptions/{id}", "subscriptions.update", subscriptions::update)
                .change("DELETE", "subscriptions/{id}", "subscriptions.cancel", subscriptions::cancel)
                .read("GET", "subscription_items", subscriptions::listItems)
                .change("POST", "invoiceitems", "invoiceitems.create", invoices::createItem)
                .read("GET", "invoiceitems", invoices::listItems)
                .read("GET", "invoices/search", search::invoices)
                .change("POST", "invoices", "invoices.create", invoices::create)
                .read("GET", "invoices", invoices::list)
                .read("GET", "invoices/{id}", invoices::retrieve)
                .change("POST", "invoices/{id}", "invoices.update", invoices::update)
                .change("DELETE", "invoices/{id}", "invoices.delete", invoices::delete)
                .change("POST", "invoices/{id}/finalize", "invoices.finalize", invoices::finalizeNow)
                .change("POST", "invoices/{id}/pay", "invoices.pay", invoices::pay)
                .change("POST", "invoices/{id}/void", "invoices.void", invoices::voidInvoice)
                .change(
                        "POST",
                        "invoices/{id}/mark_uncollectible",
                        "invoices.mark_uncollectible",
                        invoices::markUncollectible)
                .read("GET", "charges", payments::listCharges)
                .read("GET", "charges/{id}", payments::retrieveCharge)
                .read("GET", "disputes", disputes::list)
                .read("GET", "disputes/{id}", disputes::retrieve)
                .read("GET", "payment_intents", payments::listIntents)
                .read("GET", "payment_intents/{id}", payments::retrieveIntent)
                .change("POST", "refunds", "refunds.create", payments::refund)
                .read("GET", "refunds", payments::listRefunds)
                .read("GET", "refunds/{id}", payments::retrieveRefund)
                .change("POST", "billing/meters", "billing.meters.create", meters::create)
                .read("GET", "billing/meters/{id}", meters::retrieve)
                .change("POST", "billing/meters/{id}/deactivate", "billing.meters.deactivate", meters::deactivate)
                .change("POST", "billing/meter_events", "billing.meter_events.create", meters::report)
                .change("POST", "webhook_endpoints", "webhook_endpoints.create", endpoints::create)
                .read("GET", "webhook_endpoints", endpoints::list)
                .read("GET", "webhook_endpoints/{id}", endpoints::retrieve)
                .change("POST", "webhook_endpoints/{id}", "webhook_endpoints.update", endpoints::update)
                .change("DELETE", "webhook_endpoints/{id}", "webhook_endpoints.delete", endpoints::delete)
                .read("GET", "events", StripeApi::listEvents)
                .read("GET", "events/{id}", StripeApi::retrieveEvent);
    }

    private static Answer listEvents(StripeCall call) {
        call.params().allow(StripeCustomers.union(StripeLists.PAGING, "type", "types", "delivery_success"));
        List<String> types = call.params().texts("types");
        Optional<String> type = call.params().text("type").filter(text -> text.endsWith("*"));
        if (type.isPresent()) {
            String prefix = type.get().substring(0, type.get().length() - 1);
            return StripeLists.page(call, call.books().events(), "", row -> row.path("type")
                    .asText()
                    .startsWith(prefix));
        }
        return StripeLists.page(
                call,
                call.books().events(),
                "type",
                row -> types.isEmpty() || types.contains(row.path("type").asText()));
    }

    private static Answer retrieveEvent(StripeCall call) {
        return Answer.json(
                200, call.books().events().find(call.id()).orElseThrow(() -> StripeErrors.noSuch("event", call.id())));
    }

    @Override
    public void prepare(Instant now) {
        for (Account account : config.accounts()) {
            if (account.provider().equals("stripe")) {
                StripeIds ids = new StripeIds(store);
                queue.endpoints().seed(account, (webhook, position) -> ids.longId("we_"));
            }
        }
    }

    @Override
    public String name() {
        return "stripe";
    }

    /** People and banks acting at Stripe. */
    public Outsider outsider() {
        return new StripeOutsider(config, store, queue, invoices);
    }

    @Override
    public @Nullable Account accountOf(ApiCall call) {
        String token = token(call);
        return config.accounts().stream()
                .filter(account -> account.provider().equals("stripe")
                        && account.apiTokens().contains(token))
                .findFirst()
                .orElse(null);
    }

    private static String token(ApiCall call) {
        return call.bearerToken()
                .or(() -> call.basicCredentials().map(pair -> pair.split(":", 2)[0]))
                .orElse("");
    }

    @Override
    public @Nullable String operationOf(ApiCall call) {
        return match(call).map(match -> match.operation()).orElse(null);
    }

    private Optional<Routes.Match<Handler>> match(ApiCall call) {
        List<String> segments = call.segments();
        return segments.size() > 2 && segments.get(1).equals("v1")
                ? routes.find(call.method(), segments.subList(2, segments.size()))
                : Optional.empty();
    }

    private static @Nullable String keyOf(ApiCall call) {
        return call.method().equals("POST") ? call.header("idempotency-key").orElse(null) : null;
    }

    @Override
    public Admission admit(ApiCall call, @Nullable Account account, Instant now) {
        if (account == null) {
            return Admission.granted();
        }
        RateLimit limit = account.rateLimit();
        if (limit != null
                && !windows.computeIfAbsent(account.account(), name -> new RateWindow(limit))
                        .admit(now)) {
            return new Admission.Denied("rate_limit", throttled(null, null));
        }
        String key = keyOf(call);
        if (key == null) {
            return Admission.granted();
        }
        if (!idempotency.begin(account.account(), key)) {
            return new Admission.Denied("idempotency_key_in_use", signed(StripeErrors.keyInUse(key)));
        }
        return new Admission.Granted(() -> idempotency.end(account.account(), key));
    }

    @Override
    public Answer answer(ApiCall call, @Nullable Account account, Effects effects) {
        String requestId = StripeIds.requestId();
        try {
            return answer(call, account, effects, requestId).with("Request-Id", requestId);
        } catch (Refusal refusal) {
            throw new Refusal(refusal.reason(), refusal.answer().with("Request-Id", requestId));
        }
    }

    private Answer answer(ApiCall call, @Nullable Account account, Effects effects, String requestId) {
        if (account == null) {
            throw StripeErrors.unauthorized(!token(call).isEmpty());
        }
        StripeBooks books = StripeBooks.of(store, account);
        StripeVersion version =
                call.header("stripe-version").map(StripeVersion::parse).orElseGet(books::defaultVersion);
        Routes.Match<Handler> match = match(call)
                .orElseThrow(
                        () -> StripeErrors.unknownUrl(call.method(), call.path().replaceFirst("^/stripe", "")));
        boolean json = call.header("content-type")
                .filter(type -> type.contains("json"))
                .isPresent();
        if (json && !call.body().isEmpty()) {
            throw StripeErrors.jsonBody();
        }
        String key = keyOf(call);
        Optional<Answer> earlier = key == null ? Optional.empty() : idempotency.replay(books, call, key, effects);
        if (earlier.isPresent()) {
            return earlier.get().with("Stripe-Version", version.text()).with("Idempotency-Key", String.valueOf(key));
        }
        Parameters form = call.body().isEmpty() ? call.query() : Parameters.parse(call.body());
        String listUrl = "/v1/" + call.segments().get(2);
        StripeEvents events = new StripeEvents(books, queue, effects.now(), requestId, key);
        Answer answer = match.handler()
                .answer(new StripeCall(
                        books,
                        new StripeParams(StripeForm.parse(form)),
                        version,
                        events,
                        effects,
                        match.variables().getOrDefault("id", ""),
                        listUrl));
        if (key != null) {
            idempotency.keep(books, call, key, answer, effects.now());
            answer = answer.with("Idempotency-Key", key);
        }
        return answer.with("Stripe-Version", version.text());
    }

    @Override
    public void remember(ApiCall call, Account account, Refusal refusal, Effects effects) {
        String key = keyOf(call);
        if (key != null) {
            idempotency.keep(StripeBooks.of(store, account), call, key, refusal, effects.now());
        }
    }

    /** No Retry-After unless a fault asks for one; {@code lock_timeout} is object contention and has no reason header. */
    @Override
    public Answer throttled(@Nullable String policyName, @Nullable Integer retryAfterSeconds) {
        boolean contention = "lock_timeout".equals(policyName);
        Answer answer = contention
                ? StripeErrors.body(
                                429,
                                StripeErrors.INVALID_REQUEST,
                                "lock_timeout",
                                "This object cannot be accessed right now because another API request or Stripe process"
                                        + " is currently accessing it.",
                                null)
                        .with("Stripe-Should-Retry", "true")
                : StripeErrors.body(
                                429,
                                StripeErrors.INVALID_REQUEST,
                                "rate_limit",
                                "Request rate limit exceeded. Learn more about rate limits here"
                                        + " https://stripe.com/docs/rate-limits.",
                                null)
                        .with("Stripe-Rate-Limited-Reason", policyName == null ? "global-rate" : policyName);
        return signed(
                retryAfterSeconds == null ? answer : answer.with("Retry-After", Integer.toString(retryAfterSeconds)));
    }

    @Override
    public Answer failed(int status) {
        if (status == 401) {
            return signed(StripeErrors.unauthorized(true).answer());
        }
        return signed(
                status >= 500
                        ? StripeErrors.body(status, "api_error", null, "An unknown error occurred", null)
                        : StripeErrors.body(
                                status, StripeErrors.INVALID_REQUEST, null, "The sandbox was told to refuse", null));
    }

    private static Answer signed(Answer answer) {
        return answer.with("Request-Id", StripeIds.requestId());
    }
}
