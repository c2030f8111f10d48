package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.exchange.Refusal;
import java.util.List;
import java.util.Optional;

/** Who belongs to which organization; the first one somebody joins is their own. */
final class ZendeskMemberships {

    Answer create(ZendeskCall call) {
        ObjectNode given = call.body("organization_membership");
        ObjectNode user = ZendeskDesk.find(
                        call.desk().users(), given.path("user_id").asText())
                .orElseThrow(() -> invalid("user_id", "User: is invalid", "InvalidValue"));
        ObjectNode organization = ZendeskDesk.find(
                        call.desk().organizations(),
                        given.path("organization_id").asText())
                .orElseThrow(() -> invalid("organization_id", "Organization: is invalid", "InvalidValue"));
        if (of(call, user).stream().anyMatch(one -> one.path("organization_id").equals(organization.path("id")))
                || user.path("organization_id").equals(organization.path("id"))) {
            throw invalid("user_id", " This user is already a member of this organization.", "DuplicateValue");
        }
        long id = call.desk().nextId();
        String time = ZendeskDesk.time(call.effects().now());
        ObjectNode membership =
                Json.object().put("id", id).put("url", call.desk().url("organization_memberships/" + id));
        membership.set("user_id", user.path("id"));
        membership.set("organization_id", organization.path("id"));
        membership
                .put("default", user.path("organization_id").isNull())
                .put("created_at", time)
                .put("updated_at", time);
        call.desk().memberships().put(Long.toString(id), membership);
        if (user.path("organization_id").isNull()) {
            user.set("organization_id", organization.path("id"));
            call.desk().users().put(user.path("id").asText(), user);
        }
        call.events().user("organization_membership_created", user, named(organization));
        call.effects().applied(Long.toString(id), Json.text(user, "external_id"), given);
        return answer(201, membership);
    }

    Answer delete(ZendeskCall call) {
        ObjectNode membership = call.desk().memberships().find(call.id()).orElseThrow(ZendeskErrors::notFound);
        call.desk().memberships().remove(call.id());
        Optional<ObjectNode> user =
                ZendeskDesk.find(call.desk().users(), membership.path("user_id").asText());
        user.ifPresent(one -> {
            if (one.path("organization_id").equals(membership.path("organization_id"))) {
                one.putNull("organization_id");
                call.desk().users().put(one.path("id").asText(), one);
            }
            ObjectNode organization = Json.object();
            organization.set("id", membership.path("organization_id"));
            call.events().user("organization_membership_deleted", one, named(organization));
        });
        call.effects().applied(call.id(), null, null);
        return Answer.noContent();
    }

    Answer list(ZendeskCall call) {
        return ZendeskPages.page(
                call,
                "organization_memberships",
                call.desk().memberships().ascending(null).toList());
    }

    Answer ofUser(ZendeskCall call) {
        return ZendeskPages.page(call, "organization_memberships", of(call, ZendeskUsers.existing(call, call.id())));
    }

    private static List<ObjectNode> of(ZendeskCall call, ObjectNode user) {
        return call.desk()
                .memberships()
                .ascendingBy("user_id", user.path("id").asText())
                .toList();
    }

    private static ObjectNode named(ObjectNode organization) {
        ObjectNode event = Json.object();
        event.putObject("organization").put("id", organization.path("id").asText());
        return event;
    }

    private static Refusal invalid(String field, String description, String code) {
        return ZendeskErrors.invalid(field, description, code);
    }

    private static Answer answer(int status, ObjectNode membership) {
        ObjectNode body = Json.object();
        body.set("organization_membership", membership);
        return Answer.json(status, body);
    }
}
