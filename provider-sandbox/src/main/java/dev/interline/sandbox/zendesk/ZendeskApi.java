package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** {@code /zendesk/{subdomain}/api/v2}: organizations, users, tickets, exports; paths with or without {@code .json}. */
public final class ZendeskApi implements ProviderApi {
    private static final RateLimit UNTHROTTLED = new RateLimit(100_000, 60_000);
    private static final int PATH_START = 4;
    private static final int DEFAULT_RETRY_AFTER = 5;

    private final SandboxConfig config;
    private final StateStore store;
    private final WebhookQueue queue;
    private final ZendeskOAuth oauth;
    private final Routes<Handler> routes;
    private final Map<String, RateWindow> windows = new ConcurrentHashMap<>();

    private interface Handler {
        Answer answer(ZendeskCall call);
    }

    public ZendeskApi(SandboxConfig config, StateStore store, WebhookQueue queue) {
        this.config = config;
        this.store = store;
        this.queue = queue;
        this.oauth = new ZendeskOAuth(store);
        this.routes = routes(new ZendeskExports(config.searchLagMillis()));
    }

    private static Routes<Handler> routes(ZendeskExports exports) {
        ZendeskOrganizations organizations = new ZendeskOrganizations();
        ZendeskFields fields = new ZendeskFields();
        ZendeskUsers users = new ZendeskUsers();
        ZendeskTickets tickets = new ZendeskTickets();
        ZendeskTicketLife life = new ZendeskTicketLife();
        ZendeskIdentities identities = new ZendeskIdentities();
        ZendeskMemberships memberships = new ZendeskMemberships();
        ZendeskSubscriptions subscriptions = new ZendeskSubscriptions();
        return new Routes<Handler>()
                .change("POST", "organizations", "organizations.create", organizations::create)
                .read("GET", "organizations", organizations::list)
                .read("GET", "organizations/search", organizations::search)
                .read("GET", "organizations/show_many", organizations::showMany)
                .change(
                        "POST",
                        "organizations/create_or_update",
                        "organizations.create_or_update",
                        organizations::createOrUpdate)
                .change(
                        "POST",
                        "organizations/create_or_update_many",
                        "organizations.create_or_update",
                        organizations::createOrUpdateMany)
                .read("GET", "organizations/{id}", organizations::get)
                .change("PUT", "organizations/{id}", "organizations.update", organizations::update)
                .change("DELETE", "organizations/{id}", "organizations.delete", organizations::delete)
                .read("GET", "organizations/{id}/tickets", tickets::ofOrganization)
                .read("GET", "organization_fields", fields::list)
                .change("POST", "organization_fields", "organization_fields.create", fields::create)
                .read("GET", "organization_fields/{id}", fields::get)
                .change("POST", "users", "users.create", users::create)
                .read("GET", "users", users::list)
                .read("GET", "users/me", users::me)
                .read("GET", "users/search", users::search)
                .change("POST", "users/create_or_update", "users.create_or_update", users::createOrUpdate)
                .read("GET", "users/show_many", users::showMany)
                .read("GET", "users/{id}", users::get)
                .change("DELETE", "users/{id}", "users.delete", users::delete)
                .read("GET", "users/{id}/identities", identities::list)
                .change("POST", "users/{id}/identities", "identities.create", identities::create)
                .read("GET", "users/{id}/organization_memberships", memberships::ofUser)
                .read("GET", "organization_memberships", memberships::list)
                .change("POST", "organization_memberships", "organization_memberships.create", memberships::create)
                .change(
                        "DELETE",
                        "organization_memberships/{id}",
                        "organization_memberships.delete",
                        memberships::delete)
                .change("PUT", "users/{id}", "users.update", users::update)
                .change("POST", "tickets", "tickets.create", tickets::create)
                .read("GET", "tickets", tickets::list)
                .read("GET", "tickets/show_many", tickets::showMany)
                .change("PUT", "tickets/update_many", "tickets.update", life::updateMany)
                .read("GET", "tickets/{id}", tickets::get)
                .read("GET", "tickets/{id}/audits", ZendeskAudits::list)
                .change("POST", "tickets/{id}/merge", "tickets.merge", life::merge)
                .change("PUT", "tickets/{id}/mark_as_spam", "tickets.delete", life::markAsSpam)
                .change("PUT", "deleted_tickets/{id}/restore", "tickets.restore", life::restore)
                .read("GET", "custom_statuses", life::customStatuses)
                .change("PUT", "tickets/{id}", "tickets.update", tickets::update)
                .change("DELETE", "tickets/{id}", "tickets.delete", tickets::delete)
                .read("GET", "tickets/{id}/comments", tickets::comments)
                .read("GET", "tickets/{id}/tags", tickets::tags)
                .change("POST", "tickets/{id}/tags", "tickets.update", tickets::changeTags)
                .change("PUT", "tickets/{id}/tags", "tickets.update", tickets::changeTags)
                .change("DELETE", "tickets/{id}/tags", "tickets.update", tickets::changeTags)
                .read("GET", "incremental/tickets/cursor", exports::tickets)
                .read("GET", "incremental/organizations", exports::organizations)
                .read("GET", "job_statuses/{id}", ZendeskJobs::status)
                .read("GET", "webhooks", subscriptions::list)
                .change("POST", "webhooks", "webhooks.create", subscriptions::create)
                .change("PATCH", "webhooks/{id}", "webhooks.update", subscriptions::update)
                .change("PUT", "webhooks/{id}", "webhooks.update", subscriptions::update)
                .change("DELETE", "webhooks/{id}", "webhooks.delete", subscriptions::delete)
                .read("GET", "webhooks/{id}/signing_secret", subscriptions::secret)
                .change("POST", "webhooks/{id}/signing_secret", "webhooks.reset_secret", subscriptions::resetSecret);
    }

