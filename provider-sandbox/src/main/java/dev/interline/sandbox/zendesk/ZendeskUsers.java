package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Users: staff and end users, found by e-mail or external id. */
final class ZendeskUsers {
    private static final Set<String> ROLES = Set.of("end-user", "agent", "admin");

    static ObjectNode blank(ZendeskDesk desk, Instant now) {
        long id = desk.nextId();
        ObjectNode user = Json.object()
                .put("id", id)
                .put("url", desk.url("users/" + id))
                .put("name", "")
                .putNull("email")
                .put("created_at", ZendeskDesk.time(now))
                .put("updated_at", ZendeskDesk.time(now))
                .put("time_zone", "UTC")
                .putNull("phone")
                .put("locale", "en-US")
                .putNull("organization_id")
                .put("role", "end-user")
                .put("verified", false)
                .putNull("external_id");
        user.set("tags", Json.array());
        user.put("active", true).put("suspended", false);
        user.set("user_fields", Json.object());
        return user;
    }

    Answer create(ZendeskCall call) {
        ObjectNode given = call.body("user");
        refuseTaken(call, given, "");
        return created(call, given);
    }

    Answer createOrUpdate(ZendeskCall call) {
        ObjectNode given = call.body("user");
        Optional<ObjectNode> existing = match(call, given);
        if (existing.isEmpty()) {
            return created(call, given);
        }
        return updated(call, existing.get(), given);
    }

    Answer update(ZendeskCall call) {
        ObjectNode existing = existing(call, call.id());
        return updated(call, existing, call.body("user"));
    }

    private static Optional<ObjectNode> match(ZendeskCall call, ObjectNode given) {
        String external = Json.text(given, "external_id");
        String email = Json.text(given, "email");
        Optional<ObjectNode> found = external == null
                ? Optional.empty()
                : ZendeskDesk.findBy(call.desk().users(), "external_id", external);
        return found.isPresent() || email == null
                ? found
                : ZendeskDesk.findBy(call.desk().users(), "email", email);
    }

    private static Answer created(ZendeskCall call, ObjectNode given) {
        ObjectNode user = create(call.desk(), call.events(), given);
        call.effects().applied(user.path("id").asText(), Json.text(user, "external_id"), given);
        return answer(201, user);
    }

    /** Makes a user; throws a 422 refusal for one without a name. */
    static ObjectNode create(ZendeskDesk desk, ZendeskEvents events, ObjectNode given) {
        String name = Json.text(given, "name");
        if (name == null || name.isBlank()) {
            throw ZendeskErrors.invalid("name", "Name: is too short (minimum one character)", "ValueTooShort");
        }
        ObjectNode user = blank(desk, events.now());
        apply(user, given);
        desk.users().put(user.path("id").asText(), user);
        events.user("created", user);
        return user;
    }

    private static Answer updated(ZendeskCall call, ObjectNode user, ObjectNode given) {
        refuseTaken(call, given, user.path("id").asText());
        ObjectNode before = user.deepCopy();
        apply(user, given);
        tell(call, before, user);
        user.put("updated_at", ZendeskDesk.time(call.effects().now()));
        call.desk().users().put(user.path("id").asText(), user);
        call.effects().applied(user.path("id").asText(), Json.text(user, "external_id"), given);
        return answer(200, user);
    }

    private static void tell(ZendeskCall call, ObjectNode before, ObjectNode after) {
        for (String field : List.of("name", "external_id", "role")) {
            if (!before.path(field).equals(after.path(field))) {
                call.events()
                        .user(field + "_changed", after, ZendeskEvents.change(after.get(field), before.get(field)));
            }
        }
    }

    Answer delete(ZendeskCall call) {
        ObjectNode user = existing(call, call.id());
        user.put("deleted", true).put("active", false);
        call.desk().users().put(call.id(), user);
        call.events().user("deleted", user);
        call.effects().applied(call.id(), Json.text(user, "external_id"), null);
        return answer(200, user);
    }

    /** By {@code external_ids} or {@code ids}, straight from the records. */
    Answer showMany(ZendeskCall call) {
        List<ObjectNode> found = new ArrayList<>();
        for (String external : call.http().query().list("external_ids")) {
            ZendeskDesk.findBy(call.desk().users(), "external_id", external).ifPresent(found::add);
        }
        for (String id : call.http().query().list("ids")) {
            ZendeskDesk.find(call.desk().users(), id).ifPresent(found::add);
        }
        return ZendeskPages.page(call, "users", found);
    }

    private static void apply(ObjectNode user, ObjectNode given) {
        for (String field :
                List.of("name", "phone", "external_id", "organization_id", "time_zone", "locale", "verified")) {
            if (given.has(field)) {
                user.set(field, given.path(field));
            }
        }
        String email = Json.text(given, "email");
        if (email != null) {
            user.put("email", email.toLowerCase(Locale.ROOT));
        }
        String role = Json.text(given, "role");
        if (role != null) {
            if (!ROLES.contains(role)) {
                throw ZendeskErrors.invalid("role", "Role: " + role + " is not a valid role", "InvalidValue");
            }
            user.put("role", role);
        }
    }

    private static void refuseTaken(ZendeskCall call, ObjectNode given, String own) {
        for (String field : List.of("email", "external_id")) {
            String value = Json.text(given, field);
            if (value != null
                    && ZendeskDesk.findBy(call.desk().users(), field, value)
                            .filter(user -> !user.path("id").asText().equals(own))
                            .isPresent()) {
                throw ZendeskErrors.invalid(
                        field, field + ": " + value + " is already being used by another user", "DuplicateValue");
            }
        }
    }

    Answer get(ZendeskCall call) {
        return answer(200, existing(call, call.id()));
    }

    Answer me(ZendeskCall call) {
        return answer(200, call.actor());
    }

    /** All, or those of a {@code role}, or of one of several {@code role[]}. */
    Answer list(ZendeskCall call) {
        List<String> roles = call.http().query().pairs().stream()
                .filter(pair -> List.of("role", "role[]").contains(pair.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return ZendeskPages.page(
                call,
                "users",
                call.desk()
                        .users()
                        .ascending(null)
                        .filter(user -> roles.isEmpty()
                                || roles.contains(user.path("role").asText()))
                        .toList());
    }

    /** By {@code external_id}, or by a {@code query} that is an e-mail address or a part of a name. */
    Answer search(ZendeskCall call) {
        Optional<String> external = call.query("external_id");
        List<ObjectNode> found = external.isPresent()
                ? ZendeskDesk.findBy(call.desk().users(), "external_id", external.get()).stream()
                        .toList()
                : byQuery(call, call.query("query").orElse(""));
        return ZendeskPages.page(call, "users", found);
    }

    private static List<ObjectNode> byQuery(ZendeskCall call, String query) {
        String text = query.replaceFirst("^(type:user|email:)\\s*", "")
                .replace("\"", "")
                .toLowerCase(Locale.ROOT);
        return call.desk()
                .users()
                .ascending(null)
                .filter(user -> user.path("email").asText("").equals(text)
                        || (!text.contains("@")
                                && user.path("name")
                                        .asText("")
                                        .toLowerCase(Locale.ROOT)
                                        .contains(text)))
                .toList();
    }

    static ObjectNode existing(ZendeskCall call, String id) {
        return ZendeskDesk.find(call.desk().users(), id).orElseThrow(ZendeskErrors::notFound);
    }

    private static Answer answer(int status, ObjectNode user) {
        ObjectNode body = Json.object();
        body.set("user", ZendeskPages.clean(user));
        return Answer.json(status, body);
    }
}
