package dev.interline.sandbox.hubspot;

import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.SandboxConfig.RateLimit;
import dev.interline.sandbox.exchange.Admission;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Outsider;
import dev.interline.sandbox.exchange.ProviderApi;
import dev.interline.sandbox.exchange.RateWindow;
import dev.interline.sandbox.exchange.Refusal;
import dev.interline.sandbox.exchange.Routes;
import dev.interline.sandbox.state.Effects;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code /hubspot}: CRM objects and properties, by v3 path or by date in the path. */
public final class HubSpotApi implements ProviderApi {
    private static final RateLimit UNTHROTTLED = new RateLimit(1000, 10_000);
    private static final RateLimit SEARCH = new RateLimit(5, 1000);
    private static final RateLimit DAILY = new RateLimit(250_000, 86_400_000);

    private final SandboxConfig config;
    private final StateStore store;
    private final WebhookQueue queue;
    private final HubSpotOAuth oauth;
    private final HubSpotApps apps;
    private final Routes<Handler> routes;
    private final Routes<Handler> routesOfVersion4;
    private final Map<String, RateWindow> windows = new ConcurrentHashMap<>();

    private interface Handler {
        Answer answer(HubSpotCall call);
    }

    public HubSpotApi(SandboxConfig config, StateStore store, WebhookQueue queue) {
        this.config = config;
        this.store = store;
        this.queue = queue;
        this.oauth = new HubSpotOAuth(store);
        this.apps = new HubSpotApps(config, store, queue.endpoints());
        this.routes = routes(new CrmSearch(config.searchLagMillis()));
        this.routesOfVersion4 = routesOfVersion4();
    }

    private static Routes<Handler> routes(CrmSearch search) {
        CrmObjects objects = new CrmObjects();
        CrmBatches batches = new CrmBatches();
        CrmProperties properties = new CrmProperties();
        CrmRelations relations = new CrmRelations();
        return new Routes<Handler>()
                .change("POST", "objects/{type}/merge", "merge", relations::merge)
                .change("POST", "objects/{type}/gdpr-delete", "gdpr-delete", relations::forget)
                .read("GET", "pipelines/{type}", relations::pipelines)
                .read("GET", "pipelines/{type}/{id}", relations::pipeline)
                .change("POST", "objects/{type}", "create", objects::create)
                .read("GET", "objects/{type}", objects::list)
                .read("POST", "objects/{type}/search", search::search)
                .change("POST", "objects/{type}/batch/upsert", "upsert", batches::upsert)
                .change("POST", "objects/{type}/batch/create", "create", batches::create)
                .change("POST", "objects/{type}/batch/update", "update", batches::update)
                .change("POST", "objects/{type}/batch/archive", "archive", batches::archive)
                .read("POST", "objects/{type}/batch/read", batches::read)
                .read("GET", "objects/{type}/{id}", objects::get)
                .change("PATCH", "objects/{type}/{id}", "update", objects::update)
                .change("DELETE", "objects/{type}/{id}", "archive", objects::archive)
                .read("GET", "properties/{type}", properties::list)
                .change("POST", "properties/{type}", "properties.create", properties::create)
                .change("POST", "properties/{type}/batch/create", "properties.create", properties::createBatch)
                .read("GET", "properties/{type}/groups", properties::listGroups)
                .change("POST", "properties/{type}/groups", "property_groups.create", properties::createGroup)
                .read("GET", "properties/{type}/{id}", properties::get);
    }

    private static Routes<Handler> routesOfVersion4() {
        CrmRelations relations = new CrmRelations();
        return new Routes<Handler>()
                .read("GET", "objects/{type}/{id}/associations/{to}", relations::list)
                .change(
                        "PUT",
                        "objects/{type}/{id}/associations/default/{to}/{toId}",
                        "associate",
                        relations::associate)
                .change(
                        "POST",
                        "associations/{type}/{to}/batch/associate/default",
                        "associate",
                        relations::associateBatch);
    }

    @Override
    public void prepare(Instant now) {
        for (Account account : config.accounts()) {
            if (account.provider().equals("hubspot")) {
                queue.endpoints()
                        .seed(account, (webhook, position) -> HubSpotApps.endpointId(webhook.appId(), position));
            }
        }
    }

    @Override
    public String name() {
        return "hubspot";
    }

    /** People who work in the portal's UI. */
    public Outsider outsider() {
        return new HubSpotOutsider(config, store, queue, oauth.grants());
    }