    @Override
    public void prepare(Instant now) {
        for (Account account : config.accounts()) {
            if (account.provider().equals("zendesk")) {
                ZendeskDesk desk = new ZendeskDesk(store, account);
                desk.staff(ZendeskDesk.ADMIN, now);
                desk.staff(ZendeskDesk.AGENT, now);
                queue.endpoints().seed(account, (webhook, position) -> ZendeskWebhooks.webhookId(webhook));
            }
        }
    }

    @Override
    public String name() {
        return "zendesk";
    }

    /** Agents and customers. */
    public Outsider outsider() {
        return new ZendeskOutsider(config, store, queue, oauth.grants());
    }

    @Override
    public @Nullable Account accountOf(ApiCall call) {
        String token = call.bearerToken()
                .or(() -> call.basicCredentials()
                        .filter(pair -> pair.contains("/token:"))
                        .map(pair -> pair.substring(pair.indexOf("/token:") + "/token:".length())))
                .orElse("");
        String desk = oauth.subdomainOf(call).orElse("");
        return named(call)
                .filter(account -> account.apiTokens().contains(token)
                        || account.account().equals(desk)
                        || ZendeskOAuth.asksForTokens(call))
                .orElse(null);
    }

    private Optional<Account> named(ApiCall call) {
        String subdomain = subdomain(call);
        return config.accounts().stream()
                .filter(account -> account.provider().equals("zendesk")
                        && account.account().equals(subdomain))
                .findFirst();
    }

    private static String subdomain(ApiCall call) {
        return call.segments().size() > 1 ? call.segments().get(1) : "";
    }

    /** Only the creation of tickets looks at the key. */
    @Override
    public @Nullable String idempotencyKeyOf(ApiCall call) {
        return "tickets.create".equals(operationOf(call))
                ? call.header("idempotency-key").orElse(null)
                : null;
    }

    @Override
    public @Nullable String operationOf(ApiCall call) {
        return ZendeskOAuth.asksForTokens(call)
                ? "oauth.refresh"
                : match(call).map(match -> match.operation()).orElse(null);
    }

    private Optional<Routes.Match<Handler>> match(ApiCall call) {
        List<String> segments = call.segments();
        if (segments.size() <= PATH_START
                || !segments.get(2).equals("api")
                || !segments.get(3).equals("v2")) {
            return Optional.empty();
        }
        List<String> plain = new ArrayList<>(segments.subList(PATH_START, segments.size()));
        int last = plain.size() - 1;
        plain.set(last, plain.get(last).replaceFirst("\\.json$", ""));
        return routes.find(call.method(), plain);
    }

    private RateWindow window(Account account) {
        RateLimit limit = account.rateLimit();
        return windows.computeIfAbsent(account.account(), name -> new RateWindow(limit == null ? UNTHROTTLED : limit));
    }

    @Override
    public Admission admit(ApiCall call, @Nullable Account account, Instant now) {
        if (account == null
                || ZendeskOAuth.asksForTokens(call)
                || window(account).admit(now)) {
            return Admission.granted();
        }
        int seconds = (int) ((window(account).millisUntilRoom(now) + 999) / 1000);
        return new Admission.Denied("APIRateLimitExceeded", limits(ZendeskErrors.rateLimited(seconds), account, now));
    }

    @Override
    public Answer answer(ApiCall call, @Nullable Account account, Effects effects) {
        if (named(call).isEmpty()) {
            throw ZendeskErrors.noHelpDesk(subdomain(call));
        }
        if (account == null) {
            throw call.bearerToken().isPresent() ? ZendeskErrors.invalidToken() : ZendeskErrors.unauthorized();
        }
        if (ZendeskOAuth.asksForTokens(call)) {
            return oauth.refresh(call, account.account(), effects);
        }
        oauth.requireGood(call, effects.now());
        try {
            return limits(answerKnown(call, account, effects), account, effects.now());
        } catch (Refusal refusal) {
            throw new Refusal(refusal.reason(), limits(refusal.answer(), account, effects.now()));
        }
    }

    private Answer answerKnown(ApiCall call, Account account, Effects effects) {
        Routes.Match<Handler> match = match(call).orElseThrow(ZendeskErrors::invalidEndpoint);
        ZendeskDesk desk = new ZendeskDesk(store, account);
        ZendeskEvents events = new ZendeskEvents(desk, queue, effects.now());
        ObjectNode actor = desk.staff(ZendeskDesk.ADMIN, effects.now());
        String id = match.variables().getOrDefault("id", "");
        return match.handler().answer(new ZendeskCall(call, desk, events, effects, actor, id));
    }

    private Answer limits(Answer answer, Account account, Instant now) {
        RateWindow window = window(account);
        String max = Integer.toString(window.limit().max());
        String remaining = Integer.toString(window.remaining(now));
        return answer.with("x-rate-limit", max)
                .with("x-rate-limit-remaining", remaining)
                .with("ratelimit-limit", max)
                .with("ratelimit-remaining", remaining)
                .with("ratelimit-reset", Long.toString(window.millisUntilRoom(now) / 1000));
    }

    @Override
    public Answer throttled(@Nullable String policyName, @Nullable Integer retryAfterSeconds) {
        return ZendeskErrors.rateLimited(retryAfterSeconds == null ? DEFAULT_RETRY_AFTER : retryAfterSeconds);
    }

    @Override
    public Answer failed(int status) {
        if (status == 401) {
            return ZendeskErrors.unauthorized().answer();
        }
        return status >= 500
                ? ZendeskErrors.plain(status, "InternalError", "An unexpected error occurred")
                : ZendeskErrors.plain(status, "Refused", "The sandbox was told to refuse");
    }
}
