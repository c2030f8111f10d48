package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.control.ControlPlane;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Outsider;
import dev.interline.sandbox.exchange.Refusal;
import dev.interline.sandbox.exchange.Routes;
import dev.interline.sandbox.oauth.Consent;
import dev.interline.sandbox.oauth.OAuthGrants;
import dev.interline.sandbox.state.Effects;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An agent opens or works on a ticket; {@code "as":"requester"} beside the ticket lets its customer act. Also edits of an
 * organization by an agent, and webhooks that an admin attaches to changes of tickets.
 */
final class ZendeskOutsider implements Outsider {
    private final SandboxConfig config;
    private final StateStore store;
    private final WebhookQueue queue;
    private final Consent consent;
    private final Routes<Handler> routes = new Routes<>();

    private interface Handler {
        ObjectNode happens(ZendeskCall call, ObjectNode given, boolean asRequester);
    }

    ZendeskOutsider(SandboxConfig config, StateStore store, WebhookQueue queue, OAuthGrants grants) {
        this.config = config;
        this.store = store;
        this.queue = queue;
        this.consent = new Consent(grants);
        routes.read("POST", "{account}/tickets", ZendeskOutsider::open)
                .read("POST", "{account}/tickets/{id}", ZendeskOutsider::work)
                .read("POST", "{account}/organizations/{id}", ZendeskOutsider::editOrganization)
                .read("POST", "{account}/triggers", ZendeskOutsider::attach);
    }

    @Override
    public String provider() {
        return "zendesk";
    }

    @Override
    public Answer act(ApiCall call, Instant now) {
        List<String> segments = call.segments().subList(2, call.segments().size());
        Account account = config.accounts().stream()
                .filter(one -> one.provider().equals("zendesk")
                        && !segments.isEmpty()
                        && one.account().equals(segments.get(0)))
                .findFirst()
                .orElseThrow(() -> unknown("no such account"));
        if (segments.size() > 1 && segments.get(1).equals("oauth")) {
            return consent.act(call, account.account(), now).orElseThrow(() -> unknown("no such action"));
        }
        Routes.Match<Handler> match = routes.find(call.method(), segments).orElseThrow(() -> unknown("no such action"));
        ZendeskDesk desk = new ZendeskDesk(store, account);
        ZendeskCall acting = new ZendeskCall(
                call,
                desk,
                new ZendeskEvents(desk, queue, now),
                Effects.unrecorded(now),
                desk.staff(ZendeskDesk.AGENT, now),
                match.variables().getOrDefault("id", ""));
        ObjectNode body = Optional.ofNullable(Json.objectOrNull(call.body())).orElseGet(Json::object);
        String name = call.path().contains("/organizations/")
                ? "organization"
                : call.path().endsWith("/triggers") ? "trigger" : "ticket";
        ObjectNode given = body.path(name) instanceof ObjectNode nested ? nested : body;
        ObjectNode answer = Json.object();
        boolean asRequester = "requester".equals(Json.text(body, "as"));
        answer.set(name, ZendeskPages.clean(match.handler().happens(acting, given, asRequester)));
        return Answer.json(match.variables().containsKey("id") ? 200 : 201, answer);
    }

    private static ObjectNode open(ZendeskCall call, ObjectNode given, boolean asRequester) {
        return new TicketWriter(call.desk(), call.events(), call.actor()).create(given);
    }

    private static ObjectNode work(ZendeskCall call, ObjectNode given, boolean asRequester) {
        ObjectNode ticket =
                ZendeskDesk.find(call.desk().tickets(), call.id()).orElseThrow(() -> unknown("no such ticket"));
        ObjectNode actor = asRequester
                ? call.desk().users().find(ticket.path("requester_id").asText()).orElse(call.actor())
                : call.actor();
        return new TicketWriter(call.desk(), call.events(), actor).update(ticket, given);
    }

    /** {@code url} is one of the account's webhooks, {@code body} whatever an admin writes. */
    private static ObjectNode attach(ZendeskCall call, ObjectNode given, boolean asRequester) {
        String id = Long.toString(call.desk().nextId());
        ObjectNode trigger = given.deepCopy().put("id", id);
        call.desk().triggers().put(id, trigger);
        return trigger;
    }

    private static ObjectNode editOrganization(ZendeskCall call, ObjectNode given, boolean asRequester) {
        ObjectNode organization = ZendeskDesk.find(call.desk().organizations(), call.id())
                .orElseThrow(() -> unknown("no such organization"));
        return ZendeskOrganizations.update(call, organization, given);
    }

    private static Refusal unknown(String detail) {
        return new Refusal("unknown", ControlPlane.problem(404, "Not found", detail));
    }
}