    @Override
    public @Nullable Account accountOf(ApiCall call) {
        String portal = oauth.portalOf(call).orElse("");
        String token = (HubSpotApps.isAbout(call) ? call.query().first("hapikey") : call.bearerToken()).orElse("");
        return config.accounts().stream()
                .filter(account -> account.provider().equals("hubspot")
                        && (account.apiTokens().contains(token)
                                || account.account().equals(portal)))
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable String idempotencyKeyOf(ApiCall call) {
        return null;
    }

    @Override
    public @Nullable String operationOf(ApiCall call) {
        if (HubSpotOAuth.asksForTokens(call)) {
            return "oauth.refresh";
        }
        if (HubSpotApps.isAbout(call)) {
            return apps.operationOf(call).orElse(null);
        }
        Optional<Routes.Match<Handler>> match = match(call);
        String operation = match.map(found -> found.operation()).orElse(null);
        if (operation == null) {
            return null;
        }
        String type = match.orElseThrow().variable("type");
        String plural = CrmType.named(type).map(CrmType::plural).orElse(type);
        return plural + "." + operation;
    }

    /** {@code /crm/v3/objects/…} and {@code /crm/objects/2026-03/…} are the same; properties likewise. */
    private Optional<Routes.Match<Handler>> match(ApiCall call) {
        List<String> segments = call.segments();
        if (segments.size() < 4 || !segments.get(1).equals("crm")) {
            return Optional.empty();
        }
        List<String> plain = new ArrayList<>(segments.subList(2, segments.size()));
        if (plain.get(0).equals("v4")) {
            plain.remove(0);
            return routesOfVersion4.find(call.method(), plain);
        }
        if (plain.get(0).equals("v3")) {
            plain.remove(0);
        } else if (plain.get(1).matches("20[0-9]{2}-[0-9]{2}(-beta)?")) {
            plain.remove(1);
        } else {
            return Optional.empty();
        }
        return routes.find(call.method(), plain);
    }

    private static boolean searches(ApiCall call) {
        return call.path().endsWith("/search");
    }

    private RateWindow window(Account account) {
        RateLimit limit = account.rateLimit();
        return windows.computeIfAbsent(account.account(), name -> new RateWindow(limit == null ? UNTHROTTLED : limit));
    }

    private RateWindow daily(Account account) {
        return windows.computeIfAbsent(account.account() + " daily", name -> new RateWindow(DAILY));
    }

    /** Search has its own limit of 5 per second, kept where the account has a limit at all. */
    @Override
    public Admission admit(ApiCall call, @Nullable Account account, Instant now) {
        if (account == null || HubSpotOAuth.asksForTokens(call)) {
            return Admission.granted();
        }
        if (searches(call) && account.rateLimit() != null) {
            RateWindow search = windows.computeIfAbsent(account.account() + " search", name -> new RateWindow(SEARCH));
            return search.admit(now)
                    ? Admission.granted()
                    : new Admission.Denied("SECONDLY", HubSpotErrors.rateLimited("SECONDLY"));
        }
        if (!window(account).admit(now)) {
            return new Admission.Denied(
                    "TEN_SECONDLY_ROLLING", limits(HubSpotErrors.rateLimited("TEN_SECONDLY_ROLLING"), account, now));
        }
        return daily(account).admit(now)
                ? Admission.granted()
                : new Admission.Denied("DAILY", limits(HubSpotErrors.rateLimited("DAILY"), account, now));
    }

    @Override
    public Answer answer(ApiCall call, @Nullable Account account, Effects effects) {
        if (HubSpotOAuth.asksForTokens(call)) {
            return oauth.refresh(call, effects);
        }
        if (account == null) {
            throw HubSpotErrors.unauthorized();
        }
        oauth.requireGood(call, effects.now());
        try {
            Answer answer = HubSpotApps.isAbout(call)
                    ? apps.answer(call, account, effects)
                    : answerKnown(call, account, effects);
            return searches(call) ? answer : limits(answer, account, effects.now());
        } catch (Refusal refusal) {
            throw searches(call)
                    ? refusal
                    : new Refusal(refusal.reason(), limits(refusal.answer(), account, effects.now()));
        }
    }

    private Answer answerKnown(ApiCall call, Account account, Effects effects) {
        Routes.Match<Handler> match = match(call).orElseThrow(HubSpotErrors::notFound);
        CrmType type = CrmType.named(match.variable("type"))
                .orElseThrow(
                        () -> HubSpotErrors.validation("Unable to infer object type from: " + match.variable("type")));
        HubSpotPortal portal = new HubSpotPortal(store, account);
        CrmEvents events = new CrmEvents(portal, queue, effects.now(), false);
        CrmWriter writer = new CrmWriter(portal, events, effects.now());
        String id = match.variables().getOrDefault("id", "");
        return match.handler().answer(new HubSpotCall(call, portal, type, writer, effects, id));
    }

    private Answer limits(Answer answer, Account account, Instant now) {
        RateWindow window = window(account);
        return answer.with(
                        "X-HubSpot-RateLimit-Max",
                        Integer.toString(window.limit().max()))
                .with("X-HubSpot-RateLimit-Remaining", Integer.toString(window.remaining(now)))
                .with(
                        "X-HubSpot-RateLimit-Interval-Milliseconds",
                        Long.toString(window.limit().intervalMillis()))
                .with("X-HubSpot-RateLimit-Daily", Integer.toString(DAILY.max()))
                .with(
                        "X-HubSpot-RateLimit-Daily-Remaining",
                        Integer.toString(daily(account).remaining(now)));
    }

    @Override
    public Answer throttled(@Nullable String policyName, @Nullable Integer retryAfterSeconds) {
        Answer answer = HubSpotErrors.rateLimited(policyName == null ? "TEN_SECONDLY_ROLLING" : policyName);
        return retryAfterSeconds == null ? answer : answer.with("Retry-After", Integer.toString(retryAfterSeconds));
    }

    /** Gateway errors come as HTML, as HubSpot's do. */
    @Override
    public Answer failed(int status) {
        if (status == 401) {
            return HubSpotErrors.unauthorized().answer();
        }
        if (status == 502 || status == 504) {
            return Answer.html(status, "<html><head><title>" + status + "</title></head><body></body></html>");
        }
        return Answer.json(
                status,
                HubSpotErrors.error(
                        status >= 500 ? "INTERNAL_ERROR" : "VALIDATION_ERROR",
                        status >= 500 ? "internal error" : "The sandbox was told to refuse"));
    }
}
