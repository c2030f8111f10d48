package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The addresses of users, each of one user only; the first is the user's own e-mail address. */
final class ZendeskIdentities {

    Answer create(ZendeskCall call) {
        ObjectNode user = ZendeskUsers.existing(call, call.id());
        ObjectNode given = call.body("identity");
        String type = Json.text(given, "type");
        String value = Json.text(given, "value");
        if (!"email".equals(type) || value == null || !value.contains("@")) {
            throw ZendeskErrors.invalid("value", "Value: is not properly formatted", "InvalidFormat");
        }
        String email = value.toLowerCase(Locale.ROOT);
        if (ZendeskDesk.findBy(call.desk().users(), "email", email).isPresent()
                || ZendeskDesk.findBy(call.desk().identities(), "value", email).isPresent()) {
            throw ZendeskErrors.invalid(
                    "value", "Email: " + email + " is already being used by another user", "DuplicateValue");
        }
        boolean first = user.path("email").isNull();
        if (first) {
            user.put("email", email);
            call.desk().users().put(call.id(), user);
        }
        ObjectNode identity = row(
                call.desk(),
                user,
                call.desk().nextId(),
                email,
                first,
                call.effects().now());
        if (!first) {
            call.desk().identities().put(identity.path("id").asText(), identity);
        }
        call.events().user("identity_created", user, Json.object());
        call.effects().applied(call.id(), Json.text(user, "external_id"), Json.object());
        ObjectNode body = Json.object();
        body.set("identity", identity);
        return Answer.json(201, body);
    }

    Answer list(ZendeskCall call) {
        ObjectNode user = ZendeskUsers.existing(call, call.id());
        List<ObjectNode> rows = new ArrayList<>();
        String email = Json.text(user, "email");
        if (email != null) {
            rows.add(row(
                    call.desk(),
                    user,
                    user.path("id").asLong(),
                    email,
                    true,
                    call.effects().now()));
        }
        call.desk().identities().ascendingBy("user_id", call.id()).forEach(rows::add);
        return ZendeskPages.page(call, "identities", rows);
    }

    private static ObjectNode row(
            ZendeskDesk desk, ObjectNode user, long id, String email, boolean primary, Instant now) {
        ObjectNode row = Json.object()
                .put("id", id)
                .put("url", desk.url("users/" + user.path("id").asText() + "/identities/" + id));
        row.set("user_id", user.path("id"));
        return row.put("type", "email")
                .put("value", email)
                .put("verified", true)
                .put("primary", primary)
                .put("created_at", ZendeskDesk.time(now))
                .put("updated_at", ZendeskDesk.time(now));
    }
}
