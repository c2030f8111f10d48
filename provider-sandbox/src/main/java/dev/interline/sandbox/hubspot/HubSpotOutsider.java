package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.control.ControlPlane;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.ApiCall;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Outsider;
import dev.interline.sandbox.exchange.Refusal;
import dev.interline.sandbox.oauth.Consent;
import dev.interline.sandbox.oauth.OAuthGrants;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.webhook.WebhookQueue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A person in the portal's UI creates ({@code POST /{portal}/companies}), edits ({@code POST …/{id}}) or deletes. */
final class HubSpotOutsider implements Outsider {
    private final SandboxConfig config;
    private final StateStore store;
    private final WebhookQueue queue;
    private final Consent consent;

    HubSpotOutsider(SandboxConfig config, StateStore store, WebhookQueue queue, OAuthGrants grants) {
        this.config = config;
        this.store = store;
        this.queue = queue;
        this.consent = new Consent(grants);
    }

    @Override
    public String provider() {
        return "hubspot";
    }

    @Override
    public Answer act(ApiCall call, Instant now) {
        List<String> segments = call.segments().subList(2, call.segments().size());
        if (segments.size() < 2 || segments.size() > 4) {
            throw unknown("no such action");
        }
        Account account = config.accounts().stream()
                .filter(one -> one.provider().equals("hubspot") && one.account().equals(segments.get(0)))
                .findFirst()
                .orElseThrow(() -> unknown("no such portal"));
        if (segments.get(1).equals("oauth")) {
            return consent.act(call, account.account(), now).orElseThrow(() -> unknown("no such action"));
        }
        CrmType type = CrmType.named(segments.get(1)).orElseThrow(() -> unknown("no such object type"));
        HubSpotPortal portal = new HubSpotPortal(store, account);
        CrmWriter writer = new CrmWriter(portal, new CrmEvents(portal, queue, now, true), now);
        ObjectNode body = Json.objectOrNull(call.body());
        ObjectNode given = body == null ? Json.object() : body;
        ObjectNode properties = given.path("properties") instanceof ObjectNode nested ? nested : given;
        if (segments.size() == 2 && call.method().equals("POST")) {
            return shown(portal, type, writer.create(type, properties), properties, 201);
        }
        if (segments.size() == 4) {
            return related(portal, type, writer, segments.get(2), segments.get(3), given);
        }
        ObjectNode existing = Optional.of(segments)
                .filter(list -> list.size() == 3)
                .flatMap(list -> portal.find(type, "", list.get(2)))
                .orElseThrow(() -> unknown("no such object"));
        return switch (call.method()) {
            case "POST", "PATCH" -> shown(portal, type, writer.update(type, existing, properties), properties, 200);
            case "DELETE" -> {
                writer.archive(type, existing);
                yield Answer.noContent();
            }
            default -> throw unknown("no such action");
        };
    }

    /** {@code restore}, {@code forget}, {@code merge} with {@code {"id"}} of the one to go, {@code associate} with a company. */
    private static Answer related(
            HubSpotPortal portal, CrmType type, CrmWriter writer, String id, String action, ObjectNode given) {
        ObjectNode row = portal.objects(type).find(id).orElseThrow(() -> unknown("no such object"));
        String other = given.path("id").asText();
        switch (action) {
            case "restore" -> writer.restore(type, row);
            case "forget" -> writer.forget(type, row);
            case "merge" ->
                writer.merge(type, row, portal.find(type, "", other).orElseThrow(() -> unknown("no such object")));
            case "associate" -> portal.associations().associate(type, id, CrmType.COMPANIES, other, writer.events());
            case "dissociate" -> portal.associations().remove(type, id, CrmType.COMPANIES, other, writer.events());
            default -> throw unknown("no such action");
        }
        return Answer.noContent();
    }

    private static Answer shown(HubSpotPortal portal, CrmType type, ObjectNode row, ObjectNode properties, int status) {
        return Answer.json(status, CrmWriter.shown(portal, type, row, HubSpotCall.names(properties)));
    }

    private static Refusal unknown(String detail) {
        return new Refusal("unknown", ControlPlane.problem(404, "Not found", detail));
    }
}
